#include "engine/audit/proof/LogVerdict.h"

#include "engine/base/JsonWriter.h"

namespace cloister::audit {

QLatin1String proofName(Proof proof)
{
    switch (proof) {
    case Proof::Holds: return QLatin1String("holds");
    case Proof::Broken: return QLatin1String("broken");
    case Proof::Unproven: break;
    }
    return QLatin1String("unproven");
}

QByteArray toJson(const LogVerdict &verdict)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("integrity"), proofName(verdict.integrity));
    json.member(QLatin1String("completeness"), proofName(verdict.completeness));
    json.member(QLatin1String("events"), verdict.events);
    json.member(QLatin1String("checkpoints"), verdict.checkpoints);
    json.member(QLatin1String("coveredTo"), verdict.coveredTo);
    json.member(QLatin1String("lastEvent"), verdict.lastSeq);
    if (verdict.firstBad)
        json.member(QLatin1String("firstBad"), *verdict.firstBad);
    json.member(QLatin1String("problems"), verdict.problems);
    json.endObject();
    return json.take();
}

} // namespace cloister::audit
