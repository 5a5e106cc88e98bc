// encode() and decode() of IndexEntry.h. Layout: version byte, then the members in order; numbers as varints (signed
// ones zigzag), texts as length and UTF-8, a form equal to its stem as an empty text, vectors as their
// number, their embedder, scales and raw bytes. Version 2 has an embedder alone in their place.
#include "engine/search/IndexEntry.h"

#include "engine/base/Utf8.h"

#include <QtEndian>

#include <bit>
#include <cstring>
#include <limits>

namespace cloister::search {

namespace {

constexpr char kEntryVersion = 1;
constexpr char kWithoutVectors = 2; ///< version 1 but for its end: an embedder that found nothing to make a vector of
enum ValueTag : char { BoolTag = 0, NumberTag = 1, TextTag = 2, ListTag = 3 };

class EntryWriter
{
public:
    void byte(char value) { m_bytes += value; }

    void number(quint64 value)
    {
        for (; value >= 0x80; value >>= 7)
            m_bytes += static_cast<char>(value | 0x80);
        m_bytes += static_cast<char>(value);
    }

    void signedNumber(qint64 value)
    {
        number((static_cast<quint64>(value) << 1) ^ static_cast<quint64>(value >> 63));
    }

    void raw(const void *data, size_t size) { m_bytes.append(static_cast<const char *>(data), static_cast<qsizetype>(size)); }

    void text(std::string_view value)
    {
        number(value.size());
        raw(value.data(), value.size());
    }

    void text(const QString &value) { text(std::string_view(value.toStdString())); }

    void list(const QStringList &values)
    {
        number(static_cast<quint64>(values.size()));
        for (const QString &value : values)
            text(value);
    }

    void real(double value)
    {
        const quint64 bits = qToLittleEndian(std::bit_cast<quint64>(value));
        raw(&bits, sizeof bits);
    }

    void metadataValue(const MetadataValue &value)
    {
        byte(static_cast<char>(value.index()));
        if (const auto *flag = std::get_if<bool>(&value))
            byte(*flag ? 1 : 0);
        else if (const auto *realValue = std::get_if<double>(&value))
            real(*realValue);
        else if (const auto *textValue = std::get_if<QString>(&value))
            text(*textValue);
        else
            list(std::get<QStringList>(value));
    }

    QByteArray take() { return std::move(m_bytes); }

private:
    QByteArray m_bytes;
};

/// Reads what EntryWriter wrote. After the first failure every read gives an empty value and isGood() stays false.
class EntryReader
{
public:
    explicit EntryReader(const QByteArray &bytes) : m_at(bytes.constData()), m_end(m_at + bytes.size()) {}

    bool isGood() const { return m_isGood; }
    bool isAtEnd() const { return m_at == m_end; }

    char byte()
    {
        if (!has(1))
            return 0;
        return *m_at++;
    }

