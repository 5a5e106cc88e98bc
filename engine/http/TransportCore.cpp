#include "engine/http/TransportCore.h"

#include <QCoreApplication>
#include <QEvent>
#include <QSslCertificate>
#include <QSslKey>
#include <QTimer>

namespace cloister::http {

TransportCore::TransportCore(const TransportLimits &limits, TransportHooks hooks, TransportCounters &counters,
                             std::function<void(Listener &)> attach)
    : m_guard(limits, std::move(hooks), counters)
    , m_attach(std::move(attach))
{
    connect(&m_guard, &Guard::emptied, this, &TransportCore::finish);
}

TransportCore::~TransportCore()
{
    disconnect(&m_guard, nullptr, this, nullptr);
    m_guard.abortAll();
}

void TransportCore::post(std::function<void()> task)
{
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

bool TransportCore::event(QEvent *event)
{
    if (event->type() != QEvent::User)
        return QObject::event(event);
    std::deque<std::function<void()>> tasks;
    {
        const std::lock_guard lock(m_mutex);
        tasks.swap(m_tasks);
    }
    for (const auto &task : tasks)
        task();
    return true;
}

Result<quint16> TransportCore::listen(const QHostAddress &address, quint16 port, std::optional<QSslConfiguration> tls)
{
    if (m_isStopped)
        return fail(ErrorCode::ShuttingDown, QStringLiteral("the transport was stopped"));
    auto listener = std::make_unique<Listener>(
        [this](Listener &from, qintptr descriptor) { m_guard.accept(from, descriptor); });
    if (tls)
        listener->setTls(*std::move(tls));
    if (!listener->listen(address, port))
        return fail(ErrorCode::Conflict, QStringLiteral("cannot listen on %1 port %2: %3")
                                             .arg(address.toString()).arg(port).arg(listener->errorString()));
    m_attach(*listener);
    m_listeners.push_back(std::move(listener));
    return m_listeners.back()->serverPort();
}

void TransportCore::setTls(const QSslConfiguration &tls)
{
    for (const auto &listener : m_listeners) {
        if (listener->tls())
            listener->setTls(tls);
    }
}

void TransportCore::stop(std::chrono::milliseconds patience, std::function<void()> done)
{
    if (m_isStopped)
        return done();
    m_isStopped = true;
    m_done = std::move(done);
    for (const auto &listener : m_listeners)
        listener->close();
    QTimer::singleShot(patience, this, [this] { m_guard.abortAll(); });
    m_guard.drain();
}

void TransportCore::finish()
{
    if (m_done)
        std::exchange(m_done, {})();
}

Result<QSslConfiguration> sslConfiguration(const TlsSettings &settings)
{
    const QList<QSslCertificate> chain = QSslCertificate::fromData(settings.certPem, QSsl::Pem);
    if (chain.isEmpty() || chain.first().isNull())
        return fail(ErrorCode::InvalidParameter, QStringLiteral("the certificate is not a PEM certificate"));
    QSslKey key(settings.keyPem, QSsl::Ec);
    if (key.isNull())
        key = QSslKey(settings.keyPem, QSsl::Rsa);
    if (key.isNull())
        return fail(ErrorCode::InvalidParameter, QStringLiteral("the private key is not an EC or RSA key in PEM"));
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration.setProtocol(settings.minimum == TlsMinimum::Tls13 ? QSsl::TlsV1_3OrLater : QSsl::TlsV1_2OrLater);
    return configuration;
}

} // namespace cloister::http
