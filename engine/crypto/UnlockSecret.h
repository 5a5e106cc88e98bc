#pragma once

#include "engine/base/Result.h"
#include "engine/crypto/PasswordHash.h"
#include "engine/crypto/SecretKey.h"
#include "engine/crypto/SecureBytes.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace cloister::crypto {

/// What opens a workspace: a passphrase, a key file's key or the recovery code. A value that moves.
class UnlockSecret
{
public:
    enum class Kind { Passphrase, KeyFile, RecoveryCode };

    /// UTF-8, brought into one Unicode form (NFC), so that another keyboard's accents give the same passphrase.
    /// InvalidParameter when empty, over 1024 bytes, not UTF-8, or holding control characters.
    static Result<UnlockSecret> passphrase(QByteArrayView utf8);

    /// The code as printed; case, spaces and dashes do not matter, O and 0, I, L and 1 are taken for each other.
    /// InvalidParameter when it cannot be a code.
    static Result<UnlockSecret> recoveryCode(QByteArrayView text);

    /// The content of a key file. InvalidParameter when it is none, Conflict when it is of a newer form.
    static Result<UnlockSecret> keyFile(QByteArrayView content);

    /// A file that holds a key file's content or a passphrase in one line. Forbidden when others than its owner may
    /// read it; else as readPrivate() and the functions above.
    static Result<UnlockSecret> fromFile(const QString &path);

    /// A new recovery code: 160 bits as 8 groups of 4 characters, parted by dashes.
    static SecureBytes makeRecoveryCode();

    /// Writes a new key file, mode 0600. Conflict when `path` exists.
    static Result<void> createKeyFile(const QString &path);

    Kind kind() const { return m_kind; }
    UnlockSecret clone() const { return UnlockSecret(m_kind, m_secret.clone()); }

    /// The key that wraps a root key. Takes Argon2id's time for a passphrase; the other kinds are random already and
    /// are only hashed with the salt. Errors as deriveKey().
    Result<SecretKey> wrappingKey(QByteArrayView salt, Argon2Cost cost) const;

private:
    UnlockSecret(Kind kind, SecureBytes secret) : m_kind(kind), m_secret(std::move(secret)) { }

    Kind m_kind;
    SecureBytes m_secret;
};

} // namespace cloister::crypto
