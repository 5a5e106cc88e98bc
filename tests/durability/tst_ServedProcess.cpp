// OPS-1: what the running service leaves on disk and does on its own.
#include "tests/durability/ServedWorkspace.h"
#include "tests/support/Test.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include <sys/stat.h>

using namespace cloister;
using namespace cloister::test;

class tst_ServedProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFile_isTheOwnersAlone();
    void theProcess_dumpsNoCore();
    void aWiderMode_isRefused();
    void theService_opensNoConnectionOfItsOwn();
    void aPlainTextSearchOfTheFiles_findsNoContent();
};

static QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

static mode_t modeOf(const QString &path)
{
    struct stat facts = {};
    return ::stat(path.toLocal8Bit().constData(), &facts) == 0 ? facts.st_mode & 07777 : 0;
}

void tst_ServedProcess::everyFile_isTheOwnersAlone()
{
    QTemporaryDir folder;
    ServedWorkspace workspace(folder.path());
    QVERIFY(workspace.create() && workspace.start());
    const auto transport = workspace.connect();
    QCOMPARE(call(*transport, "POST", "/api/v1/dialogue", "{\"id\":\"dialogue-1\"}", workspace.key()).status, 200);
    QCOMPARE(modeOf(workspace.directory()), mode_t(0700));
    QDirIterator entries(workspace.directory(), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
        QDirIterator::Subdirectories);
    int files = 0;
    while (entries.hasNext()) {
        const QString path = entries.next();
        const mode_t expected = entries.fileInfo().isDir() ? 0700 : 0600;
        QVERIFY2(modeOf(path) == expected, qPrintable(path));
        ++files;
    }
    QVERIFY(files > 8);
}

void tst_ServedProcess::theProcess_dumpsNoCore()
{
    QTemporaryDir folder;
    ServedWorkspace workspace(folder.path());
    QVERIFY(workspace.create() && workspace.start());
    const QByteArray limits = contentOf(QStringLiteral("/proc/%1/limits").arg(workspace.pid()));
    QVERIFY2(limits.contains("Max core file size        0 "), limits.constData());
    const QByteArray status = contentOf(QStringLiteral("/proc/%1/status").arg(workspace.pid()));
    QVERIFY2(status.contains("Umask:\t0077"), status.constData());
}

void tst_ServedProcess::aWiderMode_isRefused()
{
    QTemporaryDir folder;
    ServedWorkspace workspace(folder.path());
    QVERIFY(workspace.create());
    const QString keystore = workspace.directory() + QStringLiteral("/keystore");
    ::chmod(keystore.toLocal8Bit().constData(), 0640);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("did not start.*keystore")));
    QVERIFY(!workspace.start());
    ::chmod(keystore.toLocal8Bit().constData(), 0600);
    QVERIFY(workspace.start());
}

void tst_ServedProcess::theService_opensNoConnectionOfItsOwn()
{
    QTemporaryDir folder;
    const QString trace = folder.filePath(QStringLiteral("trace"));
    ServedWorkspace workspace(folder.path(),
        {QStringLiteral("strace"), QStringLiteral("-f"), QStringLiteral("-e"), QStringLiteral("trace=connect,sendto"),
            QStringLiteral("-o"), trace});
    QVERIFY(workspace.create() && workspace.start());
    const auto transport = workspace.connect();
    QCOMPARE(call(*transport, "POST", "/api/v1/dialogue", "{\"id\":\"dialogue-1\"}", workspace.key()).status, 200);
    QVERIFY(workspace.stop());
    const QByteArray calls = contentOf(trace);
    QVERIFY(calls.contains("exited with 0")); // it was traced to the end
    // It asks its own door once, before it says that it is ready.
    const QByteArray own = "htons(" + QByteArray::number(workspace.port()) + "), sin_addr=inet_addr(\"127.0.0.1\")";
    for (const QByteArray &line : calls.split('\n'))
        QVERIFY2(!line.contains("connect(") || !line.contains("AF_INET") || line.contains(own), line.constData());
}

void tst_ServedProcess::aPlainTextSearchOfTheFiles_findsNoContent()
{
    QTemporaryDir folder;
    ServedWorkspace workspace(folder.path());
    QVERIFY(workspace.create() && workspace.start());
    const auto transport = workspace.connect();
    const QByteArray body = "{\"id\":\"canary-dialogue\",\"namespace\":\"canary-namespace\",\"label\":\"canary-label\","
                            "\"message\":{\"role\":\"user\",\"content\":\"canary-content\"}}";
    QCOMPARE(call(*transport, "POST", "/api/v1/dialogue", body, workspace.key()).status, 200);
    const auto canariesIn = [&] {
        QStringList found;
        QDirIterator files(workspace.directory(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            if (contentOf(path).contains("canary"))
                found.append(path);
        }
        return found;
    };
    QCOMPARE(canariesIn(), QStringList());
    QVERIFY(!contentOf(folder.filePath(QStringLiteral("server.log"))).contains("canary"));
    QVERIFY(workspace.stop());
    QCOMPARE(canariesIn(), QStringList());
    QFile planted(workspace.directory() + QStringLiteral("/planted"));
    QVERIFY(planted.open(QIODevice::WriteOnly) && planted.write("canary") == 6);
    planted.close();
    QCOMPARE(canariesIn().size(), 1); // the search itself works
}

CLOISTER_TEST(tst_ServedProcess)
#include "tst_ServedProcess.moc"
