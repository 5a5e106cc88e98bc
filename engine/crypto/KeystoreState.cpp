#include "engine/crypto/KeystoreState.h"

#include "engine/base/AtomicFile.h"
#include "engine/crypto/Aad.h"
#include "engine/crypto/Aead.h"
#include "engine/crypto/Digest.h"
#include "engine/crypto/KeyWrap.h"

namespace cloister::crypto {

static constexpr char kKeystoreContext[] = "keystore";

static QByteArray placeOfSlot(const KeystoreFile::Slot &slot)
{
    return Aad().add("slot").add(slot.id.toUtf8()).add(qint64(slot.kind)).bytes();
}

SecretKey Keystore::State::macKey(const SecretKey &rootKey)
{
    return subkey(rootKey, 1, kKeystoreContext);
}

SecretKey Keystore::State::wrappingKey(const SecretKey &rootKey)
{
    return subkey(rootKey, 2, kKeystoreContext);
}

QByteArray Keystore::State::placeOf(const char *what, const QString &name)
{
    return Aad().add(what).add(name.toUtf8()).bytes();
}

Argon2Cost Keystore::State::cost() const
{
    return file.unlockSlots.isEmpty() ? kUnlockCost : file.unlockSlots.first().cost;
}

Result<void> Keystore::State::commit(KeystoreFile next)
{
    CLOISTER_TRY(files::writeAtomically(path, next.write(macKey(root))));
    file = std::move(next);
    return {};
}

Result<KeystoreFile::Slot> Keystore::State::makeSlot(
    const SecretKey &rootKey, const UnlockSecret &secret, Argon2Cost cost)
{
    KeystoreFile::Slot slot;
    slot.id = QString::fromLatin1(randomBytes(6).toHex());
    slot.kind = secret.kind();
    slot.created = QDateTime::fromSecsSinceEpoch(QDateTime::currentSecsSinceEpoch(), Qt::UTC);
    slot.salt = randomBytes(kSaltBytes);
    slot.cost = cost;
    CLOISTER_ASSIGN(const SecretKey key, secret.wrappingKey(slot.salt, cost));
    slot.wrappedRoot = wrapKey(key, rootKey, placeOfSlot(slot));
    return slot;
}

Result<Keystore::State::Opened> Keystore::State::openSlot(const KeystoreFile &file, const UnlockSecret &secret)
{
    for (const KeystoreFile::Slot &slot : file.unlockSlots) {
        if (slot.kind != secret.kind())
            continue;
        Result<SecretKey> key = secret.wrappingKey(slot.salt, slot.cost);
        if (!key && key.error().code == ErrorCode::InvalidParameter)
            return fail(ErrorCode::Integrity, QStringLiteral("the keystore is damaged: an unlock slot"));
        if (!key)
            return key.unexpected();
        if (Result<SecretKey> root = unwrapKey(*key, slot.wrappedRoot, placeOfSlot(slot)))
            return Opened {std::move(root).value(), slot.id};
    }
    switch (secret.kind()) {
    case UnlockSecret::Kind::Passphrase:
        return fail(ErrorCode::Unauthenticated, QStringLiteral("the passphrase does not open this workspace"));
    case UnlockSecret::Kind::KeyFile:
        return fail(ErrorCode::Unauthenticated, QStringLiteral("the key file does not open this workspace"));
    case UnlockSecret::Kind::RecoveryCode:
        break;
    }
    return fail(ErrorCode::Unauthenticated, QStringLiteral("the recovery code does not open this workspace"));
}

Result<KeystoreFile> Keystore::State::rewrap(const KeystoreFile &file, const SecretKey &from, const SecretKey &to)
{
    const SecretKey before = wrappingKey(from);
    const SecretKey after = wrappingKey(to);
    KeystoreFile next = file;
    const auto move = [&before, &after](QMap<QString, QByteArray> &values, const char *what) -> Result<void> {
        for (auto it = values.begin(); it != values.end(); ++it) {
            const QByteArray place = placeOf(what, it.key());
            CLOISTER_ASSIGN(QByteArray plain, Aead::open(before, it.value(), place));
            it.value() = Aead::seal(after, plain, place);
            wipe(plain);
        }
        return {};
    };
    CLOISTER_TRY(move(next.projects, "project"));
    CLOISTER_TRY(move(next.pending, "pending"));
    CLOISTER_TRY(move(next.secrets, "secret"));
    return next;
}

} // namespace cloister::crypto
