// Imports below the API.
#include "tests/support/SearchFixture.h"

using namespace cloister;
using namespace cloister::test;

class tst_TransferService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void import_ofMoreLinesThanTheQueueHolds_takesThemAll();
};

void tst_TransferService::import_ofMoreLinesThanTheQueueHolds_takesThemAll()
{
    SearchFixture fixture;
    QVERIFY(fixture.create());
    constexpr int kLines = 12'000; // 4,096 wait at most
    const QByteArray lines = QByteArray("{\"value\":1}\n").repeated(kLines);
    const auto report
        = fixture.engine->transfer.importBatch(WorkspaceFixture::admin(fixture.projectId), lines, 1);
    QVERIFY(report.has_value());
    QVERIFY2(report->problems.isEmpty(), qPrintable(report->problems.value(0).error.detail));
    QCOMPARE(report->lines, kLines);
    QCOMPARE(report->memories, kLines);
}

CLOISTER_TEST(tst_TransferService)
#include "tst_TransferService.moc"
