// DUR-2: on a really full file system writes get a clear 503, what was acknowledged is kept, deletes work, and writing
// goes on by itself once there is room. Needs the right to mount a small tmpfs.
#include "tests/durability/ServedWorkspace.h"
#include "tests/support/Test.h"

#include <QDir>

#include <sys/mount.h>

using namespace cloister;
using namespace cloister::test;

class tst_DiskFull : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aFullDisk_refusesWritesAndLosesNothing();

private:
    QTemporaryDir m_folder;
    QByteArray m_mount;
};

void tst_DiskFull::initTestCase()
{
    m_mount = m_folder.filePath(QStringLiteral("small")).toLocal8Bit();
    QVERIFY(QDir().mkpath(QString::fromLocal8Bit(m_mount)));
    QVERIFY2(::mount("tmpfs", m_mount.constData(), "tmpfs", 0, "size=64m,mode=0700") == 0,
        "this test mounts a tmpfs: run it as root");
}

void tst_DiskFull::cleanupTestCase()
{
    ::umount2(m_mount.constData(), MNT_DETACH);
}

void tst_DiskFull::aFullDisk_refusesWritesAndLosesNothing()
{
    ServedWorkspace workspace(QString::fromLocal8Bit(m_mount));
    QVERIFY(workspace.create());
    QVERIFY(workspace.start());
    const auto transport = workspace.connect();
    const QByteArray text(200'000, 'x');
    const auto write = [&](const QByteArray &id) {
        return call(*transport, "POST", "/api/v1/dialogue",
            "{\"id\":\"" + id + "\",\"message\":{\"role\":\"user\",\"content\":\"" + text + "\"}}", workspace.key());
    };
    QList<QByteArray> acknowledged;
    client::Reply refused;
    for (int n = 0; n < 2000 && refused.status == 0; ++n) {
        const QByteArray id = "dialogue-" + QByteArray::number(n);
        const client::Reply reply = write(id);
        if (reply.status == 200)
            acknowledged.append(id);
        else
            refused = reply;
    }
    QCOMPARE(refused.status, 503);
    QVERIFY2(refused.body.contains("STORAGE_UNAVAILABLE"), refused.body.constData());
    QVERIFY(!refused.header("retry-after").isEmpty());
    QVERIFY(acknowledged.size() > 20);

    for (const QByteArray &id : std::as_const(acknowledged))
        QCOMPARE(call(*transport, "GET", "/api/v1/dialogue/" + id, {}, workspace.key()).status, 200);
    const qsizetype kept = 10; // what goes must make room for the reserve again
    for (qsizetype n = kept; n < acknowledged.size(); ++n) {
        const client::Reply deleted
            = call(*transport, "DELETE", "/api/v1/dialogue/" + acknowledged.at(n), {}, workspace.key());
        QVERIFY2(deleted.status == 200, deleted.body.constData());
    }
    int status = 0;
    for (int attempt = 0; attempt < 60 && status != 200; ++attempt) {
        status = write("after-the-flood-" + QByteArray::number(attempt)).status;
        if (status != 200)
            QTest::qWait(500);
    }
    QCOMPARE(status, 200);
    for (qsizetype n = 0; n < kept; ++n)
        QCOMPARE(call(*transport, "GET", "/api/v1/dialogue/" + acknowledged.at(n), {}, workspace.key()).status, 200);
    QVERIFY(workspace.stop());
    QVERIFY(workspace.start()); // and it opens again
}

CLOISTER_TEST(tst_DiskFull)
#include "tst_DiskFull.moc"
