#pragma once

#include "engine/base/JsonSlice.h"
#include "engine/base/Result.h"
#include "engine/model/Dialogue.h"

#include <QString>
#include <QStringList>

namespace cloister {

inline constexpr qsizetype kMaxNamespaceBytes = 256;
inline constexpr qsizetype kMinIdLength = 5;
inline constexpr qsizetype kMaxIdLength = 128;
inline constexpr qsizetype kMaxTags = 50;
inline constexpr qsizetype kMaxTagLength = 64;
inline constexpr qsizetype kMaxRoleLength = 64;
inline constexpr qsizetype kMaxLabelLength = 1024;
inline constexpr qsizetype kMaxDescriptionLength = 16 * 1024;
inline constexpr qsizetype kMaxMetadataKeys = 50;
inline constexpr qsizetype kMaxMetadataBytes = 16 * 1024;
inline constexpr qsizetype kMaxContentBytes = 4 * 1024 * 1024; ///< without the text of inline images
inline constexpr qsizetype kMaxStateBytes = 1024 * 1024;

// Every check answers with the accepted value, or with an error whose detail names the field. Lengths are counted in
// code points unless their name says bytes. All are pure: any thread.

/// A namespace as requests spell it, into the one spelling the engine uses: "" for the default one (left out, empty,
/// `default`). At most 256 bytes of NFC text without control characters and outer white space, compared as it is.
/// SuspiciousNamespace for what programs send when their tenant id went missing (`undefined`, `${tenant}`, ...).
Result<QString> checkNamespace(const QString &text, const QString &field = QStringLiteral("namespace"));

/// An id that a caller gives to a record: 5 to 128 characters of `A-Z a-z 0-9 . _ ~ : @ -`.
Result<QString> checkOwnId(const QString &id, const QString &field = QStringLiteral("id"));

/// An id that names an existing record: 1 to 128 characters, no control characters. Whether it exists is not asked here.
Result<QString> checkReference(const QString &id, const QString &field);

/// A text of 1 to `maxLength` characters, one of them visible, without control characters and lone surrogates: roles,
/// names and labels.
Result<QString> checkLine(const QString &text, qsizetype maxLength, const QString &field);

/// A text of at most 16,384 characters; line breaks and the like are welcome.
Result<QString> checkDescription(const QString &text, const QString &field = QStringLiteral("description"));

/// At most 50 tags of 1 to 64 characters without control characters; duplicates are removed, the order is kept.
Result<QStringList> checkTags(const JsonSlice &tags, const QString &field = QStringLiteral("tags"));

/// A flat object: strings, numbers, booleans or lists of strings; at most 50 members and 16 KiB. Gives its raw bytes.
Result<QByteArray> checkMetadata(const JsonSlice &metadata, const QString &field = QStringLiteral("metadata"));

/// An object of at most 1 MiB. Gives its raw bytes.
Result<QByteArray> checkState(const JsonSlice &state, const QString &field = QStringLiteral("state"));

struct ContentFacts
{
    bool hasImage = false;
    qint64 length = 0; ///< of a string: UTF-16 code units, as the public client counts; else bytes of the slice
};

/// Message content: a non-empty string, an object, or a non-empty list of objects; at most 4 MiB besides the inline
/// images, which are checked as scanImages() says.
Result<ContentFacts> checkContent(const JsonSlice &content, const QString &field = QStringLiteral("content"));

/// `active`, `ended` or `archived`.
Result<DialogueStatus> parseStatus(const QString &name, const QString &field = QStringLiteral("status"));
QLatin1String statusName(DialogueStatus status);

} // namespace cloister
