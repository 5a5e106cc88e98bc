#include "engine/audit/ChainCheck.h"

#include "engine/base/Json.h"
#include "engine/base/Time.h"
#include "engine/crypto/Digest.h"

namespace cloister::audit {

static QString memberText(const std::optional<JsonSlice> &object, QLatin1String name)
{
    const std::optional<JsonSlice> member = object ? object->member(name) : std::nullopt;
    return member ? member->toTextReplacing() : QString();
}

static bool isSaidByColumns(const tables::EventRow &row, const JsonSlice &body)
{
    const auto actor = body.member(QLatin1String("actor"));
    const auto entity = body.member(QLatin1String("entity"));
    return memberText(body, QLatin1String("time")) == toIso(row.time)
        && memberText(body, QLatin1String("action")) == row.action
        && memberText(body, QLatin1String("outcome")) == row.outcome
        && memberText(body, QLatin1String("address")) == row.address
        && memberText(body, QLatin1String("namespace")) == row.nameSpace
        && memberText(entity, QLatin1String("ref")) == row.entity
        && memberText(actor, QLatin1String("kind")) + QLatin1Char(':') + memberText(actor, QLatin1String("id"))
        == row.actor;
}

QString ChainCheck::add(const tables::EventRow &row)
{
    const QString problem = problemOf(row);
    ++m_checked;
    m_lastSeq = row.seq;
    m_lastHash = row.hash;
    return problem;
}

QString ChainCheck::problemOf(const tables::EventRow &row) const
{
    if (row.seq != m_lastSeq + 1)
        return QStringLiteral("events are missing between %1 and %2").arg(m_lastSeq).arg(row.seq);
    if (crypto::sha256(row.body) != row.hash)
        return QStringLiteral("event %1 was changed").arg(row.seq);
    const Result<JsonSlice> body = parseJson(row.body);
    if (!body || !body->isObject())
        return QStringLiteral("event %1 cannot be read").arg(row.seq);
    const auto seq = body->member(QLatin1String("seq"));
    if (!seq || seq->toInteger() != row.seq)
        return QStringLiteral("event %1 stands in another's place").arg(row.seq);
    if (memberText(*body, QLatin1String("prev")) != QLatin1String(m_lastHash.toHex()))
        return QStringLiteral("event %1 does not follow the one before it").arg(row.seq);
    if (!isSaidByColumns(row, *body))
        return QStringLiteral("event %1 is listed under other terms than it was written with").arg(row.seq);
    return {};
}

} // namespace cloister::audit
