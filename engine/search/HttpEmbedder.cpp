#include "engine/search/HttpEmbedder.h"

#include "engine/search/EmbeddingsJson.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimer>

#include <algorithm>
#include <future>

namespace cloister::search {

static QUrl embeddingsUrl(const QUrl &base)
{
    QUrl url = base;
    QString path = url.path();
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    if (!path.endsWith(QLatin1String("/v1")))
        path += QLatin1String("/v1");
    url.setPath(path + QLatin1String("/embeddings"));
    return url;
}

HttpEmbedder::HttpEmbedder(const HttpEmbedderOptions &options)
    : m_options(options), m_url(embeddingsUrl(options.baseUrl)), m_breaker(options.failuresToPause, options.pause),
      m_network(new QNetworkAccessManager)
{
    m_network->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_network, &QObject::deleteLater);
    m_thread.start();
}

HttpEmbedder::~HttpEmbedder()
{
    stop();
    m_thread.quit();
    m_thread.wait();
}

Result<std::shared_ptr<HttpEmbedder>> HttpEmbedder::connect(const HttpEmbedderOptions &options)
{
    const QString scheme = options.baseUrl.scheme();
    if (!options.baseUrl.isValid() || options.baseUrl.host().isEmpty()
        || (scheme != QLatin1String("http") && scheme != QLatin1String("https")))
        return fail(ErrorCode::InvalidParameter, QStringLiteral("The embedding server's address must be an http or https URL"));
    if (options.model.isEmpty() || options.batchSize < 1 || options.attempts < 1 || options.maxTokens < 1)
        return fail(ErrorCode::InvalidParameter,
                    QStringLiteral("The embedding server needs a model, and a batch size, attempts and tokens of at least 1"));
    std::shared_ptr<HttpEmbedder> embedder(new HttpEmbedder(options));
    CLOISTER_ASSIGN(const QList<std::vector<float>> vectors, embedder->embedBatch({QStringLiteral("dimensions")}));
    embedder->m_dimensions = int(vectors.first().size());
    return embedder;
}

EmbedderId HttpEmbedder::id() const
{
    return {m_options.model, 1, m_dimensions};
}

int HttpEmbedder::countTokens(const QString &text) const
{
    return int((text.toUtf8().size() + 2) / 3);
}

void HttpEmbedder::stop()
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

Result<QList<std::vector<float>>> HttpEmbedder::embed(const QStringList &texts)
{
    // Servers refuse empty texts; their vector is known.
    QStringList asked;
    for (const QString &text : texts) {
        if (!text.trimmed().isEmpty())
            asked.append(text);
    }
    QList<std::vector<float>> vectors;
    for (qsizetype at = 0; at < asked.size(); at += m_options.batchSize) {
        CLOISTER_ASSIGN(const QList<std::vector<float>> batch, embedBatch(asked.mid(at, m_options.batchSize)));
        vectors += batch;
    }
    for (qsizetype i = 0; i < texts.size(); ++i) {
        if (texts.at(i).trimmed().isEmpty())
            vectors.insert(i, std::vector<float>(size_t(m_dimensions), 0.0F));
    }
    return vectors;
}

Result<QList<std::vector<float>>> HttpEmbedder::embedBatch(const QStringList &texts)
{
    CLOISTER_ASSIGN(const QByteArray body, request(embeddingsRequest(m_options.model, texts)));
    return readEmbeddingsAnswer(body, int(texts.size()), m_dimensions);
}

Result<QByteArray> HttpEmbedder::request(const QByteArray &body)
{
    if (!m_breaker.allows(CircuitBreaker::Clock::now()))
        return fail(ErrorCode::Overloaded, QStringLiteral("The embedding server failed repeatedly and is left alone for a while"));
    Answer answer;
    for (int number = 0; number < m_options.attempts; ++number) {
        waitBeforeAttempt(number);
        if (!m_isStopping)
            answer = exchange(body);
        if (m_isStopping)
            return fail(ErrorCode::ShuttingDown, QStringLiteral("Embedding was stopped"));
        const bool isWorthRetrying = answer.status == 0 || answer.status == 408 || answer.status == 429 || answer.status >= 500;
        if (isWorthRetrying)
            continue;
        m_breaker.succeeded();
        if (answer.status != 200)
            return fail(ErrorCode::Internal, QStringLiteral("The embedding server refused with status %1").arg(answer.status));
        return answer.body;
    }
    m_breaker.failed(CircuitBreaker::Clock::now());
    const QString reason = answer.status == 0 ? answer.problem : QStringLiteral("status %1").arg(answer.status);
    return fail(ErrorCode::Overloaded, QStringLiteral("The embedding server cannot be reached or is too busy: ") + reason);
}

void HttpEmbedder::waitBeforeAttempt(int number)
{
    if (number == 0)
        return;
    std::unique_lock lock(m_mutex);
    m_stopped.wait_for(lock, m_options.firstPause * (1 << std::min(number - 1, 10)), [this] { return m_isStopping.load(); });
}

HttpEmbedder::Answer HttpEmbedder::exchange(const QByteArray &body)
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
        QObject::connect(reply, &QNetworkReply::finished, reply, [reply, promise] {
            Answer answer;
            const bool isCut = reply->error() != QNetworkReply::NoError && reply->error() < QNetworkReply::ContentAccessDenied;
            if (!isCut)
                answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            answer.body = reply->readAll();
            answer.problem = reply->errorString();
            reply->deleteLater();
            promise->set_value(answer);
        });
        QTimer::singleShot(m_options.timeout, reply, &QNetworkReply::abort);
        // A stop that came before this request found nothing to end.
        if (m_isStopping)
            reply->abort();
    });
    return future.get();
}

} // namespace cloister::search
