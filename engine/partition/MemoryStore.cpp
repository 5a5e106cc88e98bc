#include "engine/partition/MemoryStore.h"

#include "engine/base/Utf8.h"
#include "engine/partition/SearchStore.h"
#include "engine/partition/TagMerge.h"
#include "engine/search/EntryText.h"
#include "engine/tables/Bounds.h"

namespace cloister {

static constexpr QLatin1String kMemoryObject("memory");
static constexpr QLatin1String kMemoryLabel("memory.label");
static constexpr QLatin1String kMemoryDescription("memory.description");
static constexpr QLatin1String kMemoryMetadata("memory.metadata");
static constexpr QLatin1String kMemoryValue("memory.value");

Result<std::optional<Memory>> MemoryStore::find(const QString &id) const
{
    CLOISTER_ASSIGN(std::optional<tables::MemoryRow> row, m_table.find(id));
    if (!row)
        return std::optional<Memory>();
    CLOISTER_ASSIGN(Memory memory, opened(std::move(*row)));
    return std::optional(std::move(memory));
}

Result<bool> MemoryStore::exists(const QString &id) const
{
    CLOISTER_ASSIGN(const std::optional<tables::MemoryRow> row, m_table.find(id));
    return row.has_value();
}

Result<Memory> MemoryStore::get(const QString &id) const
{
    CLOISTER_ASSIGN(std::optional<Memory> found, find(id));
    if (!found)
        return fail(ErrorCode::MemoryNotFound, m_session.missText(id));
    return std::move(*found);
}

Result<QList<Memory>> MemoryStore::list(const tables::Range &range, const QStringList &tags, bool *isCut) const
{
    CLOISTER_ASSIGN(const QList<tables::MemoryRow> rows,
        tags.isEmpty() ? m_table.list(range, isCut) : rowsByTags(range, tags, isCut));
    QList<Memory> memories;
    for (const tables::MemoryRow &row : rows) {
        CLOISTER_ASSIGN(Memory memory, opened(row));
        memories.append(std::move(memory));
    }
    return memories;
}

Result<QList<tables::MemoryRow>> MemoryStore::rowsByTags(
    const tables::Range &range, const QStringList &tags, bool *isCut) const
{
    const tables::TagTable table(m_session.scope(), kMemoryObject);
    CLOISTER_ASSIGN(const QList<tables::TagEntry> entries, mergeTags(table, tags, range));
    QList<tables::MemoryRow> rows;
    tables::ListBytes bytes;
    *isCut = false;
    for (const tables::TagEntry &entry : entries) {
        CLOISTER_ASSIGN(std::optional<tables::MemoryRow> row, m_table.find(entry.id));
        if (!row)
            continue;
        *isCut = !bytes.takes(row->bytes);
        if (*isCut)
            break;
        rows.append(std::move(*row));
    }
    return rows;
}

Result<Memory> MemoryStore::opened(tables::MemoryRow row) const
{
    Memory memory = std::move(row.memory);
    const SealedValues values = m_session.values();
    CLOISTER_ASSIGN(memory.metadata, values.get(kMemoryMetadata, memory.id, memory.metadata));
    CLOISTER_ASSIGN(memory.value, values.get(kMemoryValue, memory.id, memory.value));
    if (row.sealedLabel) {
        CLOISTER_ASSIGN(const QByteArray label, values.get(kMemoryLabel, memory.id, *row.sealedLabel));
        memory.label = fromUtf8(label);
    }
    if (row.sealedDescription) {
        CLOISTER_ASSIGN(const QByteArray text, values.get(kMemoryDescription, memory.id, *row.sealedDescription));
        memory.description = fromUtf8(text);
    }
    return memory;
}

Result<void> MemoryStore::insert(Memory &memory, const search::WordCounts &words)
{
    CLOISTER_ASSIGN(const std::optional<tables::MemoryRow> taken, m_table.find(memory.id));
    if (taken)
        return fail(ErrorCode::DuplicateId, QStringLiteral("the id \"%1\" is taken").arg(memory.id));
    memory.seq = m_session.newSeq();
    SealedValues values = m_session.values();
    tables::MemoryRow row;
    row.memory = memory;
    row.bytes = memory.value.size() + memory.metadata.size();
    CLOISTER_ASSIGN(row.memory.metadata, values.put(kMemoryMetadata, memory.id, memory.metadata));
    CLOISTER_ASSIGN(row.memory.value, values.put(kMemoryValue, memory.id, memory.value));
    if (memory.label) {
        const QByteArray label = memory.label->toUtf8();
        row.bytes += label.size();
        CLOISTER_ASSIGN(row.sealedLabel, values.put(kMemoryLabel, memory.id, label));
    }
    if (memory.description) {
        const QByteArray text = memory.description->toUtf8();
        row.bytes += text.size();
        CLOISTER_ASSIGN(row.sealedDescription, values.put(kMemoryDescription, memory.id, text));
    }
    CLOISTER_TRY(m_table.insert(row));
    tables::TagTable tags(m_session.scope(), kMemoryObject);
    CLOISTER_TRY(tags.insert(memory.tags, {memory.created, memory.seq}, memory.id));
    CLOISTER_TRY(SearchStore(m_session).put(search::entryOf(memory, words)));
    m_session.row().memories += 1;
    m_session.row().bytes += row.bytes;
    return {};
}

Result<void> MemoryStore::setTags(const Memory &before, const Memory &after)
{
    tables::TagTable tags(m_session.scope(), kMemoryObject);
    const tables::Position position{after.created, after.seq};
    CLOISTER_TRY(tags.remove(before.tags, position));
    CLOISTER_TRY(tags.insert(after.tags, position, after.id));
    CLOISTER_TRY(SearchStore(m_session).setTags({SearchObject::Memory, {}, after.id}, after.tags, after.modified));
    return m_table.setTags(after);
}

Result<void> MemoryStore::remove(const Memory &memory)
{
    CLOISTER_ASSIGN(const std::optional<tables::MemoryRow> row, m_table.find(memory.id));
    if (!row)
        return fail(ErrorCode::MemoryNotFound, m_session.missText(memory.id));
    CLOISTER_TRY(m_session.values().drop(kMemoryValue, memory.id));
    tables::TagTable tags(m_session.scope(), kMemoryObject);
    CLOISTER_TRY(tags.remove(memory.tags, {memory.created, memory.seq}));
    CLOISTER_TRY(m_table.remove(memory.id));
    CLOISTER_TRY(SearchStore(m_session).remove({SearchObject::Memory, {}, memory.id}));
    m_session.row().memories -= 1;
    m_session.row().bytes -= row->bytes;
    return {};
}

} // namespace cloister
