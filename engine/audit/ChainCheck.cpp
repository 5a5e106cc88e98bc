#include "engine/audit/ChainCheck.h"

#include "engine/base/Json.h"
#include "engine/base/Time.h"

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
    const auto seq = body.member(QLatin1String("seq"));
    return seq && seq->toInteger() == row.seq && memberText(body, QLatin1String("time")) == toIso(row.time)
        && memberText(body, QLatin1String("action")) == row.action
        && memberText(body, QLatin1String("outcome")) == row.outcome
        && memberText(body, QLatin1String("address")) == row.address
        && memberText(body, QLatin1String("namespace")) == row.nameSpace
        && memberText(entity, QLatin1String("ref")) == row.entity
        && memberText(actor, QLatin1String("kind")) + QLatin1Char(':') + memberText(actor, QLatin1String("id"))
        == row.actor;
}

ChainCheck::ChainCheck(const QByteArray &publicKey, const std::optional<SignedCheckpoint> &newest) :
    m_verifier(publicKey)
{
    if (!newest)
        return;
    if (const auto known = m_verifier.know(*newest); !known)
        m_verifier.noteChanged(newest->what.seq, known.error().detail);
}

void ChainCheck::add(const tables::EventRow &row)
{
    m_verifier.addEvent(row.body, row.hash);
    const Result<JsonSlice> body = parseJson(row.body);
    if (body && !isSaidByColumns(row, *body)) {
        m_verifier.noteChanged(row.seq,
            QStringLiteral("event %1 is listed under other terms than it was written with").arg(row.seq));
    }
}

void ChainCheck::add(const tables::CheckpointRow &row)
{
    const auto checkpoint = SignedCheckpoint::read(row.body, row.signature);
    if (checkpoint && checkpoint->what.seq == row.seq)
        m_verifier.addCheckpoint(*checkpoint);
    else
        m_verifier.noteChanged(row.seq, QStringLiteral("the checkpoint at event %1 was changed").arg(row.seq));
}

} // namespace cloister::audit
