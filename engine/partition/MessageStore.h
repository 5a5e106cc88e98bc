#pragma once

#include "engine/model/Dialogue.h"
#include "engine/model/Message.h"
#include "engine/partition/PartitionSession.h"
#include "engine/search/IndexEntry.h"
#include "engine/tables/MessageTable.h"

namespace cloister {

/// A message to be stored, with its words.
struct MessageDraft
{
    NewMessage asked;
    search::WordCounts words;
};

/// Counts the words: for long texts more work than all the rest, so it is done before the write is queued. Any thread.
QList<MessageDraft> drafted(const QList<NewMessage> &messages);

/// The messages of one partition, opened. Borrows the session; one thread.
class MessageStore
{
public:
    explicit MessageStore(PartitionSession &session) : m_session(session), m_table(session.scope()) {}

    /// nullopt for a miss.
    Result<std::optional<Message>> find(const QString &dialogueId, const QString &id) const;
    /// The same, a miss being MessageNotFound.
    Result<Message> get(const QString &dialogueId, const QString &id) const;
    Result<bool> exists(const QString &dialogueId, const QString &id) const;
    /// In list order; at most `range.limit`, and fewer, with `isCut` set, when their content
    /// would pass 32 MiB.
    Result<QList<Message>> list(const QString &dialogueId, const tables::Range &range, bool *isCut) const;

    /// Stores a message of `dialogue` and brings the dialogue's counters up to date in it (the caller saves it).
    /// DuplicateId when the id is taken in the dialogue.
    Result<Message> insert(Dialogue &dialogue, const MessageDraft &draft);
    /// The message that comes before this one in list order; nullopt for the first.
    Result<std::optional<Message>> before(const Message &message) const;
    /// The seq of that message.
    Result<std::optional<qint64>> seqBefore(const QString &dialogueId, const tables::Position &position) const;
    /// Those of the messages from one position to another, both included, in list order. Reads no content.
    Result<QList<qint64>> seqsBetween(
        const QString &dialogueId, const tables::Position &first, const tables::Position &last) const;
    Result<void> setTags(const Message &message);
    /// Removes the message and brings the dialogue's counters up to date in `dialogue` (the caller saves it).
    Result<void> remove(Dialogue &dialogue, const Message &message);
    /// Removes all messages of a dialogue with their images, not their search entries: those go with the dialogue's.
    /// The number removed.
    Result<qint64> removeAll(const QString &dialogueId);

private:
    Result<Message> opened(tables::MessageRow row) const;
    Result<void> renewNext(const Message &message);
    Result<QByteArray> storeImages(const Message &message, const QByteArray &content, tables::MessageRow &row);

    PartitionSession &m_session;
    tables::MessageTable m_table;
};

} // namespace cloister
