#pragma once

#include "engine/base/Result.h"
#include "engine/search/CircuitBreaker.h"

#include <QByteArray>
#include <QString>
#include <QThread>
#include <QUrl>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

class QNetworkAccessManager;

namespace cloister::search {

/// How a server is asked.
struct JsonPostOptions
{
    QByteArray key;                                 ///< sent as bearer token; empty: none
    std::chrono::milliseconds timeout{30'000};      ///< of one request, from sending to the last byte
    int attempts = 3;                               ///< of one request, the first included
    std::chrono::milliseconds firstPause{500};      ///< before the second attempt; doubles each time
    int failuresToPause = 5;                        ///< failed requests in a row, after which calls fail at once
    std::chrono::milliseconds pause{30'000};        ///< for so long
};

/// Posts JSON to one address of a server that speaks OpenAI's protocol. Certificates are verified and redirections are
/// not followed. Calls block until the answer is there or given up; any thread, several at the same time.
class JsonPost
{
public:
    /// The address of one function of a server: `base` with `/v1` and `function`, or only the latter when it ends in `/v1`.
    /// InvalidParameter when it is no http or https URL with a host.
    static Result<QUrl> address(const QUrl &base, const char *function);

    /// `server` is what errors call it: "embedding server".
    JsonPost(const QUrl &url, const JsonPostOptions &options, const QString &server);
    /// Stops; no other call may be in progress.
    ~JsonPost();

    /// The body of the answer with status 200. Overloaded when the server cannot be reached, is too slow or too busy;
    /// Internal when it refuses; ShuttingDown after stop().
    Result<QByteArray> send(const QByteArray &body);

    /// Ends the calls in progress, and later ones, with ShuttingDown. Any thread.
    void stop();

private:
    struct Answer
    {
        int status = 0;        ///< 0: none came
        QByteArray body;
        QString problem;
    };

    Answer exchange(const QByteArray &body);
    void waitBeforeAttempt(int number);

    const QUrl m_url;
    const JsonPostOptions m_options;
    const QString m_server;
    CircuitBreaker m_breaker;
    std::atomic<bool> m_isStopping = false;
    std::mutex m_mutex;
    std::condition_variable m_stopped;
    QThread m_thread;
    QNetworkAccessManager *m_network = nullptr;   ///< lives in m_thread, deleted when it ends
};

} // namespace cloister::search
