#include "engine/search/VectorIndex.h"

#include <QDataStream>
#include <QHash>
#include <QIODevice>

#include <algorithm>

namespace cloister::search {

static constexpr quint32 kSnapshotVersion = 1;
/// A filter that leaves less than one in this many is answered faster by the scan.
static constexpr size_t kMostSelective = 8;

Result<void> VectorIndex::GraphJob::run()
{
    if (!m_isWanted)
        return {};
    CLOISTER_ASSIGN(auto graph, HnswIndex::make(m_dimensions, m_rows.size() + m_rows.size() / 4, m_seed));
    for (const Row &row : m_rows)
        CLOISTER_TRY(graph->add(row.label, row.values, row.scale));
    m_rows.clear();
    m_graph = std::move(graph);
    return {};
}

VectorIndex::VectorIndex(int dimensions, uint32_t seed, Limits limits) :
    m_limits(limits),
    m_seed(seed),
    m_exact(dimensions)
{
}

void VectorIndex::set(int owner, const std::vector<Vector8> &vectors)
{
    remove(owner);
    const auto index = static_cast<size_t>(owner);
    if (m_labelsOf.size() <= index)
        m_labelsOf.resize(index + 1);
    for (const Vector8 &vector : vectors) {
        if (vector.values.size() != m_exact.dimensions())
            continue;
        const uint64_t label = m_exact.add(owner, vector);
        m_labelsOf[index].push_back(label);
        // Without its graph the index is only slower; the next maintenance builds a new one.
        if (m_graph && !m_graph->add(label, m_exact.row(label), vector.scale))
            m_graph.reset();
    }
    m_owners += m_labelsOf[index].empty() ? 0 : 1;
}

void VectorIndex::remove(int owner)
{
    if (!has(owner))
        return;
    for (const uint64_t label : m_labelsOf[static_cast<size_t>(owner)]) {
        m_exact.remove(label);
        if (m_graph)
            m_graph->remove(label);
    }
    m_labelsOf[static_cast<size_t>(owner)].clear();
    --m_owners;
}

bool VectorIndex::has(int owner) const
{
    const auto index = static_cast<size_t>(owner);
    return index < m_labelsOf.size() && !m_labelsOf[index].empty();
}

size_t VectorIndex::memoryBytes() const
{
    constexpr size_t kPerOwner = sizeof(std::vector<uint64_t>) + sizeof(uint64_t) + 16;
    return m_exact.memoryBytes() + m_labelsOf.size() * kPerOwner + (m_graph ? m_graph->memoryBytes() : 0);
}

Candidates VectorIndex::search(std::span<const float> query, size_t count, const Bitmap &allowed, size_t allowedCount,
                               const SlotOrder &before) const
{
    if (query.size() != m_exact.dimensions() || m_owners == 0 || allowedCount == 0)
        return {};
    if (m_graph && allowedCount >= m_owners / kMostSelective) {
        const size_t passages = (m_exact.size() + m_owners - 1) / m_owners;
        const size_t thinning = (m_owners + allowedCount - 1) / allowedCount;
        Candidates found = searchGraph(query, count, allowed, count * passages * thinning, before);
        if (found.size() >= std::min(count, allowedCount))
            return found;
    }
    return m_exact.search(query, count, allowed, before);
}

Candidates VectorIndex::searchGraph(std::span<const float> query, size_t count, const Bitmap &allowed, size_t wide,
                                    const SlotOrder &before) const
{
    Vector8 small = quantise(query);
    small.values.resize(paddedSize(m_exact.dimensions()));
    Candidates scored;
    for (const auto &[label, rough] : m_graph->search(small.values, small.scale, wide)) {
        const int owner = m_exact.has(label) ? m_exact.ownerOf(label) : -1;
        if (owner >= 0 && allowed.has(static_cast<size_t>(owner)))
            scored.push_back({owner, m_exact.score(query, label)});
    }
    return bestOf(std::move(scored), count, before);
}

std::optional<VectorIndex::GraphJob> VectorIndex::plan(Purge purge) const
{
    const size_t live = m_exact.size();
    GraphJob job;
    if (m_graph && live < m_limits.dropBelow) {
        job.m_isWanted = false;
        return job;
    }
    const bool isCrowded = m_graph && m_graph->dead() * 10 >= m_graph->size() * 3;
    const bool mustPurge = m_graph && purge == Purge::DeadNow && m_graph->dead() > 0;
    const bool isNew = !m_graph && live > m_limits.buildAbove;
    if (!isCrowded && !mustPurge && !isNew)
        return std::nullopt;
    job.m_dimensions = static_cast<int>(m_exact.dimensions());
    job.m_seed = m_seed;
    for (const uint64_t label : m_exact.labels()) {
        const auto row = m_exact.row(label);
        job.m_rows.push_back({label, m_exact.scaleOf(label), {row.begin(), row.end()}});
    }
    return job;
}

void VectorIndex::adopt(GraphJob job)
{
    m_graph = std::move(job.m_graph);
    if (m_graph)
        catchUp();
}

void VectorIndex::catchUp()
{
    const std::vector<uint64_t> known = m_graph->labels();
    for (const uint64_t label : known) {
        if (!m_exact.has(label))
            m_graph->remove(label);
    }
    for (const uint64_t label : m_exact.labels()) {
        if (std::binary_search(known.begin(), known.end(), label))
            continue;
        if (!m_graph->add(label, m_exact.row(label), m_exact.scaleOf(label))) {
            m_graph.reset();
            return;
        }
    }
}

Result<QByteArray> VectorIndex::snapshot(const OwnerName &nameOf) const
{
    if (!m_graph || m_graph->dead() > 0)
        return QByteArray();
    CLOISTER_ASSIGN(const QByteArray graph, m_graph->save());
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_0);
    out << kSnapshotVersion << graph << static_cast<quint64>(m_owners);
    for (size_t owner = 0; owner < m_labelsOf.size(); ++owner) {
        if (m_labelsOf[owner].empty())
            continue;
        out << nameOf(static_cast<int>(owner)) << static_cast<quint32>(m_labelsOf[owner].size());
        for (const uint64_t label : m_labelsOf[owner])
            out << static_cast<quint64>(label);
    }
    return bytes;
}

