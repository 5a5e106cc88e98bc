#pragma once

#include <QByteArrayView>
#include <QString>

namespace cloister {

/// Length in bytes of the well-formed UTF-8 sequence at `at` (1 to 4), or 0 when there is none before `end`:
/// overlong forms, surrogates and values above U+10FFFF are not well formed.
int utf8SequenceLength(const char *at, const char *end);

/// Whether all of `bytes` is well-formed UTF-8. Linear; any thread.
bool isUtf8(QByteArrayView bytes);

/// The text of well-formed UTF-8, whole: that of QString drops a U+FEFF at the start, which makes one name of two.
/// Everything that names or was stored is read with this one; what is not well formed becomes U+FFFD.
QString fromUtf8(QByteArrayView bytes);

/// Number of code points; a lone surrogate counts as one.
qsizetype codePointCount(QStringView text);

/// Whether `text` is in Unicode normalisation form C.
bool isNfc(QStringView text);

/// Whether `text` holds a C0 or C1 control character or DEL.
bool hasControl(QStringView text);

/// Whether `text` starts or ends with a white-space character.
bool hasOuterSpace(QStringView text);

/// Whether `text` holds half of a surrogate pair, so that it has no UTF-8 form.
bool hasLoneSurrogate(QStringView text);

} // namespace cloister
