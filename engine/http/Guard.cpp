#include "engine/http/Guard.h"

#include "engine/http/Listener.h"

#include <QSslSocket>

#include <algorithm>

#include <sys/socket.h>
#include <unistd.h>

namespace cloister::http {

constexpr std::chrono::milliseconds kShortestSweep{5};
constexpr std::chrono::milliseconds kLongestSweep{250};

/// The peer of a connected descriptor, an IPv4-mapped IPv6 address as the IPv4 one it stands for; null when it has left.
static QHostAddress peerAddressOf(qintptr descriptor)
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    auto *address = reinterpret_cast<sockaddr *>(&storage);
    if (::getpeername(static_cast<int>(descriptor), address, &size) != 0)
        return {};
    const QHostAddress peer(address);
    bool isIpv4 = false;
    const quint32 ipv4 = peer.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : peer;
}

Guard::Guard(const TransportLimits &limits, TransportHooks hooks, TransportCounters &counters)
    : m_limits(limits)
    , m_hooks(std::move(hooks))
    , m_counters(counters)
    , m_budget(std::make_shared<BodyBudget>(limits.bodiesInFlightBytes))
{
    const auto shortest = std::min({limits.handshakeTime, limits.headTime, limits.idleTime, limits.rateWindow,
                                    limits.lingerTime});
    m_sweeper.setInterval(std::clamp(shortest / 8, kShortestSweep, kLongestSweep));
    connect(&m_sweeper, &QTimer::timeout, this, &Guard::sweep);
}

Guard::~Guard()
{
    abortAll();
}

std::optional<Refusal> Guard::refusalAtAccept(const QHostAddress &address) const
{
    if (address.isNull() || m_isDraining || (m_hooks.admit && !m_hooks.admit(address)))
        return Refusal::NotAdmitted;
    if (m_connections.size() >= m_limits.connections)
        return Refusal::TooManyConnections;
    if (m_strangers.value(address) >= m_limits.connectionsPerAddress)
        return Refusal::TooManyFromAddress;
    return {};
}

void Guard::accept(Listener &listener, qintptr descriptor)
{
    const QHostAddress address = peerAddressOf(descriptor);
    if (const auto refusal = refusalAtAccept(address)) {
        ++m_counters.refusedConnections;
        if (!address.isNull()) // else it has left already
            report(address, *refusal);
        ::close(static_cast<int>(descriptor));
        return;
    }
    QTcpSocket *socket = nullptr;
    if (listener.tls()) {
        auto *encrypted = new QSslSocket;
        encrypted->setSslConfiguration(*listener.tls());
        socket = encrypted;
    } else {
        socket = new QTcpSocket;
    }
    if (!socket->setSocketDescriptor(descriptor)) {
        delete socket;
        ::close(static_cast<int>(descriptor));
        return;
    }
    auto *connection = new GuardedConnection(*this, listener, socket, address);
    m_connections.insert(connection);
    ++m_strangers[address];
    ++m_counters.accepted;
    ++m_counters.openConnections;
    if (!m_sweeper.isActive())
        m_sweeper.start();
    connection->start();
}

void Guard::remove(GuardedConnection *connection)
{
    if (!m_connections.remove(connection))
        return;
    --m_counters.openConnections;
    if (!connection->isAuthenticated())
        forgetStranger(connection->address());
    connection->deleteLater();
    if (m_connections.isEmpty()) {
        m_sweeper.stop();
        Q_EMIT emptied();
    }
}

void Guard::forgetStranger(const QHostAddress &address)
{
    const auto found = m_strangers.find(address);
    if (found != m_strangers.end() && --found.value() == 0)
        m_strangers.erase(found);
}

/// Over a copy: a connection that ends removes itself.
void Guard::sweep()
{
    const auto now = TransportClock::now();
    const QSet<GuardedConnection *> connections = m_connections;
    for (GuardedConnection *connection : connections)
        connection->sweep(now);
}

void Guard::drain()
{
    m_isDraining = true;
    const QSet<GuardedConnection *> connections = m_connections;
    for (GuardedConnection *connection : connections)
        connection->drain();
    if (m_connections.isEmpty())
        Q_EMIT emptied();
}

void Guard::abortAll()
{
    const QSet<GuardedConnection *> connections = m_connections;
    for (GuardedConnection *connection : connections)
        connection->abort();
}

qint64 Guard::bodyLimit(const RequestHead &head) const
{
    return m_hooks.bodyLimit ? m_hooks.bodyLimit(head.method, head.path) : m_limits.bodyBytes;
}

void Guard::reportRefusal(const QHostAddress &address, const TransportFault &fault)
{
    ++m_counters.refusedRequests;
    report(address, refusalOf(fault));
}

void Guard::reportHandshake(const QHostAddress &address)
{
    ++m_counters.failedHandshakes;
    report(address, Refusal::TlsHandshake);
}

void Guard::report(const QHostAddress &address, Refusal refusal)
{
    if (m_hooks.onRefused)
        m_hooks.onRefused(address, refusal);
}

} // namespace cloister::http
