#pragma once

#include "engine/http/FramedSocket.h"

#include <QSslConfiguration>
#include <QTcpServer>

#include <functional>
#include <optional>

namespace cloister::http {

/// One listening address. It hands raw descriptors to the guard, and to the HTTP server module, which believes it to be
/// an ordinary server, only the guard's framed sockets. I/O thread only.
class Listener final : public QTcpServer
{
    Q_OBJECT

public:
    using Accept = std::function<void(Listener &, qintptr descriptor)>;

    /// `accept` becomes the descriptor's owner.
    explicit Listener(Accept accept);

    /// What new connections are encrypted with; nothing for plain HTTP.
    const std::optional<QSslConfiguration> &tls() const { return m_tls; }
    void setTls(QSslConfiguration configuration) { m_tls = std::move(configuration); }

    /// Shows the framed socket of a new connection to the module, which listens to it from then on.
    void introduce(FramedSocket *socket);

    QTcpSocket *nextPendingConnection() override;

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void rest();

    Accept m_accept;
    std::optional<QSslConfiguration> m_tls;
    FramedSocket *m_delivery = nullptr; ///< only while introduce() runs
};

} // namespace cloister::http
