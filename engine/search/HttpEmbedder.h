#pragma once

#include "engine/search/CircuitBreaker.h"
#include "engine/search/Embedder.h"

#include <QByteArray>
#include <QThread>
#include <QUrl>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>

class QNetworkAccessManager;

namespace cloister::search {

/// A server on the customer's network that speaks `POST /v1/embeddings`.
struct HttpEmbedderOptions
{
    QUrl baseUrl;            ///< http or https; `/v1/embeddings` is added, or `/embeddings` when it ends in `/v1`
    QString model;           ///< the server's name for it; also the name under which vectors are stored
    QByteArray key;          ///< sent as bearer token; empty: none
    int batchSize = 32;      ///< texts a request
    int maxTokens = 512;     ///< what the model reads of a text; longer messages are embedded in passages
    std::chrono::milliseconds timeout{30'000};      ///< of one request, from sending to the last byte
    int attempts = 3;                               ///< of one request, the first included
    std::chrono::milliseconds firstPause{500};      ///< before the second attempt; doubles each time
    int failuresToPause = 5;                        ///< failed requests in a row, after which calls fail at once
    std::chrono::milliseconds pause{30'000};        ///< for so long
};

/// Embeds by asking an OpenAI-compatible server. Texts leave the process: used only where an admin set it up. Server
/// certificates are verified and redirections are not followed. Calls block until the answer is there or given up; any
/// thread, several at the same time.
class HttpEmbedder final : public Embedder
{
public:
    /// Asks the server for one vector to learn its dimensions. InvalidParameter for an unusable address, otherwise as
    /// embed(). Blocks.
    static Result<std::shared_ptr<HttpEmbedder>> connect(const HttpEmbedderOptions &options);

    /// Stops; no other call may be in progress.
    ~HttpEmbedder() override;

    EmbedderId id() const override;

    /// Overloaded when the server cannot be reached, is too slow or too busy; Internal when it refuses the texts or
    /// answers something else than vectors of the dimensions it had at first; ShuttingDown after stop().
    Result<QList<std::vector<float>>> embed(const QStringList &texts) override;

    int maxTokens() const override { return m_options.maxTokens; }

    /// An estimate, rather too high: a token for three bytes.
    int countTokens(const QString &text) const override;

    /// Ends the calls in progress, and later ones, with ShuttingDown. Any thread.
    void stop();

private:
    struct Answer
    {
        int status = 0;        ///< 0: none came
        QByteArray body;
        QString problem;
    };

    explicit HttpEmbedder(const HttpEmbedderOptions &options);

    Result<QList<std::vector<float>>> embedBatch(const QStringList &texts);
    Result<QByteArray> request(const QByteArray &body);
    Answer exchange(const QByteArray &body);
    void waitBeforeAttempt(int number);

    const HttpEmbedderOptions m_options;
    const QUrl m_url;
    int m_dimensions = 0;      ///< 0 until connect() has learned it
    CircuitBreaker m_breaker;
    std::atomic<bool> m_isStopping = false;
    std::mutex m_mutex;
    std::condition_variable m_stopped;
    QThread m_thread;
    QNetworkAccessManager *m_network = nullptr;   ///< lives in m_thread, deleted when it ends
};

} // namespace cloister::search
