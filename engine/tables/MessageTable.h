#pragma once

#include "engine/model/Message.h"
#include "engine/tables/Position.h"
#include "engine/tables/TenantScope.h"

namespace cloister::tables {

/// A message as stored. `message.content` and `message.metadata` are sealed bytes here; the name is `sealedName`.
struct MessageRow
{
    Message message;
    std::optional<QByteArray> sealedName;
    int images = 0;   ///< rows of table image
    qint64 bytes = 0; ///< of content, name, metadata and images, unsealed
};

/// Tables `message` and `message_id` of one partition. Borrowed scope; one thread.
class MessageTable
{
public:
    explicit MessageTable(const TenantScope &scope) : m_scope(scope) {}

    Result<std::optional<MessageRow>> find(const QString &dialogueId, const QString &id) const;
    Result<bool> exists(const QString &dialogueId, const QString &id) const;
    /// In list order. `isCut` says whether they end early, where the next one would have passed 32 MiB.
    Result<QList<MessageRow>> list(const QString &dialogueId, const Range &range, bool *isCut) const;
    /// The `created` of the newest message; nullopt for a dialogue without messages.
    Result<std::optional<qint64>> newestCreated(const QString &dialogueId) const;

    /// The seq of the message before that position in list order; nullopt when it is the first.
    Result<std::optional<qint64>> seqBefore(const QString &dialogueId, const Position &position) const;
    /// The seqs of the messages from one position to another, both included, in list order. Reads no content.
    Result<QList<qint64>> seqsBetween(const QString &dialogueId, const Position &first, const Position &last) const;

    Result<void> insert(const MessageRow &row);
    Result<void> setTags(const Message &message);
    Result<void> remove(const Message &message);
    /// Removes every message of the dialogue; the number removed.
    Result<qint64> removeAll(const QString &dialogueId);
    /// Bytes of all messages of the dialogue.
    Result<qint64> totalBytes(const QString &dialogueId) const;

private:
    static MessageRow read(TenantStatement &statement);

    const TenantScope &m_scope;
};

} // namespace cloister::tables
