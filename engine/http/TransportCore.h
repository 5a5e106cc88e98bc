#pragma once

#include "engine/base/Result.h"
#include "engine/http/Guard.h"
#include "engine/http/Listener.h"
#include "engine/http/TlsSettings.h"

#include <deque>
#include <mutex>
#include <vector>

namespace cloister::http {

/// Everything of a transport that lives on its I/O thread, but for the HTTP server module itself, and the way in from
/// other threads.
class TransportCore final : public QObject
{
    Q_OBJECT

public:
    /// `attach` shows each new listener to the HTTP server module. `counters` must outlive this.
    TransportCore(const TransportLimits &limits, TransportHooks hooks, TransportCounters &counters,
                  std::function<void(Listener &)> attach);
    ~TransportCore() override;

    /// Runs a task on the I/O thread, after those posted before. Any thread.
    void post(std::function<void()> task);

    /// I/O thread, like all below. No TLS configuration means plain HTTP.
    Result<quint16> listen(const QHostAddress &address, quint16 port, std::optional<QSslConfiguration> tls);
    void setTls(const QSslConfiguration &tls);
    /// Stops accepting and ends connections as they fall idle, all of them after `patience`; then calls `done` once.
    void stop(std::chrono::milliseconds patience, std::function<void()> done);

Q_SIGNALS:
    /// The I/O thread shall end.
    void quit();

protected:
    bool event(QEvent *event) override;

private:
    void finish();

    Guard m_guard;
    std::function<void(Listener &)> m_attach;
    std::vector<std::unique_ptr<Listener>> m_listeners;
    std::function<void()> m_done; ///< set while stopping
    bool m_isStopped = false;

    std::mutex m_mutex;
    std::deque<std::function<void()>> m_tasks; ///< guarded by m_mutex
};

/// What `settings` mean to Qt, or InvalidParameter.
Result<QSslConfiguration> sslConfiguration(const TlsSettings &settings);

} // namespace cloister::http
