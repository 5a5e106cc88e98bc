#include "engine/http/Listener.h"

#include <QMetaMethod>
#include <QTimer>

#include <chrono>

namespace cloister::http {

constexpr int kListenBacklog = 1024;
constexpr std::chrono::milliseconds kAcceptPause{200};

Listener::Listener(Accept accept)
    : m_accept(std::move(accept))
{
    setListenBacklogSize(kListenBacklog);
    connect(this, &QTcpServer::acceptError, this, &Listener::rest);
}

void Listener::incomingConnection(qintptr descriptor)
{
    m_accept(*this, descriptor);
}

/// Out of descriptors: accepting again at once would only spin.
void Listener::rest()
{
    pauseAccepting();
    QTimer::singleShot(kAcceptPause, this, &QTcpServer::resumeAccepting);
}

void Listener::introduce(FramedSocket *socket)
{
    m_delivery = socket;
    // addPendingConnection() would announce it too, but needs a listening server, and requests that are on their way when
    // the listener closes are still served.
    static const QMetaMethod announce = QMetaMethod::fromSignal(&QTcpServer::pendingConnectionAvailable);
    announce.invoke(this, Qt::DirectConnection);
    m_delivery = nullptr;
}

QTcpSocket *Listener::nextPendingConnection()
{
    return std::exchange(m_delivery, nullptr);
}

} // namespace cloister::http
