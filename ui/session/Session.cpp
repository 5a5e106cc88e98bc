#include "ui/session/Session.h"

#include "engine/client/AccessClient.h"
#include "ui/session/Preferences.h"

#include <QCoreApplication>
#include <QEvent>

namespace cloister::ui {

Session::Session(Host &host, QObject *parent) :
    QObject(parent),
    m_host(host)
{
    m_idle.setSingleShot(true);
    connect(&m_idle, &QTimer::timeout, this, &Session::lock);
    QCoreApplication::instance()->installEventFilter(this);
}

Session::~Session() = default;

QString Session::placeName() const
{
    if (!m_place)
        return {};
    if (const auto *local = std::get_if<LocalPlace>(&*m_place))
        return local->directory;
    return std::get<RemotePlace>(*m_place).url;
}

void Session::choose(const WorkspacePlace &place)
{
    lock();
    m_place = place;
    m_wasOpen = false;
    m_isSealed = false;
    setState(State::Locked);
}

void Session::leave()
{
    lock();
    m_place.reset();
    setState(State::Away);
}

void Session::unlock(const QByteArray &secret)
{
    if (m_place && !m_isBusy)
        enter(*m_place, m_host.open(*m_place, secret));
}

void Session::create(const QString &directory, const QByteArray &passphrase)
{
    if (!m_isBusy)
        enter(LocalPlace{directory}, m_host.create(directory, passphrase));
}

void Session::enter(const WorkspacePlace &place, const Future<Result<Connection>> &future)
{
    m_isBusy = true;
    Q_EMIT busyChanged();
    future.then(this, [this, place](const auto &result) {
        m_isBusy = false;
        Q_EMIT busyChanged();
        if (result)
            opened(place, *result);
        else
            Q_EMIT failed(result.error());
    });
}

void Session::opened(const WorkspacePlace &place, Connection connection)
{
    endConnection();
    m_place = place;
    m_wasOpen = true;
    m_isSealed = false;
    if (const auto *local = std::get_if<LocalPlace>(&place))
        Preferences::setLastDirectory(local->directory);
    m_connection = std::move(connection);
    m_api = std::make_unique<client::ApiClient>(*m_connection->transport, m_connection->token);
    if (m_idleTime.count() > 0)
        m_idle.start(m_idleTime);
    setState(State::Open);
}

void Session::endConnection()
{
    if (!m_connection)
        return;
    Q_EMIT aboutToLock();
    if (!m_connection->account.isEmpty())
        endSignIn();
    m_api.reset();
    m_connection.reset();
    m_idle.stop();
}

// Sent and not waited for; the transport lives until it is answered.
void Session::endSignIn() const
{
    client::AccessClient(*m_api).signOut().then(
        QCoreApplication::instance(), [transport = m_connection->transport](const Result<client::Reply> &) {});
}

void Session::lock()
{
    if (m_state != State::Open)
        return;
    endConnection();
    setState(State::Locked);
}

void Session::lockSealed()
{
    m_isSealed = m_state == State::Open; // before the change is told
    lock();
}

void Session::setIdleTime(std::chrono::seconds time)
{
    m_idleTime = time;
    if (time.count() > 0 && m_state == State::Open)
        m_idle.start(time);
    else
        m_idle.stop();
}

QString Session::takeRecoveryCode()
{
    return m_connection ? std::exchange(m_connection->recoveryCode, {}) : QString();
}

void Session::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

bool Session::eventFilter(QObject *watched, QEvent *event)
{
    const QEvent::Type type = event->type();
    if (m_idle.isActive() && (type == QEvent::KeyPress || type == QEvent::MouseButtonPress || type == QEvent::Wheel))
        m_idle.start(m_idleTime);
    return QObject::eventFilter(watched, event);
}

} // namespace cloister::ui
