#include "engine/partition/SearchStore.h"

#include "engine/tables/SearchImageTable.h"

#include <QtEndian>

namespace cloister {

using search::EntryKey;
using search::IndexEntry;
using tables::SearchPlace;

static constexpr QLatin1String kSearchEntry("search_entry.entry");
static constexpr std::array<QLatin1String, 3> kObjects{
    QLatin1String("message"), QLatin1String("dialogue"), QLatin1String("memory")};
// The first part starts with the number of parts, so that a missing one is noticed.
static constexpr qsizetype kCountBytes = 4;

static SearchPlace placeOf(const EntryKey &key)
{
    const QString id = key.object == SearchObject::Message ? key.dialogueId + QLatin1Char('/') + key.id : key.id;
    return {kObjects[static_cast<size_t>(key.object)], id};
}

static Result<EntryKey> keyOf(const SearchPlace &place)
{
    if (place.object == kObjects[0])
        return EntryKey{SearchObject::Message, place.id.section(QLatin1Char('/'), 0, 0), place.id.section(QLatin1Char('/'), 1)};
    if (place.object == kObjects[1])
        return EntryKey{SearchObject::Dialogue, {}, place.id};
    if (place.object == kObjects[2])
        return EntryKey{SearchObject::Memory, {}, place.id};
    return fail(ErrorCode::Integrity, QStringLiteral("a search entry of an unknown kind"));
}

// Ids hold no slash.
static QString rowOfPlace(const SearchPlace &place)
{
    return place.object + QLatin1Char('/') + place.id;
}

// Empty for an entry that waits for its vectors.
static QString spaceName(const search::EmbedderId &embedder)
{
    if (embedder == search::EmbedderId())
        return QStringLiteral("");
    return QStringLiteral("%1/%2/%3").arg(embedder.name).arg(embedder.version).arg(embedder.dimensions);
}

Result<IndexEntry> SearchStore::opened(const SearchPlace &place, const QList<QByteArray> &parts) const
{
    QByteArray whole;
    for (qsizetype part = 0; part < parts.size(); ++part) {
        CLOISTER_ASSIGN(const QByteArray plain,
            m_session.sealer().open({kSearchEntry, rowOfPlace(place), static_cast<int>(part)}, parts.at(part)));
        whole += plain;
    }
    if (whole.size() < kCountBytes || qFromLittleEndian<qint32>(whole.constData()) != parts.size())
        return fail(ErrorCode::Integrity, QStringLiteral("parts of a search entry are missing"));
    CLOISTER_ASSIGN(IndexEntry entry, search::decode(whole.mid(kCountBytes)));
    if (placeOf(entry.key) != place)
        return fail(ErrorCode::Integrity, QStringLiteral("a search entry stands in another's place"));
    return entry;
}

Result<std::optional<IndexEntry>> SearchStore::find(const EntryKey &key) const
{
    const SearchPlace place = placeOf(key);
    CLOISTER_ASSIGN(const QList<QByteArray> parts, m_table.find(place));
    if (parts.isEmpty())
        return std::optional<IndexEntry>();
    CLOISTER_ASSIGN(IndexEntry entry, opened(place, parts));
    return std::optional(std::move(entry));
}

Result<void> SearchStore::put(const IndexEntry &entry)
{
    const SearchPlace place = placeOf(entry.key);
    QByteArray plain(kCountBytes, '\0');
    plain += search::encode(entry);
    const qsizetype count = (plain.size() + SealedValues::kChunkBytes - 1) / SealedValues::kChunkBytes;
    qToLittleEndian<qint32>(static_cast<qint32>(count), plain.data());
    QList<QByteArray> parts;
    for (qsizetype part = 0; part < count; ++part) {
        const qsizetype start = part * SealedValues::kChunkBytes;
        const auto piece = QByteArrayView(plain).sliced(start, std::min(SealedValues::kChunkBytes, plain.size() - start));
        parts.append(m_session.sealer().seal({kSearchEntry, rowOfPlace(place), static_cast<int>(part)}, piece));
    }
    CLOISTER_TRY(m_table.put(place, spaceName(entry.embedder), parts));
    m_session.indexed(entry);
    return {};
}

Result<void> SearchStore::update(IndexEntry entry)
{
    CLOISTER_ASSIGN(std::optional<IndexEntry> before, find(entry.key));
    if (before && before->terms == entry.terms && before->seq == entry.seq) {
        entry.vectors = std::move(before->vectors);
        entry.embedder = before->embedder;
    }
    return put(entry);
}

Result<void> SearchStore::setTags(const EntryKey &key, const QStringList &tags, qint64 modified)
{
    CLOISTER_ASSIGN(std::optional<IndexEntry> entry, find(key));
    if (!entry)
        return {};
    entry->tags = tags;
    entry->modified = modified;
    return put(*entry);
}

Result<void> SearchStore::remove(const EntryKey &key)
{
    CLOISTER_TRY(m_table.remove(placeOf(key)));
    if (key.object == SearchObject::Dialogue)
        CLOISTER_TRY(m_table.removeUnder({kObjects[0], key.id}));
    CLOISTER_TRY(tables::SearchImageTable(m_session.scope()).removeAll());
    m_session.unindexed(key);
    return {};
}

Result<void> SearchStore::forgetVectors(const EntryKey &key)
{
    CLOISTER_ASSIGN(std::optional<IndexEntry> entry, find(key));
    if (!entry)
        return {};
    entry->vectors.clear();
    entry->embedder = {};
    CLOISTER_TRY(tables::SearchImageTable(m_session.scope()).removeAll());
    return put(*entry);
}

Result<void> SearchStore::each(const std::function<void(IndexEntry)> &visit) const
{
    return m_table.each([&](const SearchPlace &place, const QList<QByteArray> &parts) -> Result<void> {
        CLOISTER_ASSIGN(IndexEntry entry, opened(place, parts));
        visit(std::move(entry));
        return {};
    });
}

static Result<QList<EntryKey>> keysOf(const QList<SearchPlace> &places)
{
    QList<EntryKey> keys;
    for (const SearchPlace &place : places) {
        CLOISTER_ASSIGN(EntryKey key, keyOf(place));
        keys.append(std::move(key));
    }
    return keys;
}

Result<QList<EntryKey>> SearchStore::keys() const
{
    CLOISTER_ASSIGN(const QList<SearchPlace> places, m_table.places());
    return keysOf(places);
}

Result<QList<EntryKey>> SearchStore::outside(const search::EmbedderId &space, int limit) const
{
    CLOISTER_ASSIGN(const QList<SearchPlace> places, m_table.outside(spaceName(space), limit));
    return keysOf(places);
}

Result<qint64> SearchStore::count() const
{
    return m_table.count();
}

Result<qint64> SearchStore::countOutside(const search::EmbedderId &space) const
{
    return m_table.countOutside(spaceName(space));
}

} // namespace cloister
