#include "engine/audit/proof/Checkpoint.h"

#include "engine/base/Json.h"
#include "engine/base/JsonWriter.h"

namespace cloister::audit {

// So that a signature of a checkpoint can never be shown as one of something else.
static constexpr char kSignedPrefix[] = "cloister checkpoint 1\n";

static QByteArray canonicalCheckpoint(const Checkpoint &what)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("chain"), what.chain);
    json.member(QLatin1String("seq"), what.seq);
    json.member(QLatin1String("head"), QLatin1String(what.head.toHex()));
    json.member(QLatin1String("root"), QLatin1String(what.root.toHex()));
    json.member(QLatin1String("time"), what.time);
    json.member(QLatin1String("reason"), what.reason);
    json.endObject();
    return json.take();
}

static QString textMember(const JsonSlice &object, const char *name)
{
    const std::optional<JsonSlice> member = object.member(QLatin1String(name));
    return member ? member->toTextReplacing() : QString();
}

SignedCheckpoint SignedCheckpoint::make(const Checkpoint &what, const crypto::SigningKey &key)
{
    SignedCheckpoint made{what, canonicalCheckpoint(what), {}};
    made.signature = key.sign(kSignedPrefix + made.body);
    return made;
}

Result<SignedCheckpoint> SignedCheckpoint::read(const QByteArray &body, const QByteArray &signature)
{
    const Result<JsonSlice> json = parseJson(body);
    if (!json || !json->isObject())
        return fail(ErrorCode::Integrity, QStringLiteral("a checkpoint cannot be read"));
    Checkpoint what;
    what.chain = textMember(*json, "chain");
    const auto seq = json->member(QLatin1String("seq"));
    what.seq = seq ? seq->toInteger().value_or(0) : 0;
    what.head = QByteArray::fromHex(textMember(*json, "head").toLatin1());
    what.root = QByteArray::fromHex(textMember(*json, "root").toLatin1());
    what.time = textMember(*json, "time");
    what.reason = textMember(*json, "reason");
    if (what.seq < 1 || canonicalCheckpoint(what) != body)
        return fail(ErrorCode::Integrity, QStringLiteral("a checkpoint is not written as checkpoints are"));
    return SignedCheckpoint{what, body, signature};
}

Result<SignedCheckpoint> SignedCheckpoint::readLine(const QByteArray &line)
{
    const Result<JsonSlice> json = parseJson(line);
    const auto body = json ? json->member(QLatin1String("checkpoint")) : std::nullopt;
    if (!body)
        return fail(ErrorCode::Integrity, QStringLiteral("a checkpoint cannot be read"));
    CLOISTER_ASSIGN(SignedCheckpoint checkpoint,
        read(body->rawBytes(), QByteArray::fromHex(textMember(*json, "signature").toLatin1())));
    if (checkpoint.line() != line)
        return fail(ErrorCode::Integrity, QStringLiteral("a checkpoint is not written as checkpoints are"));
    return checkpoint;
}

bool SignedCheckpoint::isSignedBy(QByteArrayView publicKey) const
{
    return crypto::SigningKey::verify(publicKey, kSignedPrefix + body, signature);
}

QByteArray SignedCheckpoint::line() const
{
    return "{\"checkpoint\":" + body + ",\"signature\":\"" + signature.toHex() + "\"}";
}

} // namespace cloister::audit
