#pragma once

#include "engine/http/BodyBudget.h"
#include "engine/http/GuardedConnection.h"
#include "engine/http/TransportCounters.h"
#include "engine/http/TransportHooks.h"
#include "engine/http/TransportLimits.h"

#include <QHash>
#include <QSet>
#include <QTimer>

namespace cloister::http {

/// Stands between the network and the HTTP server module: decides who is let in, owns every client's connection and
/// keeps them all within the limits. I/O thread only.
class Guard final : public QObject
{
    Q_OBJECT

public:
    /// `counters` must outlive the guard.
    Guard(const TransportLimits &limits, TransportHooks hooks, TransportCounters &counters);
    ~Guard() override;

    /// Takes over a descriptor that `listener` accepted: a connection begins, or it is closed before a byte is read.
    void accept(Listener &listener, qintptr descriptor);
    /// Ends each connection after the request it is at. emptied() follows, at once when there is none.
    void drain();
    /// Ends every connection now.
    void abortAll();

    /// For connections.
    const TransportLimits &limits() const { return m_limits; }
    TransportCounters &counters() const { return m_counters; }
    const std::shared_ptr<BodyBudget> &budget() const { return m_budget; }
    bool hasBodyRoom() const { return m_budget->used() < m_limits.bodiesInFlightBytes; }
    qint64 bodyLimit(const RequestHead &head) const;
    void reportRefusal(const QHostAddress &address, const TransportFault &fault);
    void reportHandshake(const QHostAddress &address);
    void forgetStranger(const QHostAddress &address);
    void remove(GuardedConnection *connection);

Q_SIGNALS:
    /// The last connection ended.
    void emptied();

private:
    std::optional<Refusal> refusalAtAccept(const QHostAddress &address) const;
    void report(const QHostAddress &address, Refusal refusal);
    void sweep();

    TransportLimits m_limits;
    TransportHooks m_hooks;
    TransportCounters &m_counters;
    std::shared_ptr<BodyBudget> m_budget;
    QSet<GuardedConnection *> m_connections;
    QHash<QHostAddress, qsizetype> m_strangers; ///< unauthenticated connections by address
    QTimer m_sweeper;                           ///< runs while there are connections
    bool m_isDraining = false;
};

} // namespace cloister::http
