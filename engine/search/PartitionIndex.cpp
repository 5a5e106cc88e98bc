#include "engine/search/PartitionIndex.h"

#include "engine/search/Fusion.h"

#include <QElapsedTimer>
#include <QSet>

#include <algorithm>
#include <map>

namespace cloister::search {

namespace {

constexpr uint32_t kGraphSeed = 100;
constexpr qsizetype kMatches = 3;
/// What a dialogue's own words and vector are worth beside its messages, and what its messages are worth among them.
constexpr float kOwnWeight = 0.5f;
constexpr std::array<float, kMatches> kMessageWeights = {1.0f, 0.25f, 0.125f};
constexpr size_t kMessagesForDialogues = 3 * kCandidates;

double elapsedMs(QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// The ranking of one kind of record has the same seed everywhere, so that an index built twice is the same.
std::array<Shelf, 3> makeShelves(const PartitionIndex::Options &options)
{
    const auto make = [&options] { return Shelf(options.words, options.embedder, kGraphSeed, options.limits); };
    return {make(), make(), make()};
}

} // namespace

struct PartitionIndex::Ranking
{
    Candidates ranked;
    SearchExplain explain;
};

PartitionIndex::PartitionIndex(Options options) : m_options(std::move(options)), m_shelves(makeShelves(m_options))
{
    measure();
}

void PartitionIndex::apply(const IndexChange &change)
{
    const std::unique_lock lock(m_mutex);
    for (const EntryKey &key : change.removes)
        removeEntry(key);
    for (const IndexEntry &entry : change.upserts) {
        const bool isMessage = entry.key.object == SearchObject::Message;
        if (const int known = shelf(entry.key.object).find(entry.key); known >= 0 && isMessage)
            m_order.remove(known);
        const int slot = shelf(entry.key.object).upsert(entry);
        if (isMessage)
            m_order.add(slot, entry.key.dialogueId, entry.created, entry.seq);
    }
    m_lastChange = std::chrono::steady_clock::now();
    measure();
}

void PartitionIndex::removeEntry(const EntryKey &key)
{
    if (key.object == SearchObject::Dialogue) {
        for (const int message : m_order.messagesOf(key.id))
            removeMessage(message);
    }
    const int slot = shelf(key.object).find(key);
    if (slot < 0)
        return;
    if (key.object == SearchObject::Message)
        removeMessage(slot);
    else
        shelf(key.object).remove(slot);
}

void PartitionIndex::removeMessage(int slot)
{
    m_order.remove(slot);
    shelf(SearchObject::Message).remove(slot);
}

Result<SearchAnswer> PartitionIndex::search(const SearchQuery &query, std::span<const float> queryVector,
                                            qint64 nowMs) const
{
    CLOISTER_ASSIGN(const FilterMatcher matcher, FilterMatcher::make(query.filter, query.timezone, nowMs));
    SearchAnswer answer;
    answer.created = matcher.created();
    answer.modified = matcher.modified();
    const std::shared_lock lock(m_mutex);
    answer.pending = static_cast<qint64>(shelf(SearchObject::Message).waiting());
    const bool usesVector = query.mode != SearchMode::Keyword && m_options.embedder.dimensions > 0;
    const std::span<const float> vector = usesVector ? queryVector : std::span<const float>();
    if (query.object == SearchObject::Dialogue)
        answerDialogues(query, vector, matcher, answer);
    else
        answerRecords(query, vector, matcher, answer);
    finish(query, answer);
    return answer;
}

/// The messages or memories that pass.
Bitmap PartitionIndex::allowed(SearchObject object, const FilterMatcher &matcher) const
{
    if (matcher.isEmpty())
        return shelf(object).all();
    const bool isMessage = object == SearchObject::Message;
    const Filter &filter = matcher.filter();
    if (!isMessage && (filter.hasImage.value_or(false) || filter.dialogueId || filter.role))
        return Bitmap();
    return shelf(object).where([&](const RecordFacts &facts) {
        return matcher.matchesRecord(facts) && (!isMessage || matcher.matchesMessage(facts));
    });
}

Bitmap PartitionIndex::allowedDialogues(const FilterMatcher &matcher) const
{
    if (matcher.isEmpty())
        return shelf(SearchObject::Dialogue).all();
    const Filter &filter = matcher.filter();
    QSet<QString> byMessage; // dialogues with a message of the role, or with an image
    if (matcher.asksForMessages()) {
        const Shelf &messages = shelf(SearchObject::Message);
        const bool wantsNone = filter.hasImage && !*filter.hasImage;
        messages.where([&](const RecordFacts &facts) {
            if ((!filter.role || facts.role == *filter.role) && (!filter.hasImage || facts.hasImage || wantsNone))
                byMessage.insert(facts.key.dialogueId);
            return false;
        });
        if (wantsNone) {
            messages.where([&](const RecordFacts &facts) {
                if (facts.hasImage)
                    byMessage.remove(facts.key.dialogueId);
                return false;
            });
        }
    }
    return shelf(SearchObject::Dialogue).where([&](const RecordFacts &facts) {
        return matcher.matchesRecord(facts) && (!filter.dialogueId || *filter.dialogueId == facts.key.id)
            && (!matcher.asksForMessages() || byMessage.contains(facts.key.id));
    });
}

PartitionIndex::Ranking PartitionIndex::rank(const Shelf &records, const SearchQuery &query, std::span<const float> vector,
                                             const Bitmap &passing, size_t count) const
{
    Ranking ranking;
    const SlotOrder before = records.order();
    const size_t passes = passing.count();
    ranking.explain.considered = static_cast<qint64>(passes);
    QElapsedTimer timer;
    timer.start();
    SlotScores scores = records.lexical().score(query.query);
    if (&records == &shelf(SearchObject::Message))
        scores = smoothed(scores, m_order);
    const bool isSemantic = query.mode == SearchMode::Semantic && !vector.empty();
    if (isSemantic) // the words rank only what has no vector yet
        std::erase_if(scores.touched, [&records](int slot) { return records.vectors().has(slot); });
    const Candidates lexical = bestScores(scores, count, passing, before);
    ranking.explain.lexical = static_cast<qint64>(lexical.size());
    ranking.explain.lexicalMs = elapsedMs(timer);
    timer.restart();
    const Candidates vectors = records.vectors().search(vector, count, passing, passes, before);
    ranking.explain.vectors = static_cast<qint64>(vectors.size());
    ranking.explain.vectorMs = elapsedMs(timer);
    timer.restart();
    ranking.ranked = isSemantic ? byMeaning(vectors, lexical, before) : fused(lexical, scores.possible, vectors, before);
    ranking.explain.rankMs = elapsedMs(timer);
    return ranking;
}

void PartitionIndex::answerRecords(const SearchQuery &query, std::span<const float> vector,
                                   const FilterMatcher &matcher, SearchAnswer &answer) const
{
    QElapsedTimer timer;
    timer.start();
    const Shelf &records = shelf(query.object);
    const Bitmap passing = allowed(query.object, matcher);
    const double filterMs = elapsedMs(timer);
    const Ranking ranking = rank(records, query, vector, passing, kCandidates);
    answer.explain = ranking.explain;
    answer.explain.filterMs = filterMs;
    for (const Candidate &candidate : ranking.ranked) {
        if (answer.hits.size() == query.limit)
            break;
        answer.hits.append({records.facts(candidate.slot).key, static_cast<double>(candidate.score), {}});
    }
}

void PartitionIndex::answerDialogues(const SearchQuery &query, std::span<const float> vector,
                                     const FilterMatcher &matcher, SearchAnswer &answer) const
{
    QElapsedTimer timer;
    timer.start();
    const Shelf &dialogues = shelf(SearchObject::Dialogue);
    const Shelf &messages = shelf(SearchObject::Message);
    const Bitmap passing = allowedDialogues(matcher);
    const auto dialogueOf = [&dialogues](const RecordFacts &message) {
        return dialogues.find({SearchObject::Dialogue, {}, message.key.dialogueId});
    };
    const Bitmap passingMessages = messages.where([&](const RecordFacts &facts) {
        const int dialogue = dialogueOf(facts);
        return dialogue >= 0 && passing.has(static_cast<size_t>(dialogue)) && matcher.matchesMessage(facts);
    });
    const double filterMs = elapsedMs(timer);
    const Ranking own = rank(dialogues, query, vector, passing, kCandidates);
    const Ranking said = rank(messages, query, vector, passingMessages, kMessagesForDialogues);
    answer.explain = said.explain;
    answer.explain.considered = own.explain.considered;
    answer.explain.filterMs = filterMs;
    std::map<int, Candidates> bestMessages;
    for (const Candidate &candidate : said.ranked) {
        Candidates &best = bestMessages[dialogueOf(messages.facts(candidate.slot))];
        if (best.size() < kMessageWeights.size())
            best.push_back(candidate);
    }
    Candidates scored;
    constexpr float most = kOwnWeight + kMessageWeights[0] + kMessageWeights[1] + kMessageWeights[2];
    for (const Candidate &candidate : own.ranked)
        bestMessages.try_emplace(candidate.slot);
    for (const auto &[dialogue, best] : bestMessages) {
        const auto itself = std::find_if(own.ranked.begin(), own.ranked.end(),
                                         [slot = dialogue](const Candidate &c) { return c.slot == slot; });
        float score = itself == own.ranked.end() ? 0 : kOwnWeight * itself->score;
        for (size_t i = 0; i < best.size(); ++i)
            score += kMessageWeights[i] * best[i].score;
        scored.push_back({dialogue, score / most});
    }
    for (const Candidate &candidate : bestOf(std::move(scored), static_cast<size_t>(query.limit), dialogues.order())) {
        SearchHit hit{dialogues.facts(candidate.slot).key, static_cast<double>(candidate.score), {}};
        for (const Candidate &message : bestMessages[candidate.slot])
            hit.matches.append({messages.facts(message.slot).key, static_cast<double>(message.score)});
        answer.hits.append(hit);
    }
}

/// Ordering by a date re-orders what relevance picked; ascending relevance turns the list around.
void PartitionIndex::finish(const SearchQuery &query, SearchAnswer &answer) const
{
    const bool isAscending = query.order == Order::Ascending;
    if (query.orderBy == SearchOrder::Relevance) {
        if (isAscending)
            std::reverse(answer.hits.begin(), answer.hits.end());
        return;
    }
    const Shelf &records = shelf(query.object);
    const auto timeOf = [&](const SearchHit &hit) {
        const RecordFacts &facts = records.facts(records.find(hit.key));
        return query.orderBy == SearchOrder::Created ? facts.created : facts.modified;
    };
    std::stable_sort(answer.hits.begin(), answer.hits.end(), [&](const SearchHit &a, const SearchHit &b) {
        return isAscending ? timeOf(a) < timeOf(b) : timeOf(a) > timeOf(b);
    });
}

Result<void> PartitionIndex::maintain(VectorIndex::Purge purge)
{
    const std::lock_guard one(m_maintenance);
    for (Shelf &records : m_shelves) {
        std::optional<VectorIndex::GraphJob> job;
        {
            const std::shared_lock lock(m_mutex);
            job = records.vectors().plan(purge);
        }
        if (!job)
            continue;
        CLOISTER_TRY(job->run());
        const std::unique_lock lock(m_mutex);
        records.vectors().adopt(std::move(*job));
        measure();
    }
    return {};
}

Result<QByteArray> PartitionIndex::snapshot() const
{
    const std::shared_lock lock(m_mutex);
    const Shelf &messages = shelf(SearchObject::Message);
    return messages.vectors().snapshot(messages.names());
}

Result<void> PartitionIndex::restore(const QByteArray &snapshot)
{
    const std::unique_lock lock(m_mutex);
    Shelf &messages = shelf(SearchObject::Message);
    const Result<void> restored = messages.vectors().restore(snapshot, messages.names());
    measure();
    return restored;
}

qint64 PartitionIndex::size() const
{
    const std::shared_lock lock(m_mutex);
    size_t total = 0;
    for (const Shelf &records : m_shelves)
        total += records.size();
    return static_cast<qint64>(total);
}

qint64 PartitionIndex::pending() const
{
    const std::shared_lock lock(m_mutex);
    return static_cast<qint64>(shelf(SearchObject::Message).waiting());
}

std::chrono::steady_clock::time_point PartitionIndex::lastChange() const
{
    const std::shared_lock lock(m_mutex);
    return m_lastChange;
}

void PartitionIndex::measure()
{
    size_t total = sizeof(PartitionIndex);
    for (const Shelf &records : m_shelves)
        total += records.memoryBytes();
    constexpr size_t kOrderPerMessage = 150;
    m_memoryBytes = static_cast<qint64>(total + shelf(SearchObject::Message).slots() * kOrderPerMessage);
}

} // namespace cloister::search
