#include "engine/partition/Sealer.h"

#include "engine/base/Utf8.h"
#include "engine/crypto/Aad.h"
#include "engine/crypto/Aead.h"
#include "engine/crypto/Digest.h"
#include "engine/crypto/KeyedName.h"

namespace cloister {

static constexpr char kContentContext[] = "content_";
static constexpr char kNameContext[] = "auditnam";
static constexpr char kDigestContext[] = "auditdig";

Sealer::Sealer(const PartitionKey &partition, std::shared_ptr<const NamespaceKey> key) :
    m_partition(partition),
    m_key(std::move(key))
{
}

QByteArray Sealer::aad(const SealedPlace &place) const
{
    return crypto::Aad()
        .add(m_partition.projectId().toUtf8())
        .add(m_partition.bytes())
        .add(QByteArrayView(place.owner.data(), place.owner.size()))
        .add(place.row.toUtf8())
        .add(place.chunk)
        .add(m_key->generation)
        .bytes();
}

QByteArray Sealer::seal(const SealedPlace &place, QByteArrayView plain) const
{
    return crypto::Aead::seal(crypto::subkey(m_key->key, 1, kContentContext), plain, aad(place));
}

Result<QByteArray> Sealer::open(const SealedPlace &place, QByteArrayView sealed) const
{
    if (!m_key)
        return fail(ErrorCode::Integrity, QStringLiteral("a record stands in a namespace without a key"));
    return crypto::Aead::open(crypto::subkey(m_key->key, 1, kContentContext), sealed, aad(place));
}

QString Sealer::hide(QLatin1String kind, const QString &id) const
{
    if (!m_key)
        return {};
    const crypto::SecretKey key = crypto::subkey(m_key->key, 1, kNameContext);
    return QString::fromLatin1(
        crypto::KeyedName::hide(key, QByteArrayView(kind.data(), kind.size()), id.toUtf8()));
}

Result<QString> Sealer::reveal(QLatin1String kind, const QString &reference) const
{
    if (!m_key)
        return fail(ErrorCode::NotFound, QStringLiteral("the namespace has no key"));
    const crypto::SecretKey key = crypto::subkey(m_key->key, 1, kNameContext);
    CLOISTER_ASSIGN(const QByteArray id,
        crypto::KeyedName::reveal(key, QByteArrayView(kind.data(), kind.size()), reference.toLatin1()));
    return fromUtf8(id);
}

QByteArray Sealer::digest(QByteArrayView content) const
{
    return m_key ? crypto::hmac(crypto::subkey(m_key->key, 1, kDigestContext), content).toHex() : QByteArray();
}

} // namespace cloister
