#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace cloister {

/// What lies between the quotes of a validated JSON string, decoded. Lone surrogates stay as they are.
QString decodeJsonText(QByteArrayView inner);

/// The same as bytes that are equal exactly when the decoded texts are: UTF-8, with lone surrogates encoded like
/// any other code point. Appended to `out`.
void appendDecodedJsonKey(QByteArray &out, QByteArrayView inner);

/// Whether what lies between the quotes is that ASCII text, however it is written. Stops at the first difference.
bool isJsonText(QByteArrayView inner, QLatin1String text);

/// The byte after the closing quote; `at` is at the opening quote of a validated JSON string.
const char *skipJsonString(const char *at, const char *end);

/// The byte after the validated JSON value that starts at `at`. Linear in the value's size, without recursion.
const char *skipJsonValue(const char *at, const char *end);

/// The first byte at or after `at` that is not JSON white space.
const char *skipJsonSpace(const char *at, const char *end);

} // namespace cloister
