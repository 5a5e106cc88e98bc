#include "engine/client/HttpsWorker.h"

#include <QCryptographicHash>
#include <QNetworkProxy>
#include <QSslCertificate>
#include <QStringList>
#include <QTimer>

namespace cloister::client {

HttpsWorker::HttpsWorker(
    const HttpsAddress &address, const QUrl &url, const QByteArray &fingerprint, const QSslConfiguration &tls) :
    m_address(address),
    m_url(url),
    m_fingerprint(fingerprint),
    m_tls(tls)
{
    // The token is for this service alone, not for what stands between.
    m_network.setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
}

HttpsWorker::~HttpsWorker()
{
    const QList<QNetworkReply *> replies = m_running.keys();
    for (QNetworkReply *reply : replies) {
        m_running[reply].trouble->isClosing = true;
        reply->abort(); // emits finished()
    }
    Q_ASSERT(m_running.isEmpty());
}

void HttpsWorker::start(const ClientRequest &request, const Pending &promise)
{
    QNetworkReply *reply = m_network.sendCustomRequest(networkRequest(request), request.method, request.body);
    const auto trouble = std::make_shared<Trouble>();
    m_running.insert(reply, {promise, trouble});
    watchConnection(reply, trouble);
    connect(reply, &QNetworkReply::finished, this, [this, reply] { finish(reply); });
}

QNetworkRequest HttpsWorker::networkRequest(const ClientRequest &request) const
{
    QUrl url(m_url);
    url.setPath(QString::fromLatin1(request.path), QUrl::TolerantMode);
    url.setQuery(request.query.isEmpty() ? QString() : QString::fromLatin1(request.query), QUrl::TolerantMode);
    QNetworkRequest out(url);
    out.setSslConfiguration(m_tls);
    out.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    out.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    out.setTransferTimeout(static_cast<int>(m_address.answerTime.count()));
    if (!request.body.isEmpty())
        out.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    if (!request.token.isEmpty())
        out.setRawHeader("Authorization", "Bearer " + request.token);
    return out;
}

void HttpsWorker::watchConnection(QNetworkReply *reply, const std::shared_ptr<Trouble> &trouble)
{
    auto *timer = new QTimer(reply);
    timer->setSingleShot(true);
    timer->setInterval(m_address.connectTime);
    connect(timer, &QTimer::timeout, reply, [reply, trouble] {
        trouble->isConnectTimeout = true;
        reply->abort();
    });
    // A request on a connection that is open already emits neither of these two.
    connect(reply, &QNetworkReply::socketStartedConnecting, timer, qOverload<>(&QTimer::start));
    connect(reply, &QNetworkReply::encrypted, this, [this, reply, timer, trouble] {
        timer->stop();
        if (!m_fingerprint.isEmpty() && !isPinned(reply)) { // before anything of the request is sent
            trouble->isUntrusted = true;
            reply->abort();
        }
    });
    connect(reply, &QNetworkReply::sslErrors, this, [this, reply, trouble](const QList<QSslError> &errors) {
        if (!m_fingerprint.isEmpty() && isPinned(reply)) {
            reply->ignoreSslErrors();
            return;
        }
        QStringList texts;
        for (const QSslError &error : errors)
            texts.append(error.errorString());
        trouble->isUntrusted = true;
        trouble->tls = texts.join(QLatin1String("; "));
    });
}

bool HttpsWorker::isPinned(const QNetworkReply *reply) const
{
    const QSslCertificate certificate = reply->sslConfiguration().peerCertificate();
    return !certificate.isNull() && certificate.digest(QCryptographicHash::Sha256) == m_fingerprint;
}

void HttpsWorker::finish(QNetworkReply *reply)
{
    const Running running = m_running.take(reply);
    reply->deleteLater();
    running.promise->addResult(resultOf(*reply, *running.trouble));
    running.promise->finish();
}

Result<Reply> HttpsWorker::resultOf(QNetworkReply &reply, const Trouble &trouble) const
{
    // Qt reports a status of 400 and above as an error too; those numbers mean that the answer is whole.
    const int error = reply.error();
    const bool isWhole = error == QNetworkReply::NoError || error == QNetworkReply::ProtocolInvalidOperationError
        || (error >= QNetworkReply::ContentAccessDenied && error <= QNetworkReply::UnknownContentError)
        || (error >= QNetworkReply::InternalServerError && error <= QNetworkReply::UnknownServerError);
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (!isWhole || status == 0)
        return failureOf(reply, trouble);
    Reply answer;
    answer.status = status;
    const QList<QNetworkReply::RawHeaderPair> &headers = reply.rawHeaderPairs();
    for (const auto &[name, value] : headers)
        answer.headers.append({name.toLower(), value});
    answer.body = reply.readAll();
    return answer;
}

Unexpected HttpsWorker::failureOf(const QNetworkReply &reply, const Trouble &trouble) const
{
    const QString where = m_url.toString();
    if (trouble.isClosing)
        return fail(ErrorCode::ShuttingDown, QStringLiteral("the connection to %1 was given up").arg(where));
    if (trouble.isUntrusted || reply.error() == QNetworkReply::SslHandshakeFailedError) {
        const QString expected = m_fingerprint.isEmpty() ? QStringLiteral("it does not come from the CA in %1").arg(m_address.caFile)
                                                         : QStringLiteral("its fingerprint is another one");
        return fail(ErrorCode::Forbidden,
            QStringLiteral("the certificate of %1 is not trusted: %2")
                .arg(where, trouble.tls.isEmpty() ? expected : trouble.tls));
    }
    if (trouble.isConnectTimeout) {
        return fail(ErrorCode::RequestTimeout,
            QStringLiteral("cannot reach %1: no connection after %2 ms").arg(where).arg(m_address.connectTime.count()));
    }
    if (reply.error() == QNetworkReply::OperationCanceledError) {
        return fail(ErrorCode::RequestTimeout,
            QStringLiteral("%1 did not answer within %2 ms").arg(where).arg(m_address.answerTime.count()));
    }
    return fail(ErrorCode::ShuttingDown, QStringLiteral("cannot reach %1: %2").arg(where, reply.errorString()));
}

} // namespace cloister::client
