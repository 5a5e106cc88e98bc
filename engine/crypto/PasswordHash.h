#pragma once

#include "engine/base/Result.h"
#include "engine/crypto/SecretKey.h"

#include <QByteArray>
#include <QByteArrayView>

namespace cloister::crypto {

/// What one Argon2id computation costs. Recorded beside its result, so that it can rise later.
struct Argon2Cost
{
    quint64 memoryBytes = 256 * 1024 * 1024;
    quint32 passes = 3;
};

/// Unlocking a workspace, about half a second; and signing in to an account, a fifth of that.
inline constexpr Argon2Cost kUnlockCost {};
inline constexpr Argon2Cost kAccountCost {64 * 1024 * 1024, 3};

inline constexpr qsizetype kSaltBytes = 16;

/// These take their time and memory: never on a GUI or network thread. At most two run at once in the whole process,
/// others wait, and after 30 s give up with Overloaded (as they do when there is no memory).
/// InvalidParameter when the salt is not kSaltBytes long or the cost is beyond 1 GiB or 16 passes.
Result<SecretKey> deriveKey(QByteArrayView passphrase, QByteArrayView salt, Argon2Cost cost);

/// A record (text, under 128 bytes) that verifyPassword accepts for this passphrase; salt and cost are in it.
Result<QByteArray> hashPassword(QByteArrayView passphrase, Argon2Cost cost = kAccountCost);

/// False for a wrong passphrase and for what is no record.
Result<bool> verifyPassword(QByteArrayView record, QByteArrayView passphrase);

} // namespace cloister::crypto