    quint64 number()
    {
        quint64 value = 0;
        for (unsigned shift = 0; shift < 64 && has(1); shift += 7) {
            const auto next = static_cast<unsigned char>(*m_at++);
            value |= static_cast<quint64>(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        m_isGood = false;
        return 0;
    }

    qint64 signedNumber()
    {
        const quint64 value = number();
        return static_cast<qint64>(value >> 1) ^ -static_cast<qint64>(value & 1);
    }

    /// A count of things that take at least `each` bytes: never more than the rest can hold.
    size_t count(size_t each)
    {
        const quint64 value = number();
        if (value > static_cast<quint64>(m_end - m_at) / each) {
            m_isGood = false;
            return 0;
        }
        return static_cast<size_t>(value);
    }

    std::string_view text()
    {
        const size_t size = count(1);
        const std::string_view value(m_at, size);
        m_at += size;
        return value;
    }

    QString qtext()
    {
        const std::string_view value = text();
        return fromUtf8(value);
    }

    QStringList list()
    {
        QStringList values;
        for (size_t left = count(1); left > 0 && m_isGood; --left)
            values.append(qtext());
        return values;
    }

    double real()
    {
        quint64 bits = 0;
        copy(&bits, sizeof bits);
        return std::bit_cast<double>(qFromLittleEndian(bits));
    }

    void copy(void *target, size_t size)
    {
        if (!has(size) || size == 0)
            return;
        std::memcpy(target, m_at, size);
        m_at += size;
    }

    MetadataValue metadataValue()
    {
        switch (byte()) {
        case BoolTag:
            return byte() != 0;
        case NumberTag:
            return real();
        case TextTag:
            return qtext();
        case ListTag:
            return list();
        default:
            m_isGood = false;
            return false;
        }
    }

    quint32 smallNumber()
    {
        const quint64 value = number();
        m_isGood = m_isGood && value <= std::numeric_limits<quint32>::max();
        return static_cast<quint32>(value);
    }

    void refuse() { m_isGood = false; }

    /// Whether so many bytes are left; when not, it is as if they had been read.
    bool has(size_t size)
    {
        m_isGood = m_isGood && static_cast<size_t>(m_end - m_at) >= size;
        return m_isGood;
    }

private:
    const char *m_at;
    const char *m_end;
    bool m_isGood = true;
};

bool isWithoutVectors(const IndexEntry &entry)
{
    return entry.vectors.empty() && entry.embedder != EmbedderId();
}

void writeEmbedder(EntryWriter &out, const EmbedderId &embedder)
{
    out.text(embedder.name);
    out.number(static_cast<quint64>(embedder.version));
    out.number(static_cast<quint64>(embedder.dimensions));
}

void writeVectors(EntryWriter &out, const IndexEntry &entry)
{
    out.number(entry.vectors.size());
    if (entry.vectors.empty())
        return;
    writeEmbedder(out, entry.embedder);
    for (const Vector8 &vector : entry.vectors) {
        const quint32 scale = qToLittleEndian(std::bit_cast<quint32>(vector.scale));
        out.raw(&scale, sizeof scale);
        out.raw(vector.values.data(), vector.values.size());
    }
}

int smallInt(EntryReader &in)
{
    const quint32 value = in.smallNumber();
    if (value > static_cast<quint32>(std::numeric_limits<int>::max()))
        in.refuse();
    return static_cast<int>(value);
}

void readEmbedder(EntryReader &in, EmbedderId &embedder)
{
    embedder.name = in.qtext();
    embedder.version = smallInt(in);
    embedder.dimensions = smallInt(in);
}

void readVectors(EntryReader &in, IndexEntry &entry)
{
    const size_t vectors = in.count(sizeof(quint32));
    if (vectors == 0)
        return;
    readEmbedder(in, entry.embedder);
    const auto dimensions = static_cast<size_t>(entry.embedder.dimensions);
    if (!in.has(dimensions))
        return;
    for (size_t i = 0; i < vectors && in.isGood(); ++i) {
        Vector8 vector;
        quint32 scale = 0;
        in.copy(&scale, sizeof scale);
        vector.scale = std::bit_cast<float>(qFromLittleEndian(scale));
        vector.values.resize(dimensions);
        in.copy(vector.values.data(), dimensions);
        if (!(vector.scale >= 0 && vector.scale < 1e30f))
            in.refuse();
        entry.vectors.push_back(std::move(vector));
    }
}

void readTerms(EntryReader &in, IndexEntry &entry)
{
    entry.terms.reserve(in.isGood() ? 16 : 0);
    for (size_t left = in.count(3); left > 0 && in.isGood(); --left) {
        TermCount term;
        term.stem = in.text();
        term.form = in.text();
        if (term.form.empty())
            term.form = term.stem;
        term.count = in.smallNumber();
        entry.terms.push_back(std::move(term));
    }
}

} // namespace

QByteArray encode(const IndexEntry &entry)
{
    EntryWriter out;
    out.byte(isWithoutVectors(entry) ? kWithoutVectors : kEntryVersion);
    out.byte(static_cast<char>(entry.key.object));
    out.text(entry.key.dialogueId);
    out.text(entry.key.id);
    out.signedNumber(entry.created);
    out.signedNumber(entry.modified);
    out.signedNumber(entry.seq);
    out.text(entry.role);
    out.byte(entry.hasImage ? 1 : 0);
    out.list(entry.tags);
    out.number(static_cast<quint64>(entry.metadata.size()));
    for (auto value = entry.metadata.begin(); value != entry.metadata.end(); ++value) {
        out.text(value.key());
        out.metadataValue(value.value());
    }
    out.byte(static_cast<char>(entry.language));
    out.number(entry.length);
    out.number(entry.terms.size());
    for (const TermCount &term : entry.terms) {
        out.text(std::string_view(term.stem));
        out.text(term.form == term.stem ? std::string_view() : std::string_view(term.form));
        out.number(term.count);
    }
    if (isWithoutVectors(entry))
        writeEmbedder(out, entry.embedder);
    else
        writeVectors(out, entry);
    return out.take();
}

Result<IndexEntry> decode(const QByteArray &bytes)
{
    EntryReader in(bytes);
    const char version = in.byte();
    if (version != kEntryVersion && version != kWithoutVectors)
        return fail(ErrorCode::Integrity, QStringLiteral("A search entry has an unknown version."));
    IndexEntry entry;
    const char object = in.byte();
    entry.key.object = static_cast<SearchObject>(object);
    entry.key.dialogueId = in.qtext();
    entry.key.id = in.qtext();
    entry.created = in.signedNumber();
    entry.modified = in.signedNumber();
    entry.seq = in.signedNumber();
    entry.role = in.qtext();
    entry.hasImage = in.byte() != 0;
    entry.tags = in.list();
    for (size_t left = in.count(3); left > 0 && in.isGood(); --left) {
        const QString key = in.qtext();
        entry.metadata.insert(key, in.metadataValue());
    }
    const char language = in.byte();
    entry.language = static_cast<Language>(language);
    entry.length = in.smallNumber();
    readTerms(in, entry);
    if (version == kWithoutVectors)
        readEmbedder(in, entry.embedder);
    else
        readVectors(in, entry);
    if (!in.isGood() || !in.isAtEnd() || object < 0 || object > static_cast<char>(SearchObject::Memory) || language < 0
        || language >= kLanguages)
        return fail(ErrorCode::Integrity, QStringLiteral("A search entry is damaged."));
    return entry;
}

} // namespace cloister::search
