#include "engine/service/PartitionWalk.h"

#include "engine/partition/DialogueStore.h"
#include "engine/partition/MemoryStore.h"
#include "engine/partition/MessageStore.h"
#include "engine/partition/SearchImageStore.h"
#include "engine/partition/SearchStore.h"
#include "engine/partition/SummaryStore.h"

#include <array>
#include <limits>

namespace cloister {

static constexpr int kBatch = 200;

Result<QStringList> PartitionWalk::run()
{
    CLOISTER_TRY(walkDialogues());
    CLOISTER_TRY(walkMemories());
    CLOISTER_ASSIGN(QStringList problems, walkSearch());
    CLOISTER_ASSIGN(const auto row, tables::NamespaceTable(m_session.scope()).find());
    const bool isRight = row && row->dialogues == m_dialogues && row->messages == m_messages
        && row->memories == m_memories;
    if (isRight)
        return problems;
    const tables::NamespaceRow counted = row.value_or(tables::NamespaceRow());
    problems.append(QStringLiteral("counts %1 dialogues, %2 messages, %3 memories and holds %4, %5, %6")
                        .arg(counted.dialogues).arg(counted.messages).arg(counted.memories)
                        .arg(m_dialogues).arg(m_messages).arg(m_memories));
    return problems;
}

Result<void> PartitionWalk::walkDialogues()
{
    const DialogueStore store(m_session);
    qint64 after = -1;
    while (true) {
        CLOISTER_ASSIGN(const std::optional<Dialogue> dialogue, store.nextInserted(after));
        if (!dialogue)
            return {};
        CLOISTER_TRY(count(m_dialogues, 1));
        CLOISTER_TRY(walkMessages(dialogue->id));
        after = dialogue->seq;
    }
}

Result<void> PartitionWalk::walkMessages(const QString &dialogueId)
{
    const MessageStore store(m_session);
    tables::Range range;
    range.limit = std::numeric_limits<int>::max();
    CLOISTER_TRY(SummaryStore(m_session).list(dialogueId, range));
    range.limit = kBatch;
    while (true) {
        bool isCut = false;
        CLOISTER_ASSIGN(const QList<Message> batch, store.list(dialogueId, range, &isCut));
        if (batch.isEmpty())
            return {};
        CLOISTER_TRY(count(m_messages, batch.size()));
        range.after = tables::Position{batch.last().created, batch.last().seq};
    }
}

// Every record has one search entry, and no entry is without a record.
Result<QStringList> PartitionWalk::walkSearch()
{
    std::array<qint64, 3> entries = {};
    CLOISTER_TRY(SearchStore(m_session).each(
        [&entries](const search::IndexEntry &entry) { ++entries[static_cast<size_t>(entry.key.object)]; }));
    CLOISTER_TRY(SearchImageStore(m_session).read());
    const auto of = [&entries](SearchObject object) { return entries[static_cast<size_t>(object)]; };
    const bool isRight = of(SearchObject::Dialogue) == m_dialogues && of(SearchObject::Message) == m_messages
        && of(SearchObject::Memory) == m_memories;
    if (isRight)
        return QStringList();
    return QStringList{
        QStringLiteral("search knows %1 dialogues, %2 messages, %3 memories of %4, %5, %6; rebuild the index")
            .arg(of(SearchObject::Dialogue)).arg(of(SearchObject::Message)).arg(of(SearchObject::Memory))
            .arg(m_dialogues).arg(m_messages).arg(m_memories)};
}

Result<void> PartitionWalk::walkMemories()
{
    const MemoryStore store(m_session);
    tables::Range range;
    range.limit = kBatch;
    while (true) {
        bool isCut = false;
        CLOISTER_ASSIGN(const QList<Memory> batch, store.list(range, {}, &isCut));
        if (batch.isEmpty())
            return {};
        CLOISTER_TRY(count(m_memories, batch.size()));
        range.after = tables::Position{batch.last().created, batch.last().seq};
    }
}

Result<void> PartitionWalk::count(qint64 &counter, qint64 by)
{
    counter += by;
    m_progress.done += by;
    if (m_progress.isCancelled)
        return fail(ErrorCode::Conflict, QStringLiteral("the check was cancelled"));
    return {};
}

} // namespace cloister
