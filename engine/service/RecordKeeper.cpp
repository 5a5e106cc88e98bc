#include "engine/service/RecordKeeper.h"

#include "engine/base/Logging.h"
#include "engine/base/Utf8.h"
#include "engine/service/ControlFile.h"
#include "engine/tables/EventTable.h"

#include <algorithm>

namespace cloister {

static QString alarmOf(const QString &chain)
{
    return QLatin1String("alarm/") + chain;
}

RecordKeeper::RecordKeeper(
    crypto::Keystore &keystore, crypto::SigningKey key, std::chrono::milliseconds sealEvery,
    std::chrono::milliseconds retryAfter) :
    m_keystore(keystore),
    m_key(std::move(key)),
    m_sealEvery(sealEvery),
    m_retryAfter(retryAfter),
    m_thread([this] { work(); })
{
}

RecordKeeper::~RecordKeeper()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

LogHooks RecordKeeper::hooks()
{
    LogHooks hooks;
    hooks.key = &m_key;
    hooks.onCheckpoint = [this](const QString &chain, const audit::SignedCheckpoint &checkpoint) {
        const std::lock_guard lock(m_mutex);
        m_waiting.insert(chain, checkpoint.line());
        m_changed.notify_all();
    };
    hooks.onEvent = [this](const QString &chain) { tellListener(chain); };
    return hooks;
}

void RecordKeeper::setSealer(std::function<void()> sealer)
{
    const std::lock_guard lock(m_sealing);
    m_sealer = std::move(sealer);
}

void RecordKeeper::setListener(std::function<void(const QString &)> listener)
{
    const std::lock_guard lock(m_listening);
    m_listener = std::move(listener);
}

void RecordKeeper::setDrain(Drain drain)
{
    const std::lock_guard lock(m_draining);
    m_drain = std::move(drain);
}

Result<void> RecordKeeper::drain(const std::shared_ptr<ProjectFile> &file)
{
    const std::lock_guard lock(m_draining);
    return m_drain ? m_drain(file) : Result<void>();
}

void RecordKeeper::tellListener(const QString &chain)
{
    const std::lock_guard lock(m_listening);
    if (m_listener)
        m_listener(chain);
}

void RecordKeeper::work()
{
    auto sealAt = std::chrono::steady_clock::now() + m_sealEvery;
    std::unique_lock lock(m_mutex);
    while (true) {
        const auto wakeAt = m_waiting.isEmpty() ? sealAt : std::min(sealAt, m_retryAt);
        m_changed.wait_until(lock, wakeAt, [this] { return m_isStopping || isDue(); });
        const bool isLast = m_isStopping;
        if (isDue())
            writeWaiting(lock);
        if (isLast)
            return;
        if (std::chrono::steady_clock::now() >= sealAt) {
            lock.unlock();
            {
                const std::lock_guard sealing(m_sealing);
                if (m_sealer)
                    m_sealer();
            }
            lock.lock();
            sealAt = std::chrono::steady_clock::now() + m_sealEvery;
        }
    }
}

bool RecordKeeper::isDue() const
{
    return !m_waiting.isEmpty() && (m_isStopping || m_isAsked || std::chrono::steady_clock::now() >= m_retryAt);
}

void RecordKeeper::writeWaiting(std::unique_lock<std::mutex> &lock)
{
    const Lines lines = std::exchange(m_waiting, {});
    m_isAsked = false;
    ++m_begun;
    lock.unlock();
    Lines left;
    Result<void> written = write(lines, left);
    lock.lock();
    for (auto line = left.cbegin(); line != left.cend(); ++line) {
        if (!m_waiting.contains(line.key())) // else there is a newer one
            m_waiting.insert(line.key(), line.value());
    }
    m_retryAt = written ? std::chrono::steady_clock::time_point() : std::chrono::steady_clock::now() + m_retryAfter;
    m_written = std::move(written);
    ++m_ended;
    m_changed.notify_all();
}

// The first error; those of `lines` that the keystore did not take are in `left` then.
Result<void> RecordKeeper::write(const Lines &lines, Lines &left)
{
    Result<void> written;
    for (auto line = lines.cbegin(); line != lines.cend(); ++line) {
        if (line.key() != ControlFile::chain() && !m_keystore.hasProject(line.key()))
            continue; // removed meanwhile
        if (auto kept = m_keystore.setCheckpoint(line.key(), line.value()); !kept) {
            qCWarning(lcService) << "a checkpoint was not kept in the keystore:" << kept.error().detail;
            left.insert(line.key(), line.value());
            if (written)
                written = std::move(kept);
        }
    }
    return written;
}

Result<void> RecordKeeper::flush()
{
    if (std::this_thread::get_id() == m_thread.get_id())
        return {}; // the sealer asks; this thread writes them when it is done
    std::unique_lock lock(m_mutex);
    // What is waiting now goes with the next try that begins.
    const quint64 last = m_begun + (m_waiting.isEmpty() ? 0 : 1);
    m_isAsked = !m_waiting.isEmpty();
    m_changed.notify_all();
    m_changed.wait(lock, [this, last] { return m_ended >= last; });
    return m_waiting.isEmpty() ? Result<void>() : m_written;
}

std::optional<audit::SignedCheckpoint> RecordKeeper::newest(const QString &chain) const
{
    const auto checkpoint = audit::SignedCheckpoint::readLine(m_keystore.checkpoint(chain));
    return checkpoint ? std::optional(*checkpoint) : std::nullopt;
}

Result<QString> RecordKeeper::problemOf(storage::Connection &connection, const QString &chain) const
{
    const std::optional<audit::SignedCheckpoint> checkpoint = newest(chain);
    if (!checkpoint)
        return QString();
    const tables::EventTable events(connection);
    CLOISTER_ASSIGN(const QByteArray hash, events.hashOf(checkpoint->what.seq));
    if (hash == checkpoint->what.head)
        return QString();
    CLOISTER_ASSIGN(const auto head, events.head());
    const qint64 last = head ? head->seq : 0;
    if (last < checkpoint->what.seq) {
        return QStringLiteral("the log ends with event %1, but event %2 was signed at %3: the file was rolled back or"
                              " events were cut off").arg(last).arg(checkpoint->what.seq).arg(checkpoint->what.time);
    }
    return QStringLiteral("event %1 is not the one that was signed at %2: the file was rolled back or changed")
        .arg(checkpoint->what.seq).arg(checkpoint->what.time);
}

Result<bool> RecordKeeper::raiseAlarm(const QString &chain, const QString &problem)
{
    qCCritical(lcService) << "alarm for the audit log of" << chain << ':' << problem;
    if (!alarm(chain).isEmpty())
        return false;
    CLOISTER_TRY(m_keystore.setCheckpoint(alarmOf(chain), problem.toUtf8()));
    return true;
}

QString RecordKeeper::alarm(const QString &chain) const
{
    return fromUtf8(m_keystore.checkpoint(alarmOf(chain)));
}

} // namespace cloister
