#pragma once

#include "engine/base/Result.h"
#include "engine/crypto/PasswordHash.h"
#include "engine/crypto/SecretKey.h"
#include "engine/crypto/SecureBytes.h"
#include "engine/crypto/UnlockSecret.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QDateTime>
#include <QList>
#include <QString>

#include <memory>

namespace cloister::crypto {

/// The opened keystore of a workspace: the root key and what it protects. Every change is on disk, whole and synced,
/// before the call returns; a change that fails with StorageUnavailable has not happened for this object. Any thread,
/// calls take turns (a change takes an fsync's time). Only one object and one process may have a file open.
class Keystore
{
public:
    struct SlotInfo
    {
        QString id;
        UnlockSecret::Kind kind;
        QDateTime created; ///< UTC
    };

    struct Created;

    /// Makes the file with a new root key, opened by `secret` or by the recovery code, which is told this once.
    /// `cost` is recorded and used for all later passphrases. Conflict when the file exists.
    static Result<Created> create(const QString &path, const UnlockSecret &secret, Argon2Cost cost = kUnlockCost);

    /// Unauthenticated when no slot takes the secret, Integrity when the file is damaged or was tampered with, Conflict
    /// when another version wrote it, Forbidden when its mode is wider than 0600, NotFound, StorageUnavailable.
    static Result<Keystore> open(const QString &path, const UnlockSecret &secret);

    Keystore(Keystore &&) noexcept;
    Keystore &operator=(Keystore &&) noexcept;
    ~Keystore();

    SecretKey rootKey() const;

    /// The random key of this name, made on first use. For keys that must outlive a change of the root key (API-key
    /// pepper, control database, audit signing seed): subkeys of the root key would change with it.
    Result<SecretKey> namedKey(const QString &name);

    bool hasProject(const QString &id) const;
    QStringList projects() const;

    /// ProjectNotFound, or Integrity.
    Result<SecretKey> projectKey(const QString &id) const;

    /// Makes and keeps a new key. Conflict when the project has one.
    Result<void> addProject(const QString &id);

    /// Destroys the project's key, for good, and what is kept about its audit chain. ProjectNotFound.
    Result<void> removeProject(const QString &id);

    /// Changing a project's key takes three steps: this makes the new key beside the old one (or gives the one an
    /// interrupted change has left), the caller re-encrypts, commitProjectKey() drops the old one. ProjectNotFound.
    Result<SecretKey> stageProjectKey(const QString &id);
    /// Whether a change of the project's key is under way.
    bool hasStagedProjectKey(const QString &id) const;
    /// NotFound when nothing is staged.
    Result<void> commitProjectKey(const QString &id);

    /// A small secret kept under the root key. NotFound.
    Result<SecureBytes> secret(const QString &name) const;
    Result<void> setSecret(const QString &name, QByteArrayView value);

    /// Opaque bytes about an audit chain, protected from change. Empty when there are none.
    QByteArray checkpoint(const QString &chain) const;
    Result<void> setCheckpoint(const QString &chain, QByteArrayView bytes);

    QList<SlotInfo> slotInfos() const;
    /// The slot that opened the file.
    QString openedSlot() const;
    /// The id of the new slot. Takes Argon2id's time for a passphrase. Conflict when 16 slots are taken.
    Result<QString> addSlot(const UnlockSecret &secret);
    /// NotFound; Conflict for the last slot.
    Result<void> removeSlot(const QString &id);
    /// One step that removes the slot and adds one for `secret` (a change of passphrase). NotFound.
    Result<QString> replaceSlot(const QString &id, const UnlockSecret &secret);
    /// A new recovery code; earlier ones no longer open the file.
    Result<SecureBytes> renewRecoveryCode();

    /// Puts everything under a new root key, in one step. Only `secret` and the new recovery code, which is returned,
    /// open the file from then on: the other slots cannot be carried over without their secrets.
    Result<SecureBytes> rotateRoot(const UnlockSecret &secret);

private:
    struct State;
    explicit Keystore(std::unique_ptr<State> state);

    std::unique_ptr<State> m_state;
};

struct Keystore::Created
{
    Keystore keystore;
    SecureBytes recoveryCode;
};

} // namespace cloister::crypto
