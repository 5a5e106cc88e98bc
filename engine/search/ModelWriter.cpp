#include "engine/search/ModelWriter.h"

#include "engine/search/ModelFormat.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <cmath>

namespace cloister::search {

template<typename Number>
static void appendNumber(QByteArray &bytes, Number number)
{
    char raw[sizeof(Number)];
    qToLittleEndian(number, raw);
    bytes.append(raw, sizeof(Number));
}

static QByteArray paddedName(QByteArray name)
{
    Q_ASSERT_X(name.size() < format::kNameBytes, "ModelWriter", "name too long");
    return name.append(format::kNameBytes - name.size(), '\0');
}

void ModelWriter::addStrings(std::string_view name, const std::vector<std::string> &strings)
{
    QByteArray bytes;
    for (const std::string &string : strings) {
        appendNumber(bytes, static_cast<quint16>(string.size()));
        bytes.append(string.data(), qsizetype(string.size()));
    }
    m_entries.push_back({QByteArray(name.data(), qsizetype(name.size())), EntryKind::Strings, int(strings.size()), 1, bytes});
}

void ModelWriter::addFloats(std::string_view name, int rows, int columns, std::span<const float> values)
{
    QByteArray bytes;
    for (const float value : values)
        appendNumber(bytes, value);
    m_entries.push_back({QByteArray(name.data(), qsizetype(name.size())), EntryKind::Floats, rows, columns, bytes});
}

void ModelWriter::addInt8(std::string_view name, EntryKind kind, int rows, int columns, std::span<const float> values)
{
    const bool isByRow = kind == EntryKind::RowScaled;
    std::vector<float> largest(size_t(isByRow ? rows : columns), 0.0F);
    const auto group = [&](size_t i) { return isByRow ? i / size_t(columns) : i % size_t(columns); };
    for (size_t i = 0; i < values.size(); ++i)
        largest[group(i)] = std::max(largest[group(i)], std::fabs(values[i]));
    QByteArray bytes;
    for (const float top : largest)
        appendNumber(bytes, top / 127);
    for (size_t i = 0; i < values.size(); ++i) {
        const float top = largest[group(i)];
        bytes.append(static_cast<char>(top > 0 ? std::lround(values[i] / top * 127) : 0));
    }
    m_entries.push_back({QByteArray(name.data(), qsizetype(name.size())), kind, rows, columns, bytes});
}

QByteArray ModelWriter::finish() const
{
    QByteArray bytes(format::kMagic.data(), qsizetype(format::kMagic.size()));
    for (const quint32 number : {format::kVersion, quint32(m_entries.size()), quint32(m_header.id.version),
                                 quint32(m_header.id.dimensions), quint32(m_header.maxTokens), quint32(m_header.layers),
                                 quint32(m_header.heads)})
        appendNumber(bytes, number);
    bytes += paddedName(m_header.id.name.toUtf8());
    quint64 offset = quint64(bytes.size()) + m_entries.size() * quint64(format::kEntryBytes);
    for (const Entry &entry : m_entries) {
        bytes += paddedName(entry.name);
        for (const quint32 number : {quint32(entry.kind), quint32(entry.rows), quint32(entry.columns)})
            appendNumber(bytes, number);
        appendNumber(bytes, offset);
        appendNumber(bytes, quint64(entry.bytes.size()));
        offset += quint64(entry.bytes.size());
    }
    for (const Entry &entry : m_entries)
        bytes += entry.bytes;
    return bytes + QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

} // namespace cloister::search
