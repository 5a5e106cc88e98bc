#include "engine/search/JsonPost.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimer>

#include <algorithm>
#include <future>

namespace cloister::search {

Result<QUrl> JsonPost::address(const QUrl &base, const char *function)
{
    const QString scheme = base.scheme();
    const bool isHttp = scheme == QLatin1String("http") || scheme == QLatin1String("https");
    if (!base.isValid() || base.host().isEmpty() || !isHttp)
        return fail(ErrorCode::InvalidParameter, QStringLiteral("A server's address must be an http or https URL"));
    QUrl url = base;
    QString path = url.path();
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    if (!path.endsWith(QLatin1String("/v1")))
        path += QLatin1String("/v1");
    url.setPath(path + QLatin1Char('/') + QLatin1String(function));
    return url;
}

JsonPost::JsonPost(const QUrl &url, const JsonPostOptions &options, const QString &server) :
    m_url(url),
    m_options(options),
    m_server(server),
    m_breaker(options.failuresToPause, options.pause),
    m_network(new QNetworkAccessManager)
{
    m_network->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_network, &QObject::deleteLater);
    m_thread.start();
}

JsonPost::~JsonPost()
{
    stop();
    m_thread.quit();
    m_thread.wait();
}

void JsonPost::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_stopped.notify_all();
    QMetaObject::invokeMethod(m_network, [network = m_network] {
        const auto replies = network->findChildren<QNetworkReply *>();
        for (QNetworkReply *reply : replies)
            reply->abort();
    });
}

Result<QByteArray> JsonPost::send(const QByteArray &body)
{
    if (!m_breaker.allows(CircuitBreaker::Clock::now()))
        return fail(ErrorCode::Overloaded, QStringLiteral("The %1 failed repeatedly and is left alone for a while").arg(m_server));
    Answer answer;
    for (int number = 0; number < m_options.attempts; ++number) {
        waitBeforeAttempt(number);
        if (!m_isStopping)
            answer = exchange(body);
        if (m_isStopping)
            return fail(ErrorCode::ShuttingDown, QStringLiteral("The call of the %1 was stopped").arg(m_server));
        const bool isWorthRetrying = answer.status == 0 || answer.status == 408 || answer.status == 429 || answer.status >= 500;
        if (isWorthRetrying)
            continue;
        m_breaker.succeeded();
        if (answer.status != 200)
            return fail(ErrorCode::Internal, QStringLiteral("The %1 refused with status %2").arg(m_server).arg(answer.status));
        return answer.body;
    }
    m_breaker.failed(CircuitBreaker::Clock::now());
    const QString reason = answer.status == 0 ? answer.problem : QStringLiteral("status %1").arg(answer.status);
    return fail(ErrorCode::Overloaded, QStringLiteral("The %1 cannot be reached or is too busy: ").arg(m_server) + reason);
}

void JsonPost::waitBeforeAttempt(int number)
{
    if (number == 0)
        return;
    std::unique_lock lock(m_mutex);
    m_stopped.wait_for(lock, m_options.firstPause * (1 << std::min(number - 1, 10)), [this] { return m_isStopping.load(); });
}

JsonPost::Answer JsonPost::exchange(const QByteArray &body)
{
    // Shared: the caller may wake and leave before set_value() has returned.
    const auto promise = std::make_shared<std::promise<Answer>>();
    std::future<Answer> future = promise->get_future();
    QMetaObject::invokeMethod(m_network, [this, &body, promise] {
        QNetworkRequest request(m_url);
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        if (!m_options.key.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + m_options.key);
        QNetworkReply *reply = m_network->post(request, body);
        QObject::connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
            constexpr qint64 kLargestAnswer = 256 * 1024 * 1024;
            if (received > kLargestAnswer)
                reply->abort();
        });
        // Once: a reply that is aborted after it has failed, and before it said so, tells it twice.
        const auto finish = [reply, promise] {
            Answer answer;
            const bool isCut = reply->error() != QNetworkReply::NoError && reply->error() < QNetworkReply::ContentAccessDenied;
            if (!isCut)
                answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            answer.body = reply->readAll();
            answer.problem = reply->errorString();
            reply->deleteLater();
            promise->set_value(answer);
        };
        QObject::connect(reply, &QNetworkReply::finished, reply, finish, Qt::SingleShotConnection);
        QTimer::singleShot(m_options.timeout, reply, &QNetworkReply::abort);
        // A stop that came before this request found nothing to end.
        if (m_isStopping)
            reply->abort();
    });
    return future.get();
}

} // namespace cloister::search
