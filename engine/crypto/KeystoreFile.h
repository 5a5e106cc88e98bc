#pragma once

#include "engine/base/Result.h"
#include "engine/crypto/PasswordHash.h"
#include "engine/crypto/SecretKey.h"
#include "engine/crypto/UnlockSecret.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QDateTime>
#include <QList>
#include <QMap>
#include <QString>

namespace cloister::crypto {

/// The keystore as it stands in its file: three lines, a header with the version, one JSON object, and two digests of
/// all before them: an HMAC with a subkey of the root key (found by the owner: nobody changed it) and a plain SHA-256
/// (found before unlocking: a damaged file is not taken for a wrong passphrase). A value; any thread.
struct KeystoreFile
{
    struct Slot
    {
        QString id;
        UnlockSecret::Kind kind = UnlockSecret::Kind::Passphrase;
        QDateTime created; ///< UTC, to the second
        QByteArray salt;
        Argon2Cost cost; ///< for passphrases only
        QByteArray wrappedRoot;
    };

    static constexpr qint64 kMaxBytes = 64 * 1024 * 1024;

    QList<Slot> unlockSlots;
    QMap<QString, QByteArray> projects; ///< wrapped keys by project
    QMap<QString, QByteArray> pending; ///< wrapped keys that are to replace those of `projects`
    QMap<QString, QByteArray> secrets; ///< sealed values by name
    QMap<QString, QByteArray> checkpoints; ///< by chain; not secret

    /// The whole file.
    QByteArray write(const SecretKey &macKey) const;

    /// Everything that can be told without a key. Conflict for a version this program does not know, Integrity for a
    /// file that is damaged or none of ours.
    static Result<KeystoreFile> read(QByteArrayView content);

    /// Whether `content`, which read() accepted, was written with this key.
    static bool isAuthentic(QByteArrayView content, const SecretKey &macKey);
};

} // namespace cloister::crypto
