#include "engine/search/Shelf.h"

namespace cloister::search {

/// About what the facts of a record take, strings included.
static size_t factsBytes(const RecordFacts &facts)
{
    constexpr size_t kString = 40;
    constexpr size_t kValue = 120;
    return sizeof(RecordFacts) + 3 * kString + static_cast<size_t>(facts.key.id.size() + facts.key.dialogueId.size()) * 4
        + static_cast<size_t>(facts.tags.size()) * 2 * kString + static_cast<size_t>(facts.metadata.size()) * kValue;
}

Shelf::Shelf(WordTable words, const EmbedderId &embedder, uint32_t seed, VectorIndex::Limits limits) :
    m_embedder(embedder),
    m_lexical(std::move(words)),
    m_vectors(embedder.dimensions, seed, limits)
{
}

int Shelf::upsert(const IndexEntry &entry)
{
    if (const int known = find(entry.key); known >= 0)
        remove(known);
    int slot = static_cast<int>(m_records.size());
    if (m_free.empty()) {
        m_records.emplace_back();
        m_isWaiting.push_back(false);
        m_taken.grow(m_records.size());
    } else {
        slot = m_free.back();
        m_free.pop_back();
    }
    m_records[static_cast<size_t>(slot)] = entry;
    m_taken.set(static_cast<size_t>(slot));
    m_slots.insert(entry.key, slot);
    m_factsBytes += factsBytes(entry);
    m_lexical.add(slot, entry);
    if (entry.embedder == m_embedder)
        m_vectors.set(slot, entry.vectors);
    const bool isWaiting = entry.embedder != m_embedder;
    m_isWaiting[static_cast<size_t>(slot)] = isWaiting;
    m_waiting += isWaiting ? 1 : 0;
    return slot;
}

void Shelf::remove(int slot)
{
    RecordFacts &record = m_records[static_cast<size_t>(slot)];
    m_waiting -= m_isWaiting[static_cast<size_t>(slot)] ? 1 : 0;
    m_vectors.remove(slot);
    m_lexical.remove(slot);
    m_factsBytes -= factsBytes(record);
    m_slots.remove(record.key);
    record = {};
    m_taken.clear(static_cast<size_t>(slot));
    m_free.push_back(slot);
}

SlotOrder Shelf::order() const
{
    return [this](int left, int right) {
        const RecordFacts &a = facts(left);
        const RecordFacts &b = facts(right);
        if (a.created != b.created)
            return a.created > b.created;
        if (a.seq != b.seq)
            return a.seq > b.seq;
        return a.key.dialogueId != b.key.dialogueId ? a.key.dialogueId < b.key.dialogueId : a.key.id < b.key.id;
    };
}

VectorIndex::OwnerName Shelf::names() const
{
    // A zero byte stands in no id, so two records never share a name.
    return [this](int slot) { return facts(slot).key.dialogueId.toUtf8() + '\0' + facts(slot).key.id.toUtf8(); };
}

size_t Shelf::memoryBytes() const
{
    return m_factsBytes + m_lexical.memoryBytes() + m_vectors.memoryBytes();
}

} // namespace cloister::search
