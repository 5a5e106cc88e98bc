#include "engine/search/ModelFile.h"

#include "engine/base/Utf8.h"
#include "engine/search/ModelFormat.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QtEndian>

#include <algorithm>
#include <cmath>

namespace cloister::search {

static Unexpected damagedModel(const char *what)
{
    return fail(ErrorCode::Integrity, QLatin1String("The model file is damaged: ") + QLatin1String(what));
}

/// A NUL-padded name of at most kNameBytes.
static std::string_view modelName(const char *bytes)
{
    const std::string_view padded(bytes, size_t(format::kNameBytes));
    return padded.substr(0, padded.find('\0'));
}

/// The bytes that an entry of this kind and shape takes; Strings have no fixed size.
static quint64 tableBytes(EntryKind kind, quint64 rows, quint64 columns)
{
    switch (kind) {
    case EntryKind::Strings: return 0;
    case EntryKind::Floats: return rows * columns * sizeof(float);
    case EntryKind::ColumnScaled: return columns * sizeof(float) + rows * columns;
    case EntryKind::RowScaled: return rows * sizeof(float) + rows * columns;
    }
    return 0;
}

/// Copies little-endian floats; false when one of them is not a finite number.
static bool readFloats(std::span<const char> bytes, std::vector<float> &floats)
{
    qFromLittleEndian<float>(bytes.data(), qsizetype(floats.size()), floats.data());
    return std::all_of(floats.begin(), floats.end(), [](float value) { return std::isfinite(value); });
}

QString ModelFile::installedPath()
{
    return QCoreApplication::applicationDirPath() + QLatin1String("/../share/cloister/cloister-en.model");
}

Result<std::shared_ptr<const ModelFile>> ModelFile::open(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound, QLatin1String("The model file cannot be read: ") + file.errorString());
    constexpr qint64 kLargestBytes = qint64(1) << 30;
    if (file.size() > kLargestBytes)
        return damagedModel("it is larger than any model");
    return parse(file.readAll());
}

Result<std::shared_ptr<const ModelFile>> ModelFile::parse(const QByteArray &bytes)
{
    if (!bytes.startsWith(QByteArrayView(format::kMagic.data(), qsizetype(format::kMagic.size()))))
        return fail(ErrorCode::Integrity, QStringLiteral("This is not a model file"));
    if (bytes.size() < format::kHeaderBytes + format::kDigestBytes)
        return damagedModel("it ends in its header");
    const QByteArrayView covered(bytes.constData(), bytes.size() - format::kDigestBytes);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(covered);
    if (hash.result() != bytes.last(format::kDigestBytes))
        return damagedModel("its checksum does not match");
    std::shared_ptr<ModelFile> file(new ModelFile(bytes));
    CLOISTER_TRY(file->readHeader());
    CLOISTER_TRY(file->readDirectory());
    return std::shared_ptr<const ModelFile>(std::move(file));
}

ModelFile::ModelFile(const QByteArray &bytes)
    : m_bytes(bytes), m_content(m_bytes.constData(), size_t(m_bytes.size() - format::kDigestBytes))
{
}

Result<void> ModelFile::readHeader()
{
    const char *at = m_content.data() + format::kMagic.size();
    quint32 numbers[7];
    for (quint32 &number : numbers) {
        number = qFromLittleEndian<quint32>(at);
        at += sizeof(number);
    }
    if (numbers[0] != format::kVersion)
        return fail(ErrorCode::Integrity, QStringLiteral("The model file is of format %1, this program reads format %2")
                                              .arg(numbers[0]).arg(format::kVersion));
    const auto isBetween = [](quint32 value, quint32 least, quint32 most) { return value >= least && value <= most; };
    if (!isBetween(numbers[3], 1, 65536) || !isBetween(numbers[4], 1, 65536) || !isBetween(numbers[5], 0, 256)
        || !isBetween(numbers[6], 1, 256) || numbers[2] > 1'000'000)
        return damagedModel("a number of its header is out of range");
    const std::string_view name = modelName(at);
    m_header.id = {fromUtf8(name), int(numbers[2]), int(numbers[3])};
    m_header.maxTokens = int(numbers[4]);
    m_header.layers = int(numbers[5]);
    m_header.heads = int(numbers[6]);
    return {};
}

