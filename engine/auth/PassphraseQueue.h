#pragma once

#include "engine/base/Future.h"
#include "engine/base/Result.h"

#include <QByteArray>
#include <QString>
#include <QThreadPool>

#include <atomic>
#include <functional>

namespace cloister::auth {

/// Makes and compares passphrase records one after the other on a thread of its own: each takes a tenth of a second and
/// 64 MiB, so strangers who try passphrases must not take threads and memory from the rest. Any thread.
class PassphraseQueue
{
public:
    static constexpr int kMaxWaiting = 8;

    PassphraseQueue() { m_pool.setMaxThreadCount(1); }
    /// Waits for what was accepted.
    ~PassphraseQueue() { m_pool.waitForDone(); }

    /// Both are Overloaded when kMaxWaiting are in the queue already.
    Future<Result<QByteArray>> hash(const QString &passphrase);
    /// With an empty record (no such account) the answer is false, and takes as long.
    Future<Result<bool>> verify(const QByteArray &record, const QString &passphrase);

private:
    template<typename T>
    Future<Result<T>> enqueue(std::function<Result<T>()> work);

    QThreadPool m_pool;
    std::atomic<int> m_waiting = 0;
    QByteArray m_nobody; ///< a record that no passphrase fits; used on the pool's thread alone
};

} // namespace cloister::auth
