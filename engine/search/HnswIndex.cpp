#include "engine/search/HnswIndex.h"

#include "engine/search/DotKernel.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <mutex>
#include <shared_mutex>

#include <sys/mman.h>
#include <unistd.h>

#include <hnswlib/hnswlib.h>

namespace cloister::search {

/// A node's data: the padded row, then its scale.
class Int8Space : public hnswlib::SpaceInterface<float>
{
public:
    explicit Int8Space(size_t rowSize) : m_shape{rowSize, dotKernel()} {}

    size_t get_data_size() override { return m_shape.rowSize + sizeof(float); }
    hnswlib::DISTFUNC<float> get_dist_func() override { return distance; }
    void *get_dist_func_param() override { return &m_shape; }
    size_t rowSize() const { return m_shape.rowSize; }

    static float dotOf(const void *a, const void *b, const void *shape)
    {
        const auto *use = static_cast<const Shape *>(shape);
        const int32_t dot = use->dot(static_cast<const int8_t *>(a), static_cast<const int8_t *>(b), use->rowSize);
        return static_cast<float>(dot) * scaleOf(a, use->rowSize) * scaleOf(b, use->rowSize);
    }

private:
    struct Shape
    {
        size_t rowSize;
        DotKernel dot;
    };

    static float distance(const void *a, const void *b, const void *shape) { return 1.0f - dotOf(a, b, shape); }

    static float scaleOf(const void *data, size_t rowSize)
    {
        float scale = 0;
        std::memcpy(&scale, static_cast<const char *>(data) + rowSize, sizeof scale);
        return scale;
    }

    Shape m_shape;
};

namespace {

constexpr size_t kLinks = 16;
constexpr size_t kEfConstruction = 200;
constexpr size_t kLeastEf = 64;
constexpr size_t kEfPerResult = 4;
constexpr size_t kLeastCapacity = 1024;

using Hnsw = hnswlib::HierarchicalNSW<float>;

/// A file that lives in memory only and vanishes with its descriptor; hnswlib wants a path.
class MemoryFile
{
public:
    MemoryFile() : m_fd(memfd_create("graph", MFD_CLOEXEC)) {}
    ~MemoryFile()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    MemoryFile(const MemoryFile &) = delete;
    MemoryFile &operator=(const MemoryFile &) = delete;

    bool isOpen() const { return m_fd >= 0; }
    std::string path() const { return "/proc/self/fd/" + std::to_string(m_fd); }

    bool write(const QByteArray &bytes)
    {
        qsizetype done = 0;
        while (done < bytes.size()) {
            const ssize_t written = ::write(m_fd, bytes.constData() + done, static_cast<size_t>(bytes.size() - done));
            if (written <= 0)
                return false;
            done += written;
        }
        return true;
    }

    QByteArray read() const
    {
        const off_t size = ::lseek(m_fd, 0, SEEK_END);
        QByteArray bytes(std::max<qsizetype>(size, 0), Qt::Uninitialized);
        qsizetype done = 0;
        while (done < bytes.size()) {
            const ssize_t got = ::pread(m_fd, bytes.data() + done, static_cast<size_t>(bytes.size() - done), done);
            if (got <= 0)
                return {};
            done += got;
        }
        return bytes;
    }

private:
    int m_fd;
};

/// Walks a saved graph and checks every size, link and level, since hnswlib follows them blindly.
class SavedGraphCheck
{
public:
    SavedGraphCheck(const QByteArray &bytes, const Hnsw &shape) : m_bytes(bytes), m_shape(shape) {}

    bool isSound()
    {
        if (!isHeaderSound() || !readLevels())
            return false;
        if (m_count == 0)
            return m_at == m_bytes.size();
        if (m_entry >= m_count || m_top < 0 || m_levels[m_entry].count != static_cast<size_t>(m_top))
            return false;
        for (size_t node = 0; node < m_count; ++node) {
            if (!isNodeSound(node))
                return false;
        }
        return true;
    }

private:
    struct Levels
    {
        qsizetype offset;
        size_t count;
    };

