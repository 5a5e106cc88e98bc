#include "engine/service/ExportWalk.h"

#include "engine/base/Json.h"
#include "engine/base/JsonWriter.h"
#include "engine/crypto/Digest.h"
#include "engine/partition/DialogueStore.h"
#include "engine/partition/MemoryStore.h"
#include "engine/partition/MessageStore.h"
#include "engine/service/PartitionMint.h"
#include "engine/service/TransferLine.h"
#include "engine/service/Workspace.h"
#include "engine/tables/Maintenance.h"

#include <algorithm>
#include <limits>

namespace cloister {

// A page token is base64url of half an HMAC, then the place as JSON.
static constexpr qsizetype kExportTokenMacBytes = 16;
static constexpr QByteArray::Base64Options kExportTokenCoding
    = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

ExportWalk::ExportWalk(
    Workspace &workspace, PartitionMint &partitions, Caller caller, std::optional<QString> nameSpace) :
    m_workspace(workspace),
    m_partitions(partitions),
    m_caller(std::move(caller)),
    m_only(std::move(nameSpace))
{
}

Result<ExportPage> ExportWalk::page(const QByteArray &after)
{
    CLOISTER_ASSIGN(Cursor cursor, after.isEmpty() ? start() : parse(after));
    while (!cursor.isAtEnd && m_page.lines.size() < kPageBytes)
        CLOISTER_TRY(step(cursor));
    if (!cursor.isAtEnd) {
        CLOISTER_ASSIGN(m_page.next, print(cursor));
    }
    return std::move(m_page);
}

static Unexpected refusedPage()
{
    const QString why = QStringLiteral("the page token is damaged or belongs to another export");
    return Unexpected{
        Error{ErrorCode::InvalidParameter, why, {{QStringLiteral("next"), QStringLiteral("INVALID"), why, {}}}}};
}

// Binds a place to the project, whose key it is, and to what was asked for: the event of a page names that, so no page
// may lead anywhere else.
Result<QByteArray> ExportWalk::macOf(const QByteArray &place) const
{
    CLOISTER_ASSIGN(const auto file, m_workspace.project(m_caller.projectId));
    const QByteArray asked = m_only ? PartitionKey(*m_only, m_caller.projectId).bytes() : QByteArray("*");
    return crypto::hmac(file->tokenKey(), "export\n" + asked + '\n' + place).left(kExportTokenMacBytes);
}

Result<ExportWalk::Cursor> ExportWalk::parse(const QByteArray &token) const
{
    const auto decoded = QByteArray::fromBase64Encoding(token, kExportTokenCoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return refusedPage();
    const QByteArray place = (*decoded).mid(kExportTokenMacBytes);
    CLOISTER_ASSIGN(const QByteArray mac, macOf(place));
    if (!crypto::isEqual((*decoded).left(kExportTokenMacBytes), mac))
        return refusedPage();
    CLOISTER_ASSIGN(const JsonSlice json, parseJson(place));
    const QList<JsonSlice> parts = json.elements();
    if (parts.size() != 5)
        return refusedPage(); // of another version of the program
    Cursor cursor;
    CLOISTER_ASSIGN(cursor.nameSpace, parts.at(0).toText());
    cursor.phase = static_cast<Phase>(std::clamp<qint64>(parts.at(1).toInteger().value_or(0), 0, 2));
    cursor.seq = parts.at(2).toInteger().value_or(-1);
    cursor.created = parts.at(3).toInteger().value_or(0);
    cursor.messageSeq = parts.at(4).toInteger().value_or(0);
    return cursor;
}

Result<QByteArray> ExportWalk::print(const Cursor &cursor) const
{
    JsonWriter json;
    json.beginArray();
    json.value(cursor.nameSpace);
    json.value(static_cast<int>(cursor.phase));
    json.value(cursor.seq);
    json.value(cursor.created);
    json.value(cursor.messageSeq);
    json.endArray();
    const QByteArray place = json.take();
    CLOISTER_ASSIGN(const QByteArray mac, macOf(place));
    return (mac + place).toBase64(kExportTokenCoding);
}

Result<ExportWalk::Cursor> ExportWalk::start() const
{
    Cursor cursor;
    if (m_only) {
        cursor.nameSpace = *m_only;
        return cursor;
    }
    CLOISTER_ASSIGN(const auto file, m_workspace.project(m_caller.projectId));
    CLOISTER_ASSIGN(const auto lease, file->readers().lease());
    CLOISTER_ASSIGN(const QList<tables::NamespaceRow> first,
        tables::Maintenance(lease.connection())
            .namespaces({.pkFrom = PartitionKey::rangeStart({}), .pkTo = "DIALOGUE$", .limit = 1}));
    cursor.isAtEnd = first.isEmpty();
    if (!first.isEmpty())
        cursor.nameSpace = first.first().name;
    return cursor;
}

Result<void> ExportWalk::advanceNamespace(Cursor &cursor) const
{
    if (m_only) {
        cursor.isAtEnd = true;
        return {};
    }
    const QByteArray here = PartitionKey(cursor.nameSpace, m_caller.projectId).bytes();
    CLOISTER_ASSIGN(const auto file, m_workspace.project(m_caller.projectId));
    CLOISTER_ASSIGN(const auto lease, file->readers().lease());
    CLOISTER_ASSIGN(const QList<tables::NamespaceRow> following,
        tables::Maintenance(lease.connection())
            .namespaces({.pkFrom = PartitionKey::rangeStart({}), .pkTo = "DIALOGUE$", .limit = 1, .afterPk = here}));
    cursor = Cursor();
    cursor.isAtEnd = following.isEmpty();
    if (!following.isEmpty())
        cursor.nameSpace = following.first().name;
    return {};
}

Result<void> ExportWalk::step(Cursor &cursor)
{
    CLOISTER_ASSIGN(const Partition partition,
        m_partitions.open(m_caller, cursor.nameSpace, PartitionMint::Access::Existing));
    const Phase phase = cursor.phase;
    CLOISTER_TRY(partition.read<void>([&](PartitionSession &session) -> Result<void> {
        switch (phase) {
        case Phase::Dialogues: return writeDialogue(session, cursor);
        case Phase::Messages: return writeMessages(session, cursor);
        case Phase::Memories: return writeMemories(session, cursor);
        }
        return {};
    }));
    return cursor.isAtEnd ? advanceNamespace(cursor) : Result<void>();
}

Result<void> ExportWalk::writeDialogue(PartitionSession &session, Cursor &cursor)
{
    CLOISTER_ASSIGN(const std::optional<Dialogue> dialogue, DialogueStore(session).nextInserted(cursor.seq));
    if (!dialogue) {
        cursor = Cursor{cursor.nameSpace, Phase::Memories, -1, std::numeric_limits<qint64>::min(), 0, false};
        return {};
    }
    bool isCut = false;
    tables::Range range;
    range.limit = kMessagesInLine;
    CLOISTER_ASSIGN(const QList<Message> messages, MessageStore(session).list(dialogue->id, range, &isCut));
    add(writeLine(cursor.nameSpace, *dialogue, messages));
    cursor.seq = dialogue->seq;
    if (isCut || messages.size() == kMessagesInLine) {
        cursor.phase = Phase::Messages;
        cursor.created = messages.last().created;
        cursor.messageSeq = messages.last().seq;
    }
    return {};
}

Result<void> ExportWalk::writeMessages(PartitionSession &session, Cursor &cursor)
{
    CLOISTER_ASSIGN(const std::optional<Dialogue> dialogue, DialogueStore(session).nextInserted(cursor.seq - 1));
    bool isCut = false;
    QList<Message> messages;
    if (dialogue && dialogue->seq == cursor.seq) {
        tables::Range range;
        range.limit = kMessagesInLine;
        range.after = tables::Position{cursor.created, cursor.messageSeq};
        CLOISTER_ASSIGN(messages, MessageStore(session).list(dialogue->id, range, &isCut));
    }
    if (!messages.isEmpty()) {
        add(writeLine(cursor.nameSpace, dialogue->id, messages));
        cursor.created = messages.last().created;
        cursor.messageSeq = messages.last().seq;
    }
    if (!isCut && messages.size() < kMessagesInLine)
        cursor.phase = Phase::Dialogues;
    return {};
}

Result<void> ExportWalk::writeMemories(PartitionSession &session, Cursor &cursor)
{
    bool isCut = false;
    tables::Range range;
    range.limit = kMessagesInLine;
    range.after = tables::Position{cursor.created, cursor.seq};
    CLOISTER_ASSIGN(const QList<Memory> memories, MemoryStore(session).list(range, {}, &isCut));
    for (const Memory &memory : memories)
        add(writeLine(cursor.nameSpace, memory));
    cursor.isAtEnd = !isCut && memories.size() < kMessagesInLine;
    if (!memories.isEmpty()) {
        cursor.created = memories.last().created;
        cursor.seq = memories.last().seq;
    }
    return {};
}

void ExportWalk::add(const QByteArray &line)
{
    m_page.lines += line;
    m_page.lines += '\n';
    ++m_page.count;
}

} // namespace cloister
