#include "engine/client/HttpsTransport.h"

#include "engine/client/HttpsWorker.h"

#include <QEventLoop>
#include <QFile>
#include <QSslCertificate>
#include <QThread>

#include <future>

namespace cloister::client {

static Result<QUrl> readUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isBare = (url.path().isEmpty() || url.path() == QLatin1String("/")) && !url.hasQuery()
        && !url.hasFragment() && url.userInfo().isEmpty();
    if (!url.isValid() || url.scheme() != QLatin1String("https") || url.host().isEmpty() || !isBare) {
        return fail(ErrorCode::InvalidParameter,
            QStringLiteral("%1 is not an address such as https://127.0.0.1:8443").arg(text));
    }
    return url;
}

static Result<QByteArray> readFingerprint(QByteArray text)
{
    const QByteArray bytes = QByteArray::fromHex(text.replace(':', ""));
    if (bytes.size() != 32 || bytes.toHex() != text.toLower())
        return fail(ErrorCode::InvalidParameter, QStringLiteral("a fingerprint is 64 hexadecimal digits (SHA-256)"));
    return bytes;
}

static Result<QList<QSslCertificate>> readAuthority(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound, QStringLiteral("cannot read the CA file %1: %2").arg(path, file.errorString()));
    const QList<QSslCertificate> certificates = QSslCertificate::fromDevice(&file, QSsl::Pem);
    if (certificates.isEmpty())
        return fail(ErrorCode::InvalidParameter, QStringLiteral("%1 holds no certificate").arg(path));
    return certificates;
}

Result<std::unique_ptr<HttpsTransport>> HttpsTransport::create(const HttpsAddress &address)
{
    CLOISTER_ASSIGN(const QUrl url, readUrl(address.url));
    QByteArray fingerprint;
    QList<QSslCertificate> authority;
    if (!address.fingerprint.isEmpty()) {
        CLOISTER_ASSIGN(fingerprint, readFingerprint(address.fingerprint));
    } else if (!address.caFile.isEmpty()) {
        CLOISTER_ASSIGN(authority, readAuthority(address.caFile));
    } else {
        return fail(ErrorCode::InvalidParameter,
            QStringLiteral("a CA file or a fingerprint is needed to know the service by"));
    }
    // Nothing but what was given is trusted: the system's own authorities are left out.
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(authority);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    return std::unique_ptr<HttpsTransport>(new HttpsTransport(address, url, fingerprint, tls));
}

HttpsTransport::HttpsTransport(
    const HttpsAddress &address, const QUrl &url, const QByteArray &fingerprint, const QSslConfiguration &tls)
{
    std::promise<HttpsWorker *> made;
    auto worker = made.get_future();
    m_thread.reset(QThread::create([&made, address, url, fingerprint, tls] {
        QEventLoop loop;
        HttpsWorker ours(address, url, fingerprint, tls);
        made.set_value(&ours);
        loop.exec();
    }));
    m_thread->setObjectName(QStringLiteral("https client"));
    m_thread->start();
    m_worker = worker.get();
}

HttpsTransport::~HttpsTransport()
{
    // Behind the requests that were handed over before.
    QMetaObject::invokeMethod(m_worker, [thread = m_thread.get()] { thread->quit(); }, Qt::QueuedConnection);
    m_thread->wait();
}

Future<Result<Reply>> HttpsTransport::send(const ClientRequest &request)
{
    const auto promise = std::make_shared<Promise<Result<Reply>>>();
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, request, promise] { worker->start(request, promise); }, Qt::QueuedConnection);
    return promise->future();
}

} // namespace cloister::client