    template<typename T>
    T take()
    {
        T value{};
        if (m_bytes.size() - m_at < static_cast<qsizetype>(sizeof(T))) {
            m_isCut = true;
            return value;
        }
        std::memcpy(&value, m_bytes.constData() + m_at, sizeof(T));
        m_at += static_cast<qsizetype>(sizeof(T));
        return value;
    }

    bool isHeaderSound()
    {
        const auto offsetLevel0 = take<size_t>();
        take<size_t>(); // the capacity; we give our own
        m_count = take<size_t>();
        const auto nodeSize = take<size_t>();
        const auto labelOffset = take<size_t>();
        const auto dataOffset = take<size_t>();
        m_top = take<int>();
        m_entry = take<hnswlib::tableint>();
        const auto maxM = take<size_t>();
        const auto maxM0 = take<size_t>();
        const auto m = take<size_t>();
        const auto mult = take<double>();
        const auto ef = take<size_t>();
        m_nodes = m_at;
        const bool isSame = offsetLevel0 == 0 && nodeSize == m_shape.size_data_per_element_
            && labelOffset == m_shape.label_offset_ && dataOffset == m_shape.offsetData_ && maxM == m_shape.maxM_
            && maxM0 == m_shape.maxM0_ && m == m_shape.M_ && mult == m_shape.mult_ && ef == m_shape.ef_construction_;
        return isSame && !m_isCut && m_count <= static_cast<size_t>(m_bytes.size() - m_at) / nodeSize;
    }

    bool readLevels()
    {
        m_at += static_cast<qsizetype>(m_count * m_shape.size_data_per_element_);
        m_levels.reserve(m_count);
        for (size_t node = 0; node < m_count; ++node) {
            const auto size = take<unsigned>();
            if (m_isCut || size % m_shape.size_links_per_element_ != 0 || m_bytes.size() - m_at < qsizetype{size})
                return false;
            m_levels.push_back({m_at, size / m_shape.size_links_per_element_});
            m_at += qsizetype{size};
        }
        return m_at == m_bytes.size();
    }

    /// A list of links: its length in the first 16 bits, then node numbers, each of which must reach `level`.
    bool isListSound(qsizetype offset, size_t most, size_t level) const
    {
        uint16_t count = 0;
        std::memcpy(&count, m_bytes.constData() + offset, sizeof count);
        if (count > most)
            return false;
        for (size_t i = 0; i < count; ++i) {
            hnswlib::tableint other = 0;
            std::memcpy(&other, m_bytes.constData() + offset + static_cast<qsizetype>((i + 1) * sizeof other), sizeof other);
            if (other >= m_count || m_levels[other].count < level)
                return false;
        }
        return true;
    }

    bool isNodeSound(size_t node)
    {
        const qsizetype begin = m_nodes + static_cast<qsizetype>(node * m_shape.size_data_per_element_);
        if (!isListSound(begin, m_shape.maxM0_, 0) || m_levels[node].count > static_cast<size_t>(m_top))
            return false;
        size_t label = 0;
        std::memcpy(&label, m_bytes.constData() + begin + static_cast<qsizetype>(m_shape.label_offset_), sizeof label);
        if (!m_labels.insert(label).second)
            return false;
        for (size_t level = 1; level <= m_levels[node].count; ++level) {
            const qsizetype list = m_levels[node].offset + static_cast<qsizetype>((level - 1) * m_shape.size_links_per_element_);
            if (!isListSound(list, m_shape.maxM_, level))
                return false;
        }
        return true;
    }

    const QByteArray &m_bytes;
    const Hnsw &m_shape;
    qsizetype m_at = 0;
    qsizetype m_nodes = 0;
    size_t m_count = 0;
    int m_top = -1;
    hnswlib::tableint m_entry = 0;
    bool m_isCut = false;
    std::vector<Levels> m_levels;
    std::unordered_set<size_t> m_labels;
};

Unexpected graphFailure(const char *what)
{
    return fail(ErrorCode::StorageUnavailable, QStringLiteral("The vector graph failed: %1.").arg(QLatin1String(what)));
}

} // namespace

struct HnswIndex::Graph
{
    explicit Graph(size_t rowSize) : space(rowSize) {}

