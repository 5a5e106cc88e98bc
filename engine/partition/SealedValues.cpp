#include "engine/partition/SealedValues.h"

#include "engine/tables/ValueTables.h"

#include <QtEndian>

namespace cloister {

// The first byte of a column's plain text says whether the value follows or stands in chunk rows; then comes their
// number (4 bytes, little-endian) and the length of the whole (8 bytes).
static constexpr char kWhole = 0;
static constexpr char kChunked = 1;
static constexpr qsizetype kChunkedHeaderBytes = 1 + 4 + 8;

Result<QByteArray> SealedValues::put(QLatin1String owner, const QString &row, QByteArrayView plain)
{
    if (plain.size() <= kChunkBytes)
        return m_sealer.seal({owner, row, 0}, QByteArray(1, kWhole).append(plain));

    tables::ChunkTable chunks(m_scope);
    int n = 0;
    for (qsizetype at = 0; at < plain.size(); at += kChunkBytes) {
        ++n;
        const QByteArray sealed = m_sealer.seal({owner, row, n}, plain.sliced(at, qMin(kChunkBytes, plain.size() - at)));
        CLOISTER_TRY(chunks.insert(owner, row, n, sealed));
    }
    QByteArray header(kChunkedHeaderBytes, kChunked);
    qToLittleEndian<qint32>(n, header.data() + 1);
    qToLittleEndian<qint64>(plain.size(), header.data() + 5);
    return m_sealer.seal({owner, row, 0}, header);
}

Result<QByteArray> SealedValues::get(QLatin1String owner, const QString &row, QByteArrayView column) const
{
    CLOISTER_ASSIGN(QByteArray plain, m_sealer.open({owner, row, 0}, column));
    if (plain.startsWith(kWhole))
        return plain.mid(1);
    if (plain.size() != kChunkedHeaderBytes)
        return fail(ErrorCode::Integrity, QStringLiteral("a sealed value has an unknown form"));
    const char *header = plain.cbegin(); // constData() may point at an empty text, which some compilers refuse
    const auto expected = qFromLittleEndian<qint32>(header + 1);
    const auto size = qFromLittleEndian<qint64>(header + 5);
    CLOISTER_ASSIGN(const QList<QByteArray> parts, tables::ChunkTable(m_scope).list(owner, row));
    if (parts.size() != expected)
        return fail(ErrorCode::Integrity, QStringLiteral("parts of a sealed value are missing"));
    QByteArray whole;
    whole.reserve(size);
    for (qsizetype i = 0; i < parts.size(); ++i) {
        CLOISTER_ASSIGN(const QByteArray part, m_sealer.open({owner, row, static_cast<int>(i) + 1}, parts.at(i)));
        whole += part;
    }
    return whole;
}

Result<void> SealedValues::drop(QLatin1String owner, const QString &row)
{
    return tables::ChunkTable(m_scope).remove(owner, row);
}

} // namespace cloister
