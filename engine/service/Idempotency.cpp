#include "engine/service/Idempotency.h"

#include "engine/crypto/Digest.h"
#include "engine/tables/IdempotencyTable.h"

namespace cloister {

static constexpr qint64 kKeptMs = 24 * 60 * 60 * qint64(1000);

IdempotencyKey IdempotencyKey::of(
    const QString &route, const QString &key, const QByteArray &body, const QString &place)
{
    return {route, key, crypto::sha256(crypto::sha256(body) + place.toUtf8())};
}

// Keyed, because it outlives the records it tells of: a bare digest would let whoever has the file try contents that
// were deleted since.
QByteArray Idempotency::keptDigest() const
{
    return m_session.sealer().digest(m_key->route.toUtf8() + '\n' + m_key->digest);
}

Result<std::optional<QStringList>> Idempotency::firstAnswer() const
{
    if (!m_key)
        return std::optional<QStringList>();
    const tables::IdempotencyTable table(m_session.scope());
    CLOISTER_ASSIGN(const std::optional<tables::IdempotencyRow> row,
        table.find(m_session.caller().actor.id, m_key->route, m_key->key));
    if (!row || row->expires <= m_session.now())
        return std::optional<QStringList>();
    if (row->digest != keptDigest()) {
        return fail(ErrorCode::IdempotencyKeyReused,
            QStringLiteral("this Idempotency-Key was used with another body within the last 24 hours"));
    }
    return std::optional(row->ids);
}

Result<void> Idempotency::remember(const QStringList &ids)
{
    if (!m_key)
        return {};
    tables::IdempotencyTable table(m_session.scope());
    CLOISTER_TRY(table.removeExpired(m_session.now()));
    return table.insert({m_session.caller().actor.id, m_key->route, m_key->key, m_session.now() + kKeptMs,
        keptDigest(), ids});
}

} // namespace cloister
