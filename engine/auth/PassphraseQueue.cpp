#include "engine/auth/PassphraseQueue.h"

#include "engine/crypto/Digest.h"
#include "engine/crypto/PasswordHash.h"
#include "engine/crypto/SecureBytes.h"

#include <memory>

namespace cloister::auth {

template<typename T>
Future<Result<T>> PassphraseQueue::enqueue(std::function<Result<T>()> work)
{
    if (m_waiting.fetch_add(1) >= kMaxWaiting) {
        m_waiting.fetch_sub(1);
        return readyFuture(
            Result<T>(fail(ErrorCode::Overloaded, QStringLiteral("too many passphrases are being checked"))));
    }
    return runOn(m_pool, [this, work = std::move(work)]() -> Result<T> {
        Result<T> result = work();
        m_waiting.fetch_sub(1);
        return result;
    });
}

static std::shared_ptr<const crypto::SecureBytes> secretOf(const QString &passphrase)
{
    QByteArray utf8 = passphrase.toUtf8();
    return std::make_shared<const crypto::SecureBytes>(crypto::SecureBytes::take(utf8));
}

Future<Result<QByteArray>> PassphraseQueue::hash(const QString &passphrase)
{
    return enqueue<QByteArray>([secret = secretOf(passphrase)] { return crypto::hashPassword(secret->view()); });
}

Future<Result<bool>> PassphraseQueue::verify(const QByteArray &record, const QString &passphrase)
{
    return enqueue<bool>([this, record, secret = secretOf(passphrase)]() -> Result<bool> {
        if (!record.isEmpty())
            return crypto::verifyPassword(record, secret->view());
        if (m_nobody.isEmpty()) {
            CLOISTER_ASSIGN(m_nobody, crypto::hashPassword(crypto::randomBytes(32)));
        }
        CLOISTER_TRY(crypto::verifyPassword(m_nobody, secret->view()));
        return false;
    });
}

} // namespace cloister::auth
