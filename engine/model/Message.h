#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace cloister {

/// Inline image bytes taken out of a message's content. `offset` is where their base64 text stands in the content
/// slice that is put back on read; content is stored with that text removed.
struct Image
{
    QString mediaType; ///< image/jpeg, image/png, image/gif or image/webp
    QByteArray bytes;
    qsizetype offset = 0;
};

/// One message as stored. Content never changes after the write; tags may.
struct Message
{
    QString id;
    QString dialogueId;
    QString role;
    std::optional<QString> name;
    QByteArray content; ///< raw JSON slice exactly as it came (string, object or array)
    qint64 contentLength = 0; ///< UTF-16 units of the text for a string, else bytes of the slice
    QStringList tags;
    QByteArray metadata = "{}";
    qint64 created = 0;
    qint64 modified = 0;
    qint64 seq = 0; ///< insertion order within the dialogue
    bool hasImage = false;
};

struct NewMessage
{
    QString id;
    QString role;
    std::optional<QString> name;
    QByteArray content;
    QStringList tags;
    QByteArray metadata = "{}";
    std::optional<qint64> created;
    std::optional<qint64> modified; ///< only imports give it; nullopt = as created
    bool hasImage = false;
    qint64 contentLength = 0; ///< as in Message
};

} // namespace cloister
