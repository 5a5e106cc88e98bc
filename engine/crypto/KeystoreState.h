#pragma once

#include "engine/crypto/Keystore.h"
#include "engine/crypto/KeystoreFile.h"

#include <QMutex>

namespace cloister::crypto {

/// What a Keystore guards, and the steps that its calls share. The caller holds `mutex`.
struct Keystore::State
{
    State(QString filePath, SecretKey rootKey) : path(std::move(filePath)), root(std::move(rootKey)) { }

    /// Writes `next` to the file, then takes it over. Unchanged on failure.
    Result<void> commit(KeystoreFile next);

    /// A new slot that opens `rootKey`. Errors as UnlockSecret::wrappingKey().
    static Result<KeystoreFile::Slot> makeSlot(const SecretKey &rootKey, const UnlockSecret &secret, Argon2Cost cost);

    /// The root key, from the first slot that takes the secret, with the slot's id.
    struct Opened
    {
        SecretKey root;
        QString slot;
    };
    static Result<Opened> openSlot(const KeystoreFile &file, const UnlockSecret &secret);

    static SecretKey macKey(const SecretKey &rootKey);
    static SecretKey wrappingKey(const SecretKey &rootKey);
    /// The place of a project's key or of a secret, as its seal binds it.
    static QByteArray placeOf(const char *what, const QString &name);

    /// The cost that the file's passphrases have, so that new ones have it too.
    Argon2Cost cost() const;

    /// Every wrapped key and secret of `file`, moved from the one root key to the other. Slots stay as they are.
    static Result<KeystoreFile> rewrap(const KeystoreFile &file, const SecretKey &from, const SecretKey &to);

    mutable QMutex mutex;
    QString path;
    SecretKey root;
    KeystoreFile file;
    QString openedSlot;
};

} // namespace cloister::crypto