Result<void> VectorIndex::restore(const QByteArray &bytes, const OwnerName &nameOf)
{
    QHash<QByteArray, size_t> ownerOf;
    for (size_t owner = 0; owner < m_labelsOf.size(); ++owner) {
        if (!m_labelsOf[owner].empty())
            ownerOf.insert(nameOf(static_cast<int>(owner)), owner);
    }
    QDataStream in(bytes);
    in.setVersion(QDataStream::Qt_6_0);
    quint32 version = 0;
    QByteArray image;
    quint64 owners = 0;
    in >> version >> image >> owners;
    if (in.status() != QDataStream::Ok || version != kSnapshotVersion)
        return fail(ErrorCode::Integrity, QStringLiteral("A saved vector index is damaged."));
    CLOISTER_ASSIGN(auto graph, HnswIndex::load(image, static_cast<int>(m_exact.dimensions())));
    std::unordered_map<uint64_t, uint64_t> labels;
    for (quint64 i = 0; i < owners; ++i) {
        QByteArray name;
        quint32 passages = 0;
        in >> name >> passages;
        const auto owner = ownerOf.constFind(name);
        for (quint32 passage = 0; passage < passages && in.status() == QDataStream::Ok; ++passage) {
            quint64 saved = 0;
            in >> saved;
            if (owner == ownerOf.constEnd() || passage >= m_labelsOf[*owner].size())
                continue;
            const uint64_t label = m_labelsOf[*owner][passage];
            if (graph->holds(saved, m_exact.row(label), m_exact.scaleOf(label)))
                labels.emplace(saved, label);
        }
        if (in.status() != QDataStream::Ok)
            return fail(ErrorCode::Integrity, QStringLiteral("A saved vector index is damaged."));
    }
    graph->relabel(labels);
    m_graph = std::move(graph);
    catchUp();
    return {};
}

} // namespace cloister::search
