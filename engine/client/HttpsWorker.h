#pragma once

#include "engine/base/Future.h"
#include "engine/client/HttpsTransport.h"

#include <QHash>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QObject>

#include <memory>

namespace cloister::client {

/// The part of HttpsTransport that lives on its thread; all calls come from there.
class HttpsWorker final : public QObject
{
public:
    using Pending = std::shared_ptr<Promise<Result<Reply>>>;

    HttpsWorker(const HttpsAddress &address, const QUrl &url, const QByteArray &fingerprint,
        const QSslConfiguration &tls);
    /// Fails what has no answer yet.
    ~HttpsWorker() override;

    void start(const ClientRequest &request, const Pending &promise);

private:
    /// What went wrong with a request before the network said so.
    struct Trouble
    {
        bool isUntrusted = false;
        bool isConnectTimeout = false;
        bool isClosing = false;
        QString tls; ///< what was wrong with the certificate
    };

    struct Running
    {
        Pending promise;
        std::shared_ptr<Trouble> trouble;
    };

    QNetworkRequest networkRequest(const ClientRequest &request) const;
    void watchConnection(QNetworkReply *reply, const std::shared_ptr<Trouble> &trouble);
    bool isPinned(const QNetworkReply *reply) const;
    void finish(QNetworkReply *reply);
    Result<Reply> resultOf(QNetworkReply &reply, const Trouble &trouble) const;
    Unexpected failureOf(const QNetworkReply &reply, const Trouble &trouble) const;

    const HttpsAddress m_address;
    const QUrl m_url;
    const QByteArray m_fingerprint;
    const QSslConfiguration m_tls;
    QNetworkAccessManager m_network;
    QHash<QNetworkReply *, Running> m_running;
};

} // namespace cloister::client