Result<void> ModelFile::readDirectory()
{
    const auto count = qFromLittleEndian<quint32>(m_content.data() + format::kMagic.size() + 4);
    const quint64 end = m_content.size();
    if (count > (end - format::kHeaderBytes) / format::kEntryBytes)
        return damagedModel("its directory does not fit");
    const char *at = m_content.data() + format::kHeaderBytes;
    for (quint32 i = 0; i < count; ++i, at += format::kEntryBytes) {
        const char *numbers = at + format::kNameBytes;
        const auto kind = EntryKind(qFromLittleEndian<quint32>(numbers));
        const auto rows = qFromLittleEndian<quint32>(numbers + 4);
        const auto columns = qFromLittleEndian<quint32>(numbers + 8);
        const auto offset = qFromLittleEndian<quint64>(numbers + 12);
        const auto bytes = qFromLittleEndian<quint64>(numbers + 20);
        if (kind < EntryKind::Strings || kind > EntryKind::RowScaled)
            return damagedModel("an entry is of an unknown kind");
        if (rows > format::kMostRows || columns > format::kMostRows || offset > end || bytes > end - offset)
            return damagedModel("an entry lies outside the file");
        if (kind != EntryKind::Strings && bytes != tableBytes(kind, rows, columns))
            return damagedModel("an entry's size is not that of its shape");
        m_entries.push_back({modelName(at), kind, int(rows), int(columns),
                             m_content.subspan(size_t(offset), size_t(bytes))});
    }
    return {};
}

bool ModelFile::has(std::string_view name) const
{
    return std::any_of(m_entries.begin(), m_entries.end(), [name](const Entry &entry) { return entry.name == name; });
}

Result<ModelFile::Entry> ModelFile::find(std::string_view name, EntryKind kind, int rows, int columns) const
{
    const auto entry = std::find_if(m_entries.begin(), m_entries.end(),
                                    [name](const Entry &candidate) { return candidate.name == name; });
    const QString quoted = fromUtf8(name);
    if (entry == m_entries.end())
        return fail(ErrorCode::Integrity, QStringLiteral("The model file has no table \"%1\"").arg(quoted));
    if (entry->kind != kind || (rows != 0 && entry->rows != rows) || (columns != 0 && entry->columns != columns))
        return fail(ErrorCode::Integrity, QStringLiteral("The model file's table \"%1\" has another shape").arg(quoted));
    return *entry;
}

Result<std::vector<std::string_view>> ModelFile::strings(std::string_view name) const
{
    CLOISTER_ASSIGN(const Entry entry, find(name, EntryKind::Strings, 0, 0));
    std::vector<std::string_view> result;
    std::span<const char> rest = entry.bytes;
    for (int i = 0; i < entry.rows; ++i) {
        if (rest.size() < sizeof(quint16))
            return damagedModel("a list of words ends too early");
        const size_t length = qFromLittleEndian<quint16>(rest.data());
        rest = rest.subspan(sizeof(quint16));
        if (rest.size() < length)
            return damagedModel("a word runs over the end of its list");
        result.emplace_back(rest.data(), length);
        rest = rest.subspan(length);
    }
    if (!rest.empty())
        return damagedModel("a list of words has bytes left over");
    return result;
}

Result<std::vector<float>> ModelFile::floats(std::string_view name, int rows, int columns) const
{
    CLOISTER_ASSIGN(const Entry entry, find(name, EntryKind::Floats, rows, columns));
    std::vector<float> result(size_t(entry.rows) * size_t(entry.columns));
    if (!readFloats(entry.bytes, result))
        return damagedModel("a table holds something that is not a number");
    return result;
}

Result<Int8Table> ModelFile::table(std::string_view name, EntryKind kind, int rows, int columns) const
{
    CLOISTER_ASSIGN(const Entry entry, find(name, kind, rows, columns));
    Int8Table result;
    result.rows = entry.rows;
    result.columns = entry.columns;
    result.scales.resize(size_t(kind == EntryKind::RowScaled ? entry.rows : entry.columns));
    if (!readFloats(entry.bytes, result.scales))
        return damagedModel("a scale is not a number");
    const std::span<const char> values = entry.bytes.subspan(result.scales.size() * sizeof(float));
    result.values = {reinterpret_cast<const int8_t *>(values.data()), values.size()};
    return result;
}

} // namespace cloister::search
