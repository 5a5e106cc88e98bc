#include "engine/audit/EventChain.h"

#include "engine/base/JsonWriter.h"
#include "engine/base/Time.h"
#include "engine/crypto/Digest.h"

namespace cloister::audit {

static QLatin1String nameOf(ActorKind kind)
{
    switch (kind) {
    case ActorKind::ApiKey: return QLatin1String("key");
    case ActorKind::Admin: return QLatin1String("admin");
    case ActorKind::System: return QLatin1String("system");
    case ActorKind::Nobody: break;
    }
    return QLatin1String("nobody");
}

tables::EventRow EventChain::rowAfter(qint64 seq, const QByteArray &hash, const AuditEvent &event)
{
    tables::EventRow row;
    row.seq = seq + 1;
    row.time = event.time;
    row.action = event.action;
    row.outcome = event.outcome;
    row.actor = nameOf(event.actor.kind) + QLatin1Char(':') + event.actor.id;
    row.address = event.address;
    row.nameSpace = event.nameSpace;
    row.entity = event.entity;
    row.body = canonical(event, row.seq, hash);
    row.hash = crypto::sha256(row.body);
    return row;
}

QByteArray EventChain::canonical(const AuditEvent &event, qint64 seq, const QByteArray &previous)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("seq"), seq);
    json.member(QLatin1String("time"), toIso(event.time));
    json.key(QLatin1String("actor"));
    json.beginObject();
    json.member(QLatin1String("kind"), nameOf(event.actor.kind));
    json.member(QLatin1String("id"), event.actor.id);
    json.endObject();
    json.member(QLatin1String("address"), event.address);
    json.member(QLatin1String("requestId"), event.requestId);
    json.member(QLatin1String("action"), event.action);
    json.member(QLatin1String("outcome"), event.outcome);
    if (!event.nameSpace.isEmpty())
        json.member(QLatin1String("namespace"), event.nameSpace);
    if (!event.entityKind.isEmpty()) {
        json.key(QLatin1String("entity"));
        json.beginObject();
        json.member(QLatin1String("kind"), event.entityKind);
        json.member(QLatin1String("ref"), event.entity);
        json.endObject();
    }
    if (!event.before.isEmpty())
        json.member(QLatin1String("before"), QLatin1String(event.before));
    if (!event.after.isEmpty())
        json.member(QLatin1String("after"), QLatin1String(event.after));
    if (event.count > 0)
        json.member(QLatin1String("count"), event.count);
    if (!event.counts.isEmpty()) {
        json.key(QLatin1String("counts"));
        json.beginObject();
        for (auto count = event.counts.cbegin(); count != event.counts.cend(); ++count) {
            json.key(count.key());
            json.value(count.value());
        }
        json.endObject();
    }
    json.member(QLatin1String("prev"), QLatin1String(previous.toHex()));
    json.endObject();
    return json.take();
}

} // namespace cloister::audit
