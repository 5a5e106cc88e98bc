#include "engine/partition/MessageStore.h"

#include "engine/base/Utf8.h"
#include "engine/model/ImageCodec.h"
#include "engine/partition/SearchStore.h"
#include "engine/partition/SummaryStore.h"
#include "engine/search/EntryText.h"
#include "engine/tables/ValueTables.h"

namespace cloister {

static constexpr QLatin1String kMessageName("message.name");
static constexpr QLatin1String kMessageMetadata("message.metadata");
static constexpr QLatin1String kMessageContent("message.content");
static constexpr QLatin1String kImageValue("image.value");

static QString rowOf(const Message &message)
{
    return message.dialogueId + QLatin1Char('/') + QString::number(message.seq);
}

static QString imageRow(const Message &message, qsizetype n)
{
    return rowOf(message) + QLatin1Char('/') + QString::number(n);
}

Result<std::optional<Message>> MessageStore::find(const QString &dialogueId, const QString &id) const
{
    CLOISTER_ASSIGN(std::optional<tables::MessageRow> row, m_table.find(dialogueId, id));
    if (!row)
        return std::optional<Message>();
    CLOISTER_ASSIGN(Message message, opened(std::move(*row)));
    return std::optional(std::move(message));
}

Result<Message> MessageStore::get(const QString &dialogueId, const QString &id) const
{
    CLOISTER_ASSIGN(std::optional<Message> found, find(dialogueId, id));
    if (!found)
        return fail(ErrorCode::MessageNotFound, m_session.missText(id));
    return std::move(*found);
}

Result<bool> MessageStore::exists(const QString &dialogueId, const QString &id) const
{
    return m_table.exists(dialogueId, id);
}

Result<QList<Message>> MessageStore::list(const QString &dialogueId, const tables::Range &range, bool *isCut) const
{
    CLOISTER_ASSIGN(const QList<tables::MessageRow> rows, m_table.list(dialogueId, range, isCut));
    QList<Message> messages;
    for (const tables::MessageRow &row : rows) {
        CLOISTER_ASSIGN(Message message, opened(row));
        messages.append(std::move(message));
    }
    return messages;
}

Result<Message> MessageStore::opened(tables::MessageRow row) const
{
    Message message = std::move(row.message);
    const QString place = rowOf(message);
    const SealedValues values = m_session.values();
    CLOISTER_ASSIGN(message.metadata, values.get(kMessageMetadata, place, message.metadata));
    CLOISTER_ASSIGN(message.content, values.get(kMessageContent, place, message.content));
    if (row.sealedName) {
        CLOISTER_ASSIGN(const QByteArray name, values.get(kMessageName, place, *row.sealedName));
        message.name = fromUtf8(name);
    }
    if (row.images == 0)
        return message;
    CLOISTER_ASSIGN(const QList<tables::ImageRow> rows,
        tables::ImageTable(m_session.scope()).list(message.dialogueId, message.seq));
    if (rows.size() != row.images)
        return fail(ErrorCode::Integrity, QStringLiteral("images of a message are missing"));
    QList<Image> images;
    for (qsizetype n = 0; n < rows.size(); ++n) {
        CLOISTER_ASSIGN(QByteArray bytes, values.get(kImageValue, imageRow(message, n), rows.at(n).sealed));
        images.append(Image{rows.at(n).mediaType, std::move(bytes), rows.at(n).place});
    }
    CLOISTER_ASSIGN(message.content, restoreImages(message.content, images));
    return message;
}

QList<MessageDraft> drafted(const QList<NewMessage> &messages)
{
    QList<MessageDraft> drafts;
    for (const NewMessage &message : messages)
        drafts.append({message, search::wordsOf(message)});
    return drafts;
}

Result<Message> MessageStore::insert(Dialogue &dialogue, const MessageDraft &draft)
{
    const NewMessage &asked = draft.asked;
    Message message;
    message.id = asked.id.isEmpty() ? m_session.newId() : asked.id;
    CLOISTER_ASSIGN(const bool isTaken, exists(dialogue.id, message.id));
    if (isTaken)
        return fail(ErrorCode::DuplicateId, QStringLiteral("the id \"%1\" is taken in this dialogue").arg(message.id));
    message.dialogueId = dialogue.id;
    message.role = asked.role;
    message.name = asked.name;
    message.content = asked.content;
    message.contentLength = asked.contentLength;
    message.tags = asked.tags;
    message.metadata = asked.metadata;
    message.created = asked.created.value_or(m_session.now());
    message.modified = asked.modified.value_or(message.created);
    message.seq = m_session.newSeq();
    message.hasImage = asked.hasImage;

    tables::MessageRow row;
    row.message = message;
    const QString place = rowOf(message);
    SealedValues values = m_session.values();
    CLOISTER_ASSIGN(const QByteArray content, storeImages(message, asked.content, row));
    CLOISTER_ASSIGN(row.message.content, values.put(kMessageContent, place, content));
    CLOISTER_ASSIGN(row.message.metadata, values.put(kMessageMetadata, place, message.metadata));
    row.bytes = asked.content.size() + message.metadata.size();
    if (message.name) {
        const QByteArray name = message.name->toUtf8();
        CLOISTER_ASSIGN(row.sealedName, values.put(kMessageName, place, name));
        row.bytes += name.size();
    }
    CLOISTER_TRY(m_table.insert(row));
    row.message = message;
    row.message.content = content; // without the bytes of images
    CLOISTER_TRY(SearchStore(m_session).put(search::entryOf(row.message, draft.words)));
    if (dialogue.lastMessageCreated && message.created < *dialogue.lastMessageCreated)
        CLOISTER_TRY(renewNext(message));

    dialogue.totalMessages += 1;
    dialogue.lastMessageCreated = std::max(dialogue.lastMessageCreated.value_or(message.created), message.created);
    dialogue.modified = std::max(dialogue.modified, m_session.now());
    m_session.row().messages += 1;
    m_session.row().bytes += row.bytes;
    return message;
}

// Puts inline image bytes into their own rows; what is left is the content to seal.
Result<QByteArray> MessageStore::storeImages(
    const Message &message, const QByteArray &content, tables::MessageRow &row)
{
    if (!message.hasImage)
        return content;
    CLOISTER_ASSIGN(const ExtractedContent extracted, extractImages(content));
    SealedValues values = m_session.values();
    tables::ImageTable table(m_session.scope());
    for (qsizetype n = 0; n < extracted.images.size(); ++n) {
        const Image &image = extracted.images.at(n);
        CLOISTER_ASSIGN(const QByteArray sealed, values.put(kImageValue, imageRow(message, n), image.bytes));
        CLOISTER_TRY(table.insert(
            message.dialogueId, message.seq, static_cast<int>(n), {image.mediaType, image.offset, sealed}));
    }
    row.images = static_cast<int>(extracted.images.size());
    return extracted.content;
}

Result<void> MessageStore::setTags(const Message &message)
{
    const search::EntryKey key{SearchObject::Message, message.dialogueId, message.id};
    CLOISTER_TRY(SearchStore(m_session).setTags(key, message.tags, message.modified));
    return m_table.setTags(message);
}

Result<std::optional<Message>> MessageStore::before(const Message &message) const
{
    tables::Range range;
    range.after = tables::Position{message.created, message.seq};
    range.isDescending = true;
    range.limit = 1;
    bool isCut = false;
    CLOISTER_ASSIGN(QList<tables::MessageRow> rows, m_table.list(message.dialogueId, range, &isCut));
    if (rows.isEmpty())
        return std::optional<Message>();
    CLOISTER_ASSIGN(Message previous, opened(std::move(rows.first())));
    return std::optional(std::move(previous));
}

Result<std::optional<qint64>> MessageStore::seqBefore(const QString &dialogueId, const tables::Position &position) const
{
    return m_table.seqBefore(dialogueId, position);
}

Result<QList<qint64>> MessageStore::seqsBetween(
    const QString &dialogueId, const tables::Position &first, const tables::Position &last) const
{
    return m_table.seqsBetween(dialogueId, first, last);
}

// What is embedded of a message begins with the end of the one before it.
Result<void> MessageStore::renewNext(const Message &message)
{
    tables::Range range;
    range.after = tables::Position{message.created, message.seq};
    range.limit = 1;
    bool isCut = false;
    CLOISTER_ASSIGN(const QList<tables::MessageRow> rows, m_table.list(message.dialogueId, range, &isCut));
    if (rows.isEmpty())
        return {};
    return SearchStore(m_session).forgetVectors({SearchObject::Message, message.dialogueId, rows.first().message.id});
}

Result<void> MessageStore::remove(Dialogue &dialogue, const Message &message)
{
    CLOISTER_ASSIGN(const std::optional<tables::MessageRow> row, m_table.find(message.dialogueId, message.id));
    if (!row)
        return fail(ErrorCode::MessageNotFound, m_session.missText(message.id));
    const QString place = rowOf(message);
    tables::ChunkTable chunks(m_session.scope());
    CLOISTER_TRY(chunks.remove(kMessageContent, place));
    CLOISTER_TRY(chunks.removeUnder(kImageValue, place));
    CLOISTER_TRY(tables::ImageTable(m_session.scope()).remove(message.dialogueId, message.seq));
    CLOISTER_TRY(m_table.remove(message));
    CLOISTER_TRY(SearchStore(m_session).remove({SearchObject::Message, message.dialogueId, message.id}));
    CLOISTER_TRY(renewNext(message));
    CLOISTER_TRY(SummaryStore(m_session).reset(message.dialogueId));
    CLOISTER_ASSIGN(dialogue.lastMessageCreated, m_table.newestCreated(dialogue.id));
    dialogue.totalMessages -= 1;
    dialogue.modified = std::max(dialogue.modified, m_session.now());
    m_session.row().messages -= 1;
    m_session.row().bytes -= row->bytes;
    return {};
}

Result<qint64> MessageStore::removeAll(const QString &dialogueId)
{
    CLOISTER_ASSIGN(const qint64 bytes, m_table.totalBytes(dialogueId));
    tables::ChunkTable chunks(m_session.scope());
    CLOISTER_TRY(chunks.removeUnder(kMessageContent, dialogueId));
    CLOISTER_TRY(chunks.removeUnder(kImageValue, dialogueId));
    CLOISTER_TRY(tables::ImageTable(m_session.scope()).removeAll(dialogueId));
    m_session.row().bytes -= bytes;
    return m_table.removeAll(dialogueId);
}

} // namespace cloister
