#include "engine/crypto/PasswordHash.h"

#include "engine/crypto/Bytes.h"

#include <QSemaphore>

#include <sodium.h>

#include <array>
#include <chrono>

namespace cloister::crypto {

namespace {

constexpr int kAtOnce = 2;
constexpr std::chrono::milliseconds kPatience = std::chrono::seconds(30);

/// A turn at the memory; releases it when it goes.
class Turn
{
public:
    Turn() : m_hasTurn(gate().tryAcquire(1, int(kPatience.count()))) { }
    ~Turn()
    {
        if (m_hasTurn)
            gate().release();
    }
    Turn(const Turn &) = delete;
    Turn &operator=(const Turn &) = delete;

    explicit operator bool() const { return m_hasTurn; }

private:
    static QSemaphore &gate()
    {
        static QSemaphore semaphore(kAtOnce);
        return semaphore;
    }

    bool m_hasTurn;
};

Unexpected overloaded()
{
    return fail(ErrorCode::Overloaded, QStringLiteral("too many passphrases are being checked, or memory is short"));
}

bool isAllowed(Argon2Cost cost)
{
    return cost.memoryBytes >= crypto_pwhash_MEMLIMIT_MIN && cost.memoryBytes <= 1024ULL * 1024 * 1024
        && cost.passes >= crypto_pwhash_OPSLIMIT_MIN && cost.passes <= 16;
}

} // namespace

Result<SecretKey> deriveKey(QByteArrayView passphrase, QByteArrayView salt, Argon2Cost cost)
{
    static_assert(kSaltBytes == crypto_pwhash_SALTBYTES);
    if (salt.size() != kSaltBytes || !isAllowed(cost))
        return fail(ErrorCode::InvalidParameter, QStringLiteral("the key derivation's salt or cost is out of bounds"));
    const Turn turn;
    if (!turn)
        return overloaded();
    std::array<unsigned char, SecretKey::kSize> derived;
    const int failed = crypto_pwhash(derived.data(), derived.size(), charactersOf(passphrase), lengthOf(passphrase),
        bytesOf(salt), cost.passes, std::size_t(cost.memoryBytes), crypto_pwhash_ALG_ARGON2ID13);
    if (failed)
        return overloaded();
    SecretKey key = SecretKey::fromBytes(derived);
    sodium_memzero(derived.data(), derived.size());
    return key;
}

Result<QByteArray> hashPassword(QByteArrayView passphrase, Argon2Cost cost)
{
    if (!isAllowed(cost))
        return fail(ErrorCode::InvalidParameter, QStringLiteral("the cost of the passphrase hash is out of bounds"));
    const Turn turn;
    if (!turn)
        return overloaded();
    std::array<char, crypto_pwhash_STRBYTES> record {};
    if (crypto_pwhash_str_alg(record.data(), charactersOf(passphrase), lengthOf(passphrase), cost.passes,
            std::size_t(cost.memoryBytes), crypto_pwhash_ALG_ARGON2ID13)
        != 0)
        return overloaded();
    return QByteArray(record.data());
}

Result<bool> verifyPassword(QByteArrayView record, QByteArrayView passphrase)
{
    if (record.size() >= qsizetype(crypto_pwhash_STRBYTES))
        return false;
    const Turn turn;
    if (!turn)
        return overloaded();
    const QByteArray terminated = record.toByteArray();
    return crypto_pwhash_str_verify(terminated.constData(), charactersOf(passphrase), lengthOf(passphrase)) == 0;
}

} // namespace cloister::crypto
