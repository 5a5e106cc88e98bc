#include "engine/crypto/KeystoreFile.h"

#include "engine/crypto/Digest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <optional>

namespace cloister::crypto {

namespace {

constexpr char kFamily[] = "cloister-keystore-";
constexpr char kHeader[] = "cloister-keystore-1\n";
constexpr qsizetype kHexSize = 64;
constexpr qsizetype kTrailerSize = 2 * (kHexSize + 1);

using Kind = UnlockSecret::Kind;
using Values = QMap<QString, QByteArray>;

QString nameOf(Kind kind)
{
    switch (kind) {
    case Kind::Passphrase:
        return QStringLiteral("passphrase");
    case Kind::KeyFile:
        return QStringLiteral("key-file");
    case Kind::RecoveryCode:
        break;
    }
    return QStringLiteral("recovery-code");
}

std::optional<Kind> kindOf(const QString &name)
{
    for (const Kind kind : {Kind::Passphrase, Kind::KeyFile, Kind::RecoveryCode}) {
        if (nameOf(kind) == name)
            return kind;
    }
    return std::nullopt;
}

QString toText(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

QByteArray fromText(const QJsonValue &value)
{
    return QByteArray::fromBase64(value.toString().toLatin1());
}

QJsonObject toJson(const Values &values)
{
    QJsonObject object;
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        object.insert(it.key(), toText(it.value()));
    return object;
}

Values valuesOf(const QJsonValue &value)
{
    Values values;
    const QJsonObject object = value.toObject();
    for (auto it = object.constBegin(); it != object.constEnd(); ++it)
        values.insert(it.key(), fromText(it.value()));
    return values;
}

QJsonObject toJson(const KeystoreFile::Slot &slot)
{
    return QJsonObject {
        {QStringLiteral("id"), slot.id},
        {QStringLiteral("kind"), nameOf(slot.kind)},
        {QStringLiteral("created"), slot.created.toSecsSinceEpoch()},
        {QStringLiteral("salt"), toText(slot.salt)},
        {QStringLiteral("memoryBytes"), qint64(slot.cost.memoryBytes)},
        {QStringLiteral("passes"), qint64(slot.cost.passes)},
        {QStringLiteral("root"), toText(slot.wrappedRoot)},
    };
}

std::optional<KeystoreFile::Slot> slotOf(const QJsonObject &object)
{
    const std::optional<Kind> kind = kindOf(object.value(QLatin1String("kind")).toString());
    if (!kind)
        return std::nullopt;
    KeystoreFile::Slot slot;
    slot.id = object.value(QLatin1String("id")).toString();
    slot.kind = *kind;
    slot.created = QDateTime::fromSecsSinceEpoch(object.value(QLatin1String("created")).toInteger(), Qt::UTC);
    slot.salt = fromText(object.value(QLatin1String("salt")));
    slot.cost.memoryBytes = quint64(object.value(QLatin1String("memoryBytes")).toInteger());
    slot.cost.passes = quint32(object.value(QLatin1String("passes")).toInteger());
    slot.wrappedRoot = fromText(object.value(QLatin1String("root")));
    return slot;
}

Unexpected damaged(const char *how)
{
    return fail(ErrorCode::Integrity, QStringLiteral("the keystore is damaged: %1").arg(QLatin1String(how)));
}

} // namespace

QByteArray KeystoreFile::write(const SecretKey &macKey) const
{
    QJsonArray slotArray;
    for (const Slot &slot : unlockSlots)
        slotArray.append(toJson(slot));
    const QJsonObject object {
        {QStringLiteral("slots"), slotArray},
        {QStringLiteral("projects"), toJson(projects)},
        {QStringLiteral("pending"), toJson(pending)},
        {QStringLiteral("secrets"), toJson(secrets)},
        {QStringLiteral("checkpoints"), toJson(checkpoints)},
    };
    QByteArray content = kHeader + QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    content += hmac(macKey, content).toHex() + '\n';
    content += sha256(content).toHex() + '\n';
    return content;
}

Result<KeystoreFile> KeystoreFile::read(QByteArrayView content)
{
    if (!content.startsWith(kFamily))
        return damaged("not a keystore");
    if (!content.startsWith(kHeader))
        return fail(ErrorCode::Conflict,
            QStringLiteral("the keystore was written by another version of this program; it was not touched"));
    if (content.size() < qsizetype(qstrlen(kHeader)) + kTrailerSize)
        return damaged("cut short");
    const QByteArrayView before = content.chopped(kHexSize + 1);
    if (!isEqual(content.sliced(before.size()), sha256(before).toHex() + '\n'))
        return damaged("its digest differs");
    const QByteArrayView json = content.chopped(kTrailerSize).sliced(qsizetype(qstrlen(kHeader)));
    const QJsonDocument document = QJsonDocument::fromJson(json.toByteArray());
    if (!document.isObject())
        return damaged("not JSON");
    const QJsonObject object = document.object();
    KeystoreFile file;
    const QJsonArray slotArray = object.value(QLatin1String("slots")).toArray();
    for (const QJsonValue &value : slotArray) {
        std::optional<Slot> slot = slotOf(value.toObject());
        if (!slot)
            return damaged("an unlock slot of unknown kind");
        file.unlockSlots.append(std::move(*slot));
    }
    file.projects = valuesOf(object.value(QLatin1String("projects")));
    file.pending = valuesOf(object.value(QLatin1String("pending")));
    file.secrets = valuesOf(object.value(QLatin1String("secrets")));
    file.checkpoints = valuesOf(object.value(QLatin1String("checkpoints")));
    return file;
}

bool KeystoreFile::isAuthentic(QByteArrayView content, const SecretKey &macKey)
{
    const QByteArrayView mac = content.sliced(content.size() - kTrailerSize, kHexSize + 1);
    return isEqual(mac, hmac(macKey, content.chopped(kTrailerSize)).toHex() + '\n');
}

} // namespace cloister::crypto
