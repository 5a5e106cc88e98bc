#include "tests/support/Test.h"

#include "engine/storage/Ballast.h"

#include <QFile>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace cloister;
using namespace cloister::storage;

class tst_Ballast : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void restore_allocatesRealPrivateSpace_releaseGivesItBack()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("ballast"));
        Ballast ballast(directory.path());
        QVERIFY(!QFile::exists(path));
        QVERIFY(ballast.restore());
        struct stat status = {};
        QCOMPARE(::stat(QFile::encodeName(path).constData(), &status), 0);
        QVERIFY(status.st_blocks * 512 >= Ballast::kSizeBytes); // not a sparse file
        QCOMPARE(status.st_mode & 0777, 0600u);
        QVERIFY(ballast.restore());
        QVERIFY(ballast.release());
        QVERIFY(!QFile::exists(path));
        QVERIFY(ballast.release());
    }

    void restore_ofACutFile_makesItWhole()
    {
        const QTemporaryDir directory;
        QFile file(directory.filePath(QStringLiteral("ballast")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("cut") == 3);
        file.close();
        QVERIFY(Ballast(directory.path()).restore());
        QCOMPARE(file.size(), Ballast::kSizeBytes);
    }

    void restore_inAMissingDirectory_fails()
    {
        const auto restored = Ballast(QStringLiteral("/nonexistent/directory")).restore();
        QVERIFY(!restored);
        QCOMPARE(restored.error().code, ErrorCode::StorageUnavailable);
    }
};

CLOISTER_TEST(tst_Ballast)
#include "tst_Ballast.moc"
