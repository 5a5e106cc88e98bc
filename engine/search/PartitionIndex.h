#pragma once

#include "engine/base/Result.h"
#include "engine/model/SearchQuery.h"
#include "engine/search/ConversationOrder.h"
#include "engine/search/Shelf.h"
#include "engine/search/TurnLock.h"

#include <QByteArray>
#include <QList>

#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <vector>

namespace cloister::search {

/// One committed write as the index sees it. Removes come first.
struct IndexChange
{
    std::vector<EntryKey> removes; ///< a dialogue takes its messages with it
    std::vector<IndexEntry> upserts;
};

struct SearchMatch
{
    EntryKey key;
    double relevance = 0;
};

struct SearchHit
{
    EntryKey key;
    double relevance = 0;       ///< 0 to 1
    QList<SearchMatch> matches; ///< of a dialogue: the messages that made it match, best first
};

/// How an answer came about.
struct SearchExplain
{
    qint64 considered = 0; ///< records that passed the filter
    qint64 lexical = 0;    ///< candidates of the words
    qint64 vectors = 0;    ///< candidates of the vectors
    double filterMs = 0;
    double lexicalMs = 0;
    double vectorMs = 0;
    double rankMs = 0;
};

struct SearchAnswer
{
    QList<SearchHit> hits;
    qint64 pending = 0; ///< messages of the partition that still wait for their vector
    std::optional<TimeRange> created;  ///< what the query's date filters came to
    std::optional<TimeRange> modified;
    SearchExplain explain;
};

/// The whole search index of one partition: messages, dialogues and memories. It knows no other partition and does no
/// input or output. Any thread: searches run side by side, changes alone; maintain() builds graphs outside the lock.
class PartitionIndex
{
public:
    struct Options
    {
        WordTable words;    ///< empty: no expansion
        EmbedderId embedder; ///< the space searched; zero dimensions: words only
        VectorIndex::Limits limits;
    };

    explicit PartitionIndex(Options options);

    /// Takes a write over. Whole: a search sees all of it or nothing. Applying the same change again changes nothing.
    void apply(const IndexChange &change);

    /// The records that answer a query, best first, at most query.limit. `queryVector` is the query in the space of
    /// Options::embedder, or empty: then the words alone rank. InvalidParameter for a date or time zone that is not
    /// understood.
    Result<SearchAnswer> search(const SearchQuery &query, std::span<const float> queryVector, qint64 nowMs) const;

    /// Builds, rebuilds or drops graphs as their sizes ask; slow, so never on the path of a request. With DeadNow no
    /// removed vector is left anywhere afterwards. Calls are serialised.
    Result<void> maintain(VectorIndex::Purge purge = VectorIndex::Purge::WhenWorthIt);

    /// The graph of the messages for sealing, or nothing when there is none worth keeping.
    Result<QByteArray> snapshot() const;
    /// Takes over the authenticated bytes of snapshot(), after the entries were applied. Integrity when damaged.
    Result<void> restore(const QByteArray &snapshot);

    EmbedderId embedder() const { return m_options.embedder; }
    qint64 size() const;    ///< records of all kinds
    qint64 pending() const; ///< as in SearchAnswer
    std::chrono::steady_clock::time_point lastChange() const; ///< of a record or its vectors
    qint64 memoryBytes() const { return m_memoryBytes; } ///< an estimate; waits for nothing

private:
    struct Ranking;

    const Shelf &shelf(SearchObject object) const { return m_shelves[static_cast<size_t>(object)]; }
    Shelf &shelf(SearchObject object) { return m_shelves[static_cast<size_t>(object)]; }
    void removeEntry(const EntryKey &key);
    void removeMessage(int slot);
    Bitmap allowed(SearchObject object, const FilterMatcher &matcher) const;
    Bitmap allowedDialogues(const FilterMatcher &matcher) const;
    Ranking rank(const Shelf &records, const SearchQuery &query, std::span<const float> vector, const Bitmap &passing,
                 size_t count) const;
    void answerRecords(const SearchQuery &query, std::span<const float> vector, const FilterMatcher &matcher,
                       SearchAnswer &answer) const;
    void answerDialogues(const SearchQuery &query, std::span<const float> vector, const FilterMatcher &matcher,
                         SearchAnswer &answer) const;
    void finish(const SearchQuery &query, SearchAnswer &answer) const;
    void measure();

    const Options m_options;
    mutable TurnLock m_mutex;           ///< guards everything below
    std::array<Shelf, 3> m_shelves;    ///< by SearchObject
    ConversationOrder m_order;         ///< of the messages
    std::chrono::steady_clock::time_point m_lastChange;
    std::atomic<qint64> m_memoryBytes = 0;
    std::mutex m_maintenance;          ///< one maintain() at a time
};

} // namespace cloister::search
