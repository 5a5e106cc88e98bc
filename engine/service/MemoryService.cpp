#include "engine/service/MemoryService.h"

#include "engine/partition/MemoryStore.h"
#include "engine/search/EntryText.h"

namespace cloister {

static constexpr QLatin1String kMemory("memory");

static QByteArray attestedMemory(const Memory &memory)
{
    return memory.value + memory.metadata + memory.tags.join(QLatin1Char('\n')).toUtf8();
}

static Result<Memory> createMemory(
    PartitionSession &session, const NewMemory &asked, const search::WordCounts &words)
{
    Memory memory;
    memory.id = asked.id.isEmpty() ? session.newId() : asked.id;
    memory.label = asked.label;
    memory.description = asked.description;
    memory.value = asked.value;
    memory.tags = asked.tags;
    memory.metadata = asked.metadata;
    memory.created = asked.created.value_or(session.now());
    memory.modified = memory.created;
    CLOISTER_TRY(MemoryStore(session).insert(memory, words));
    session.note({QStringLiteral("memory.create"), kMemory, memory.id, {}, attestedMemory(memory), 0});
    return memory;
}

Future<Result<Memory>> MemoryService::create(
    const Partition &partition, const NewMemory &asked, const std::optional<IdempotencyKey> &key) const
{
    return partition.write<Memory>(
        Partition::Intent::Create, [asked, words = search::wordsOf(asked), key](PartitionSession &session) -> Result<Memory> {
            Idempotency idempotency(session, key);
            CLOISTER_ASSIGN(const std::optional<QStringList> before, idempotency.firstAnswer());
            if (before) {
                session.noteRead(kMemory, before->first());
                return MemoryStore(session).get(before->first());
            }
            CLOISTER_ASSIGN(Memory memory, createMemory(session, asked, words));
            CLOISTER_TRY(idempotency.remember({memory.id}));
            return memory;
        });
}

Result<Memory> MemoryService::get(const Partition &partition, const QString &id) const
{
    return partition.read<Memory>([&](PartitionSession &session) { return MemoryStore(session).get(id); });
}

Result<Page<Memory>> MemoryService::list(
    const Partition &partition, const ListQuery &query, const QStringList &tags) const
{
    CLOISTER_ASSIGN(const tables::Range range, rangeOf(partition, query));
    bool isCut = false;
    CLOISTER_ASSIGN(QList<Memory> rows, partition.read<QList<Memory>>([&](PartitionSession &session) {
        return MemoryStore(session).list(range, tags, &isCut);
    }));
    return pageOf(partition, query, std::move(rows), isCut);
}

Future<Result<Memory>> MemoryService::setTags(
    const Partition &partition, const QString &id, const QStringList &tags) const
{
    return partition.write<Memory>(
        Partition::Intent::Change, [id, tags](PartitionSession &session) -> Result<Memory> {
            MemoryStore store(session);
            CLOISTER_ASSIGN(const Memory before, store.get(id));
            Memory after = before;
            after.tags = tags;
            after.modified = std::max(before.modified, session.now());
            CLOISTER_TRY(store.setTags(before, after));
            session.note({QStringLiteral("memory.update"), kMemory, id, attestedMemory(before), attestedMemory(after), 0});
            return after;
        });
}

Future<Result<void>> MemoryService::remove(const Partition &partition, const QString &id) const
{
    return partition.remove<void>(
        {QStringLiteral("memory.delete"), kMemory, id}, [id](PartitionSession &session) -> Result<void> {
            MemoryStore store(session);
            CLOISTER_ASSIGN(const Memory memory, store.get(id));
            CLOISTER_TRY(store.remove(memory));
            session.note({QStringLiteral("memory.delete"), kMemory, id, attestedMemory(memory), {}, 0});
            return {};
        });
}

} // namespace cloister
