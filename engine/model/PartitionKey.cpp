#include "engine/model/PartitionKey.h"

#include "engine/base/Utf8.h"

namespace cloister {

static QByteArray escaped(const QString &nameSpace)
{
    static constexpr char kHex[] = "0123456789ABCDEF";
    const QByteArray utf8 = nameSpace.toUtf8();
    QByteArray out;
    out.reserve(utf8.size());
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '%' || c == '#' || byte < 0x20 || byte == 0x7f) {
            out += '%';
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        } else {
            out += c;
        }
    }
    return out;
}

PartitionKey::PartitionKey(const QString &nameSpace, const QString &projectId) :
    m_bytes(rangeStart(nameSpace) + '#' + projectId.toUtf8()),
    m_nameSpace(nameSpace),
    m_projectId(projectId)
{
}

PartitionKey PartitionKey::unseen(const QString &nameSpace, const QString &projectId)
{
    PartitionKey key(nameSpace, projectId);
    key.m_bytes = "UNSEEN#" + escaped(nameSpace) + '#' + projectId.toUtf8();
    return key;
}

QByteArray PartitionKey::rangeStart(const QString &prefix)
{
    return "DIALOGUE#" + escaped(prefix);
}

QString PartitionKey::nameSpaceOf(const QByteArray &key)
{
    const qsizetype start = key.indexOf('#') + 1;
    const qsizetype end = key.indexOf('#', start);
    return fromUtf8(QByteArray::fromPercentEncoding(key.mid(start, end - start)));
}

} // namespace cloister
