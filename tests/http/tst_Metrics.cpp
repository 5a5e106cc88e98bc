#include "engine/http/Metrics.h"
#include "tests/support/ApiFixture.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::test;
using http::Metrics;

namespace {

class StoppedClock final : public Clock
{
public:
    qint64 nowMs() const override { return time; }
    qint64 time = 1'700'000'040'000; ///< a full minute
};

} // namespace

class tst_Metrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void record_oneEach_countsByMinuteAndOutcome();
    void record_anHourLater_theOldMinuteIsGone();
    void record_atABound_fallsBelowIt();
    void record_more_thanAreKept_keepsTheNewest();
    void server_afterRequests_tellsPatternsAndNoContent();
};

void tst_Metrics::record_oneEach_countsByMinuteAndOutcome()
{
    StoppedClock clock;
    Metrics metrics(clock);
    for (const int status : {200, 404, 403, 429, 500})
        metrics.record({.time = clock.time, .status = status});
    clock.time += 60'000;
    metrics.record({.time = clock.time, .status = 200});
    const Metrics::Snapshot seen = metrics.snapshot();
    QCOMPARE(seen.minutes.size(), qsizetype(Metrics::kMinutes));
    QCOMPARE(seen.minutes.last().requests, qint64(1));
    const http::MinuteCount &before = seen.minutes.at(Metrics::kMinutes - 2);
    QCOMPARE(before.time, clock.time - 60'000);
    QCOMPARE(before.requests, qint64(5));
    QCOMPARE(before.refused, qint64(2));
    QCOMPARE(before.failed, qint64(1));
}

void tst_Metrics::record_anHourLater_theOldMinuteIsGone()
{
    StoppedClock clock;
    Metrics metrics(clock);
    metrics.record({.time = clock.time, .status = 200});
    clock.time += 60 * 60'000;
    for (const http::MinuteCount &minute : metrics.snapshot().minutes)
        QCOMPARE(minute.requests, qint64(0));
    metrics.record({.time = clock.time, .status = 200});
    QCOMPARE(metrics.snapshot().minutes.last().requests, qint64(1));
}

void tst_Metrics::record_atABound_fallsBelowIt()
{
    StoppedClock clock;
    Metrics metrics(clock);
    using std::chrono::microseconds;
    for (const int us : {0, 1000, 1001, 1'000'000, 1'000'001})
        metrics.record({.time = clock.time, .status = 200, .duration = microseconds(us)});
    const Metrics::Histogram latency = metrics.snapshot().latency;
    QCOMPARE(latency.front(), qint64(2));
    QCOMPARE(latency.at(1), qint64(1));
    QCOMPARE(latency.at(latency.size() - 2), qint64(1));
    QCOMPARE(latency.back(), qint64(1));
}

void tst_Metrics::record_more_thanAreKept_keepsTheNewest()
{
    StoppedClock clock;
    Metrics metrics(clock);
    for (int i = 0; i < Metrics::kRecent + 5; ++i)
        metrics.record({.time = clock.time, .status = 200, .requestId = QString::number(i)});
    const QList<http::RequestTrace> recent = metrics.snapshot().recent;
    QCOMPARE(recent.size(), qsizetype(Metrics::kRecent));
    QCOMPARE(recent.first().requestId, QString::number(Metrics::kRecent + 4));
}

void tst_Metrics::server_afterRequests_tellsPatternsAndNoContent()
{
    ApiFixture api;
    QVERIFY(api.start());
    VERIFY_STATUS(api.post("/dialogue", "{\"namespace\":\"patient-4711\",\"id\":\"flu-7\"}"), 200);
    VERIFY_STATUS(api.get("/dialogue/flu-7?namespace=patient-4711"), 200);
    VERIFY_STATUS(api.ask("GET", "/dialogue/flu-7", {}, "cl_nobody"), 401);
    VERIFY_STATUS(api.ask("GET", "/healthz", {}, {}), 200);
    const Reply server = api.admit("GET", "/server");
    VERIFY_STATUS(server, 200);
    QCOMPARE(server.texts("recent", "route"),
        QStringList({QStringLiteral("/dialogue/{id}"), QStringLiteral("/dialogue/{id}"), QStringLiteral("/dialogue")}));
    QCOMPARE(server.integer("recent.0.status"), qint64(401));
    QCOMPARE(server.text("recent.1.address"), QStringLiteral("192.0.2.7"));
    QVERIFY(!server.body.contains("4711"));
    QVERIFY(!server.body.contains("flu-7"));
    QVERIFY(server.texts("routes", "path").contains(QStringLiteral("/server")));
}

CLOISTER_TEST(tst_Metrics)
#include "tst_Metrics.moc"
