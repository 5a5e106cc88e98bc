#pragma once

#include "engine/client/Transport.h"

#include <QSslConfiguration>
#include <QString>
#include <QUrl>

#include <chrono>
#include <memory>

class QThread;

namespace cloister::client {

class HttpsWorker;

/// Where a service is and how its certificate is known.
struct HttpsAddress
{
    QString url;    ///< "https://127.0.0.1:8443"
    QString caFile; ///< PEM of the authority that must have signed the certificate; or
    QByteArray fingerprint = {}; ///< SHA-256 of the certificate itself in hex, with colons or without
    std::chrono::milliseconds connectTime{10'000}; ///< until the connection is encrypted
    std::chrono::milliseconds answerTime{120'000}; ///< without a byte either way
};

/// The API over HTTPS, through no proxy and following no redirection, on a thread of its own. Needs a QCoreApplication.
/// Any thread.
class HttpsTransport final : public Transport
{
public:
    /// InvalidParameter for an address that is not https, a fingerprint that is none, a CA file without a certificate
    /// or when neither is given; NotFound when the CA file cannot be read. Connects when the first request is sent.
    static Result<std::unique_ptr<HttpsTransport>> create(const HttpsAddress &address);

    /// Requests without an answer fail with ShuttingDown.
    ~HttpsTransport() override;

    Future<Result<Reply>> send(const ClientRequest &request) override;

private:
    HttpsTransport(const HttpsAddress &address, const QUrl &url, const QByteArray &fingerprint,
        const QSslConfiguration &tls);

    std::unique_ptr<QThread> m_thread;
    HttpsWorker *m_worker = nullptr; ///< lives on the thread, until that ends
};

} // namespace cloister::client
