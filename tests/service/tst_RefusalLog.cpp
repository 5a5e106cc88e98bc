#include "engine/base/Json.h"
#include "tests/support/WorkspaceFixture.h"

#include <thread>
#include <vector>

using namespace cloister;
using namespace cloister::test;

class tst_RefusalLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void equalRefusals_areOneEvent();
    void addresses_areFolded();
    void moreThanSixty_areOneMore();
    void nothing_writesNothing();
    void theEnd_writesWhatIsLeft();
    void manyThreads_loseNothing();

private:
    /// Count of every "address outcome" in the workspace's log.
    QMap<QString, qint64> written();
    static QHostAddress address(const char *text) { return QHostAddress(QString::fromLatin1(text)); }

    std::unique_ptr<WorkspaceFixture> m_world;
};

void tst_RefusalLog::init()
{
    m_world = std::make_unique<WorkspaceFixture>();
    QVERIFY(m_world->create());
}

QMap<QString, qint64> tst_RefusalLog::written()
{
    AuditQuery query;
    query.action = QStringLiteral("access.refused");
    query.limit = 1000;
    QMap<QString, qint64> counts;
    const auto records = m_world->engine->audit.list({}, query);
    for (const AuditRecord &record : records.value_or(QList<AuditRecord>())) {
        const auto event = parseJson(record.body);
        const auto textOf = [&](const char *name) {
            const auto member = event->member(QLatin1String(name));
            return member ? member->toTextReplacing() : QString();
        };
        const auto count = event->member(QLatin1String("count"));
        counts[textOf("address") + QLatin1Char(' ') + textOf("outcome")] += count ? count->toInteger().value_or(-1) : -1;
    }
    return counts;
}

void tst_RefusalLog::equalRefusals_areOneEvent()
{
    RefusalLog &log = m_world->engine->refusals;
    for (int i = 0; i < 7; ++i)
        log.note(address("192.0.2.7"), QStringLiteral("UNAUTHENTICATED"));
    log.note(address("192.0.2.7"), QStringLiteral("BAD_REQUEST"));
    log.note(address("192.0.2.8"), QStringLiteral("BAD_REQUEST"));
    QCOMPARE(written().size(), 0);
    QVERIFY(log.write().has_value());
    const QMap<QString, qint64> expected{{QStringLiteral("192.0.2.7 UNAUTHENTICATED"), 7},
        {QStringLiteral("192.0.2.7 BAD_REQUEST"), 1}, {QStringLiteral("192.0.2.8 BAD_REQUEST"), 1}};
    QCOMPARE(written(), expected);
    // The next minute has events of its own.
    log.note(address("192.0.2.7"), QStringLiteral("UNAUTHENTICATED"));
    QVERIFY(log.write().has_value());
    QCOMPARE(written().value(QStringLiteral("192.0.2.7 UNAUTHENTICATED")), 8);
}

void tst_RefusalLog::addresses_areFolded()
{
    RefusalLog &log = m_world->engine->refusals;
    log.note(address("192.0.2.7"), QStringLiteral("BAD_REQUEST"));
    log.note(address("::ffff:192.0.2.7"), QStringLiteral("BAD_REQUEST"));
    log.note(address("2001:db8::1"), QStringLiteral("BAD_REQUEST"));
    QVERIFY(log.write().has_value());
    QCOMPARE(written().value(QStringLiteral("192.0.2.7 BAD_REQUEST")), 2);
    QCOMPARE(written().value(QStringLiteral("2001:db8::1 BAD_REQUEST")), 1);
}

void tst_RefusalLog::moreThanSixty_areOneMore()
{
    RefusalLog &log = m_world->engine->refusals;
    for (quint32 i = 0; i < 500; ++i)
        log.note(QHostAddress(0x0a000000 + i), QStringLiteral("BAD_REQUEST"));
    QVERIFY(log.write().has_value());
    QMap<QString, qint64> counts = written();
    QCOMPARE(counts.size(), RefusalLog::kMaxEvents);
    QCOMPARE(counts.take(QStringLiteral(" MANY")), 500 - (RefusalLog::kMaxEvents - 1));
    for (const qint64 count : std::as_const(counts))
        QCOMPARE(count, 1);
}

void tst_RefusalLog::nothing_writesNothing()
{
    QVERIFY(m_world->engine->refusals.write().has_value());
    QCOMPARE(written().size(), 0);
}

void tst_RefusalLog::theEnd_writesWhatIsLeft()
{
    m_world->engine->refusals.note(address("192.0.2.7"), QStringLiteral("BAD_REQUEST"));
    QVERIFY(m_world->open());
    QCOMPARE(written().value(QStringLiteral("192.0.2.7 BAD_REQUEST")), 1);
}

void tst_RefusalLog::manyThreads_loseNothing()
{
    RefusalLog &log = m_world->engine->refusals;
    std::vector<std::thread> threads;
    for (quint32 t = 0; t < 4; ++t) {
        threads.emplace_back([&log, t] {
            for (int i = 0; i < 500; ++i) {
                log.note(QHostAddress(0x0a000000 + t), QStringLiteral("BAD_REQUEST"));
                if (i == 250)
                    (void)log.write();
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY(log.write().has_value());
    qint64 total = 0;
    for (const qint64 count : written())
        total += count;
    QCOMPARE(total, 2000);
}

CLOISTER_TEST(tst_RefusalLog)
#include "tst_RefusalLog.moc"
