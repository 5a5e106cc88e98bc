#pragma once

#include "engine/crypto/Keystore.h"
#include "engine/crypto/SigningKey.h"
#include "engine/partition/EventWriter.h"

#include <QHash>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace cloister {

class ProjectFile;

/// Keeps the newest checkpoint of every audit log in the keystore, where whoever rolls a log's file back does not reach
/// it, and has the logs sealed from time to time. Owned by Workspace; any thread, but for construction, setSealer()
/// and destruction.
class RecordKeeper
{
public:
    static constexpr std::chrono::minutes kSealEvery{15};
    static constexpr std::chrono::seconds kRetryAfter{10};

    /// `keystore` outlives it. `key` signs the checkpoints of the logs that get hooks().
    /// What the keystore cannot take is tried again every `retryAfter`.
    RecordKeeper(crypto::Keystore &keystore, crypto::SigningKey key, std::chrono::milliseconds sealEvery = kSealEvery,
        std::chrono::milliseconds retryAfter = kRetryAfter);
    /// Writes what is still to be written, with one try.
    ~RecordKeeper();

    const QByteArray &publicKey() const { return m_key.publicKey(); }

    /// For the files whose logs are kept; they close before this object goes.
    LogHooks hooks();

    /// Called on this object's own thread every `sealEvery`. Setting it waits for a call under way.
    void setSealer(std::function<void()> sealer);
    /// Called on writer threads whenever events have become durable; must be quick. Empty = nobody listens.
    void setListener(std::function<void(const QString &chain)> listener);

    /// Has somebody write a project's events elsewhere before they are destroyed. Setting it waits for a call under way.
    using Drain = std::function<Result<void>(const std::shared_ptr<ProjectFile> &)>;
    void setDrain(Drain drain);
    /// Calls it; nothing when there is none.
    Result<void> drain(const std::shared_ptr<ProjectFile> &file);

    /// Waits until the checkpoints told so far are in the keystore, or were tried: then the error, and they wait on. On
    /// this object's own thread it does not.
    Result<void> flush();

    /// The newest checkpoint that the keystore has of a log.
    std::optional<audit::SignedCheckpoint> newest(const QString &chain) const;

    /// What a log lacks of its newest checkpoint: "" when it holds. Compared when a file is opened.
    Result<QString> problemOf(storage::Connection &connection, const QString &chain) const;
    /// Keeps an alarm until the workspace is restored or made anew: later checkpoints must not hide it. False when the
    /// log has one already.
    Result<bool> raiseAlarm(const QString &chain, const QString &problem);
    /// The alarm of a log; empty when there is none.
    QString alarm(const QString &chain) const;

private:
    using Lines = QHash<QString, QByteArray>; ///< checkpoints by log

    void work();
    void writeWaiting(std::unique_lock<std::mutex> &lock);
    Result<void> write(const Lines &lines, Lines &left);
    bool isDue() const;
    void tellListener(const QString &chain);

    crypto::Keystore &m_keystore;
    const crypto::SigningKey m_key;
    const std::chrono::milliseconds m_sealEvery;
    const std::chrono::milliseconds m_retryAfter;
    std::mutex m_sealing; ///< held while the sealer runs; guards m_sealer
    std::function<void()> m_sealer;
    std::mutex m_listening; ///< guards m_listener
    std::function<void(const QString &)> m_listener;
    std::mutex m_draining; ///< guards m_drain
    Drain m_drain;
    std::mutex m_mutex; ///< guards the members below but the thread
    std::condition_variable m_changed;
    Lines m_waiting;
    Result<void> m_written; ///< the last try
    std::chrono::steady_clock::time_point m_retryAt = {}; ///< no try before, unless somebody waits for it
    bool m_isAsked = false; ///< somebody waits
    quint64 m_begun = 0; ///< tries
    quint64 m_ended = 0;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace cloister
