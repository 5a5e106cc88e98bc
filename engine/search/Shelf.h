#pragma once

#include "engine/search/FilterMatcher.h"
#include "engine/search/LexicalIndex.h"
#include "engine/search/VectorIndex.h"

#include <QHash>

#include <vector>

namespace cloister::search {

/// All records of one kind in a partition: what filters look at, their words and their vectors, under common slot
/// numbers. Not synchronised: reads may run at the same time, changes alone.
class Shelf
{
public:
    /// Vectors of another space than `embedder` are left out: those records count as waiting.
    Shelf(WordTable words, const EmbedderId &embedder, uint32_t seed, VectorIndex::Limits limits);

    /// Adds the entry, or replaces the one with its key. Returns its slot.
    int upsert(const IndexEntry &entry);
    /// The slot of a record, or -1.
    int find(const EntryKey &key) const { return m_slots.value(key, -1); }
    /// Frees a slot that is taken.
    void remove(int slot);

    size_t size() const { return static_cast<size_t>(m_slots.size()); }
    size_t slots() const { return m_records.size(); }
    /// Records that were not embedded in the space searched. One without any text was, and has no vector.
    size_t waiting() const { return m_waiting; }
    const RecordFacts &facts(int slot) const { return m_records[static_cast<size_t>(slot)]; }

    /// The slots of all records.
    const Bitmap &all() const { return m_taken; }

    /// The slots whose records pass.
    template<typename Passes>
    Bitmap where(Passes &&passes) const
    {
        Bitmap allowed(m_records.size());
        for (size_t slot = 0; slot < m_records.size(); ++slot) {
            if (m_taken.has(slot) && passes(m_records[slot]))
                allowed.set(slot);
        }
        return allowed;
    }

    /// Newer records first, then by id.
    SlotOrder order() const;

    const LexicalIndex &lexical() const { return m_lexical; }
    const VectorIndex &vectors() const { return m_vectors; }
    VectorIndex &vectors() { return m_vectors; }
    VectorIndex::OwnerName names() const;
    size_t memoryBytes() const;

private:
    EmbedderId m_embedder;
    std::vector<RecordFacts> m_records;
    std::vector<int> m_free;
    Bitmap m_taken; ///< the slots that are not free
    QHash<EntryKey, int> m_slots;
    LexicalIndex m_lexical;
    VectorIndex m_vectors;
    std::vector<bool> m_isWaiting; ///< by slot
    size_t m_waiting = 0;
    size_t m_factsBytes = 0;
};

} // namespace cloister::search
