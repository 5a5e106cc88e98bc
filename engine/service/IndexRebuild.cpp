#include "engine/service/IndexRebuild.h"

#include "engine/partition/DialogueStore.h"
#include "engine/partition/MemoryStore.h"
#include "engine/partition/MessageStore.h"
#include "engine/search/EntryText.h"

#include <algorithm>

namespace cloister {

static constexpr int kRebuildBatch = 200;

Result<qint64> IndexRebuild::run()
{
    CLOISTER_TRY(rebuildDialogues());
    CLOISTER_TRY(rebuildMemories());
    CLOISTER_TRY(removeStrays());
    return m_records;
}

Result<void> IndexRebuild::rebuildDialogues()
{
    using Found = std::optional<Dialogue>;
    qint64 after = -1;
    while (true) {
        const auto job = [after](PartitionSession &session) -> Result<Found> {
            CLOISTER_ASSIGN(const Found dialogue, DialogueStore(session).nextInserted(after));
            if (dialogue)
                CLOISTER_TRY(SearchStore(session).put(search::entryOf(*dialogue)));
            return dialogue;
        };
        CLOISTER_ASSIGN(const Found dialogue, m_partition.write<Found>(Partition::Intent::Derive, job).result());
        if (!dialogue)
            return {};
        ++m_records;
        after = dialogue->seq;
        CLOISTER_TRY(rebuildMessages(dialogue->id));
    }
}

Result<void> IndexRebuild::rebuildMessages(const QString &dialogueId)
{
    using Last = std::pair<int, tables::Position>;
    tables::Range range;
    range.limit = kRebuildBatch;
    while (true) {
        const auto job = [dialogueId, range](PartitionSession &session) -> Result<Last> {
            bool isCut = false;
            CLOISTER_ASSIGN(const QList<Message> batch, MessageStore(session).list(dialogueId, range, &isCut));
            SearchStore store(session);
            for (const Message &message : batch)
                CLOISTER_TRY(store.put(search::entryOf(message)));
            if (batch.isEmpty())
                return Last{0, {}};
            return Last{static_cast<int>(batch.size()), {batch.last().created, batch.last().seq}};
        };
        CLOISTER_ASSIGN(const Last last, m_partition.write<Last>(Partition::Intent::Derive, job).result());
        if (last.first == 0)
            return {};
        m_records += last.first;
        range.after = last.second;
    }
}

Result<void> IndexRebuild::rebuildMemories()
{
    using Last = std::pair<int, tables::Position>;
    tables::Range range;
    range.limit = kRebuildBatch;
    while (true) {
        const auto job = [range](PartitionSession &session) -> Result<Last> {
            bool isCut = false;
            CLOISTER_ASSIGN(const QList<Memory> batch, MemoryStore(session).list(range, {}, &isCut));
            SearchStore store(session);
            for (const Memory &memory : batch)
                CLOISTER_TRY(store.put(search::entryOf(memory)));
            if (batch.isEmpty())
                return Last{0, {}};
            return Last{static_cast<int>(batch.size()), {batch.last().created, batch.last().seq}};
        };
        CLOISTER_ASSIGN(const Last last, m_partition.write<Last>(Partition::Intent::Derive, job).result());
        if (last.first == 0)
            return {};
        m_records += last.first;
        range.after = last.second;
    }
}

static Result<bool> hasRecord(PartitionSession &session, const search::EntryKey &key)
{
    switch (key.object) {
    case SearchObject::Message: return MessageStore(session).exists(key.dialogueId, key.id);
    case SearchObject::Dialogue: return DialogueStore(session).exists(key.id);
    case SearchObject::Memory: return MemoryStore(session).exists(key.id);
    }
    return false;
}

Result<void> IndexRebuild::removeStrays()
{
    using Keys = QList<search::EntryKey>;
    CLOISTER_ASSIGN(const Keys keys,
        m_partition.read<Keys>([](PartitionSession &session) { return SearchStore(session).keys(); }));
    for (qsizetype first = 0; first < keys.size(); first += kRebuildBatch) {
        const auto job = [batch = keys.mid(first, kRebuildBatch)](PartitionSession &session) -> Result<void> {
            SearchStore store(session);
            for (const search::EntryKey &key : batch) {
                CLOISTER_ASSIGN(const bool isThere, hasRecord(session, key));
                if (!isThere)
                    CLOISTER_TRY(store.remove(key));
            }
            return {};
        };
        CLOISTER_TRY(m_partition.write<void>(Partition::Intent::Derive, job).result());
    }
    return {};
}

} // namespace cloister