    std::vector<char> node(std::span<const int8_t> values, float scale) const
    {
        std::vector<char> bytes(space.rowSize() + sizeof scale);
        std::memcpy(bytes.data(), values.data(), std::min(values.size(), space.rowSize()));
        std::memcpy(bytes.data() + space.rowSize(), &scale, sizeof scale);
        return bytes;
    }

    Int8Space space;
    std::unique_ptr<Hnsw> hnsw;
    mutable std::shared_mutex mutex;
};

HnswIndex::HnswIndex() = default;
HnswIndex::~HnswIndex() = default;

Result<std::unique_ptr<HnswIndex>> HnswIndex::make(int dimensions, size_t capacity, uint32_t seed)
{
    try {
        std::unique_ptr<HnswIndex> index(new HnswIndex);
        index->m_graph = std::make_unique<Graph>(paddedSize(static_cast<size_t>(dimensions)));
        index->m_graph->hnsw = std::make_unique<Hnsw>(&index->m_graph->space, std::max(capacity, kLeastCapacity), kLinks,
                                                      kEfConstruction, seed);
        return index;
    } catch (const std::exception &error) {
        return graphFailure(error.what());
    }
}

Result<std::unique_ptr<HnswIndex>> HnswIndex::load(const QByteArray &bytes, int dimensions)
{
    try {
        std::unique_ptr<HnswIndex> index(new HnswIndex);
        index->m_graph = std::make_unique<Graph>(paddedSize(static_cast<size_t>(dimensions)));
        Int8Space &space = index->m_graph->space;
        const Hnsw shape(&space, 1, kLinks, kEfConstruction);
        MemoryFile file;
        if (!SavedGraphCheck(bytes, shape).isSound())
            return fail(ErrorCode::Integrity, QStringLiteral("A saved vector graph is damaged."));
        if (!file.isOpen() || !file.write(bytes))
            return graphFailure("no memory file");
        size_t count = 0;
        std::memcpy(&count, bytes.constData() + 2 * sizeof(size_t), sizeof count);
        auto hnsw = std::make_unique<Hnsw>(&space, file.path(), false, std::max(count + count / 4, kLeastCapacity));
        // The loader adds to a counter that it never set.
        hnsw->num_deleted_ = 0;
        for (hnswlib::tableint node = 0; node < hnsw->cur_element_count; ++node)
            hnsw->num_deleted_ += hnsw->isMarkedDeleted(node) ? 1 : 0;
        index->m_graph->hnsw = std::move(hnsw);
        return index;
    } catch (const std::exception &error) {
        return graphFailure(error.what());
    }
}

Result<void> HnswIndex::add(uint64_t label, std::span<const int8_t> values, float scale)
{
    const std::unique_lock lock(m_graph->mutex);
    try {
        Hnsw &hnsw = *m_graph->hnsw;
        if (hnsw.label_lookup_.count(label) != 0)
            return fail(ErrorCode::Conflict, QStringLiteral("The vector graph has this label already."));
        if (hnsw.cur_element_count == hnsw.max_elements_)
            hnsw.resizeIndex(hnsw.max_elements_ + hnsw.max_elements_ / 2);
        hnsw.addPoint(m_graph->node(values, scale).data(), label);
        return {};
    } catch (const std::exception &error) {
        return graphFailure(error.what());
    }
}

void HnswIndex::remove(uint64_t label)
{
    const std::unique_lock lock(m_graph->mutex);
    const auto found = m_graph->hnsw->label_lookup_.find(label);
    if (found != m_graph->hnsw->label_lookup_.end() && !m_graph->hnsw->isMarkedDeleted(found->second))
        m_graph->hnsw->markDeletedInternal(found->second);
}

std::vector<std::pair<uint64_t, float>> HnswIndex::search(std::span<const int8_t> values, float scale, size_t count) const
{
    const std::shared_lock lock(m_graph->mutex);
    try {
        // ef is the larger of a shared member and the number asked for: asking for more leaves the member alone.
        const size_t wide = std::max(kLeastEf, kEfPerResult * count);
        auto found = m_graph->hnsw->searchKnn(m_graph->node(values, scale).data(), wide);
        std::vector<std::pair<uint64_t, float>> nearest(found.size());
        for (size_t i = nearest.size(); i > 0; found.pop())
            nearest[--i] = {found.top().second, 1.0f - found.top().first};
        if (nearest.size() > count)
            nearest.resize(count);
        return nearest;
    } catch (const std::exception &) {
        return {};
    }
}

size_t HnswIndex::size() const
{
    const std::shared_lock lock(m_graph->mutex);
    return m_graph->hnsw->cur_element_count;
}

size_t HnswIndex::dead() const
{
    const std::shared_lock lock(m_graph->mutex);
    return m_graph->hnsw->num_deleted_;
}

size_t HnswIndex::memoryBytes() const
{
    constexpr size_t kPerNode = 160; // locks, levels, label map and upper links
    const std::shared_lock lock(m_graph->mutex);
    return m_graph->hnsw->max_elements_ * (m_graph->hnsw->size_data_per_element_ + kPerNode);
}

std::vector<uint64_t> HnswIndex::labels() const
{
    const std::shared_lock lock(m_graph->mutex);
    std::vector<uint64_t> live;
    for (const auto &[label, node] : m_graph->hnsw->label_lookup_) {
        if (!m_graph->hnsw->isMarkedDeleted(node))
            live.push_back(label);
    }
    std::sort(live.begin(), live.end());
    return live;
}

bool HnswIndex::holds(uint64_t label, std::span<const int8_t> values, float scale) const
{
    const std::shared_lock lock(m_graph->mutex);
    const auto found = m_graph->hnsw->label_lookup_.find(label);
    if (found == m_graph->hnsw->label_lookup_.end() || m_graph->hnsw->isMarkedDeleted(found->second))
        return false;
    const std::vector<char> wanted = m_graph->node(values, scale);
    return std::memcmp(m_graph->hnsw->getDataByInternalId(found->second), wanted.data(), wanted.size()) == 0;
}

void HnswIndex::relabel(const std::unordered_map<uint64_t, uint64_t> &labels)
{
    constexpr uint64_t kDeadLabels = uint64_t{1} << 63; // no living vector is given one of these
    const std::unique_lock lock(m_graph->mutex);
    Hnsw &hnsw = *m_graph->hnsw;
    hnsw.label_lookup_.clear();
    for (hnswlib::tableint node = 0; node < hnsw.cur_element_count; ++node) {
        const auto known = labels.find(hnsw.getExternalLabel(node));
        const bool isDead = known == labels.end() || hnsw.isMarkedDeleted(node);
        const uint64_t label = isDead ? kDeadLabels + node : known->second;
        hnsw.setExternalLabel(node, label);
        hnsw.label_lookup_[label] = node;
        if (isDead && !hnsw.isMarkedDeleted(node))
            hnsw.markDeletedInternal(node);
    }
}

Result<QByteArray> HnswIndex::save() const
{
    const std::shared_lock lock(m_graph->mutex);
    try {
        const MemoryFile file;
        if (!file.isOpen())
            return graphFailure("no memory file");
        m_graph->hnsw->saveIndex(file.path());
        QByteArray bytes = file.read();
        // A failed write is not reported, so the bytes are checked as a reader would.
        if (!SavedGraphCheck(bytes, *m_graph->hnsw).isSound())
            return graphFailure("it could not be saved");
        return bytes;
    } catch (const std::exception &error) {
        return graphFailure(error.what());
    }
}

} // namespace cloister::search
