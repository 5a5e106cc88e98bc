#pragma once

#include "engine/base/Clock.h"
#include "engine/base/ThreadAnnotations.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <array>
#include <chrono>

namespace cloister::http {

/// What is remembered of one request of the data API: never its content, and of its path the pattern alone.
struct RequestTrace
{
    qint64 time = 0; ///< milliseconds since the epoch, UTC
    QByteArray method = {};
    QByteArray route = {}; ///< "/dialogue/{id}"; empty when there is none
    int status = 0;
    std::chrono::microseconds duration{0};
    QString address = {};
    QString requestId = {};
};

struct MinuteCount
{
    qint64 time = 0; ///< when the minute begins
    qint64 requests = 0;
    qint64 refused = 0; ///< of them answered with 401, 403 or 429
    qint64 failed = 0;  ///< of them answered with 500 or more
};

/// The last hour of the data API in numbers: requests a minute, how long answers took, the newest requests. In memory
/// only. Any thread.
class Metrics
{
public:
    static constexpr int kMinutes = 60;
    static constexpr int kRecent = 100;
    /// Upper bounds of the histogram's buckets in milliseconds; one more bucket takes what is slower.
    static constexpr std::array<int, 10> kBoundsMs{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};
    using Histogram = std::array<qint64, kBoundsMs.size() + 1>;

    struct Snapshot
    {
        qint64 started = 0;
        QStringList addresses;
        QList<MinuteCount> minutes; ///< kMinutes, oldest first, the last one still running
        Histogram latency{};
        QList<RequestTrace> recent; ///< newest first
    };

    /// `clock` outlives it.
    explicit Metrics(const Clock &clock);

    void record(const RequestTrace &trace);
    /// Where the program listens.
    void setAddresses(const QStringList &addresses);
    Snapshot snapshot() const;

private:
    MinuteCount &minuteAt(qint64 time) CLOISTER_REQUIRES(m_mutex);

    const Clock &m_clock;
    const qint64 m_started;
    mutable Mutex m_mutex;
    QStringList m_addresses CLOISTER_GUARDED_BY(m_mutex);
    std::array<MinuteCount, kMinutes> m_minutes CLOISTER_GUARDED_BY(m_mutex); ///< by minute modulo kMinutes
    Histogram m_latency CLOISTER_GUARDED_BY(m_mutex) = {};
    QList<RequestTrace> m_recent CLOISTER_GUARDED_BY(m_mutex);
};

} // namespace cloister::http
