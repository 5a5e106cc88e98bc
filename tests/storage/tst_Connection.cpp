#include "tests/storage/StorageFixture.h"
#include "tests/support/Test.h"

#include "engine/storage/Transaction.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>

using namespace cloister;
using namespace cloister::storage;
using cloister::storage::test::StorageFixture;

class tst_Connection : public QObject
{
    Q_OBJECT

private:
    static int modeOf(const QString &path)
    {
        struct stat status = {};
        return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? static_cast<int>(status.st_mode & 0777) : -1;
    }
    static bool overwrite(const QString &path, qint64 at, const QByteArray &bytes)
    {
        QFile file(path);
        return file.open(QIODevice::ReadWrite) && file.seek(at) && file.write(bytes) == bytes.size();
    }
    static QByteArray contents(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static ErrorCode openError(const OpenOptions &options)
    {
        const auto opened = Connection::open(options);
        return opened ? ErrorCode::NotFound : opened.error().code;
    }

private Q_SLOTS:
    void open_createdFile_isEncryptedAndPrivate()
    {
        const mode_t before = ::umask(0);
        StorageFixture fixture;
        QVERIFY(fixture.create());
        const auto writer = fixture.open(Role::Writer);
        QVERIFY(writer);
        QVERIFY(fixture.insert(**writer, QStringLiteral("a"), QStringLiteral("1"), "a canary in the file"));
        for (const char *suffix : {"", "-wal", "-shm"})
            QCOMPARE(modeOf(fixture.path() + QLatin1String(suffix)), 0600);
        ::umask(before);
        QVERIFY((*writer)->checkpointTruncate());
        QCOMPARE(QFileInfo(fixture.path() + QLatin1String("-wal")).size(), 0);
        const QByteArray bytes = contents(fixture.path());
        QVERIFY(!bytes.startsWith("SQLite format 3"));
        QVERIFY(!bytes.contains("a canary"));
        QVERIFY(!bytes.contains("note"));
        QCOMPARE(bytes.size() % 4096, 0);
    }

    void open_missingFile_failsAndMakesNone()
    {
        StorageFixture fixture;
        for (const Role role : {Role::Writer, Role::Reader, Role::KeyFile})
            QCOMPARE(openError(fixture.options(role)), ErrorCode::StorageUnavailable);
        QVERIFY(!QFile::exists(fixture.path()));
    }

    void open_wrongKey_isIntegrityAndLeavesTheFile()
    {
        StorageFixture fixture;
        QVERIFY(fixture.create());
        const QByteArray before = contents(fixture.path());
        for (const Role role : {Role::Writer, Role::Reader, Role::KeyFile}) {
            const auto opened =
                Connection::open({.path = fixture.path(), .key = StorageFixture::kOtherKey, .role = role});
            QVERIFY(!opened);
            QCOMPARE(opened.error().code, ErrorCode::Integrity);
            QVERIFY(opened.error().detail.contains(QLatin1String("wrong key")));
        }
        QCOMPARE(contents(fixture.path()), before);
        QVERIFY(fixture.open(Role::Writer));
    }

    void open_wrongKeyBesideALogOfACrash_losesNothing()
    {
        StorageFixture fixture;
        StorageFixture crashed;
        QVERIFY(fixture.create());
        const auto writer = fixture.open(Role::Writer);
        QVERIFY(fixture.insert(**writer, QStringLiteral("a"), QStringLiteral("1")));
        QVERIFY(QFile::copy(fixture.path(), crashed.path()));
        QVERIFY(QFile::copy(fixture.path() + QLatin1String("-wal"), crashed.path() + QLatin1String("-wal")));
        QVERIFY(!Connection::open({.path = crashed.path(), .key = StorageFixture::kOtherKey, .role = Role::Writer}));
        const auto reopened = crashed.open(Role::Writer);
        QVERIFY(reopened);
        QCOMPARE(StorageFixture::count(**reopened), 1);
    }

    void open_plainOrEmptyOrDamagedFile_isIntegrity()
    {
        StorageFixture fixture;
        QVERIFY(overwrite(fixture.path(), 0, QByteArray("SQLite format 3\0", 16) + QByteArray(4080, '\0')));
        QCOMPARE(openError(fixture.options(Role::Writer)), ErrorCode::Integrity);
        QVERIFY(QFile::resize(fixture.path(), 0));
        QCOMPARE(openError(fixture.options(Role::Writer)), ErrorCode::Integrity);
        QVERIFY(QFile::remove(fixture.path()));

        QVERIFY(fixture.create());
        QVERIFY(overwrite(fixture.path(), 40, "damage"));
        const auto opened = fixture.open(Role::Writer);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Integrity);
        QVERIFY(opened.error().detail.contains(QLatin1String("header is damaged")));
    }

    void open_createOnAnExistingFile_keepsWhatIsThere()
    {
        StorageFixture fixture;
        QVERIFY(fixture.create());
        QVERIFY(StorageFixture::insert(*fixture.open(Role::Writer).value(), QStringLiteral("a"), QStringLiteral("1")));
        OpenOptions options = fixture.options(Role::Writer);
        options.create = true;
        const auto again = Connection::open(options);
        QVERIFY(again);
        QCOMPARE(StorageFixture::count(**again), 1);
    }

    void open_createInAMissingDirectory_fails()
    {
        StorageFixture fixture;
        OpenOptions options = fixture.options(Role::Writer);
        options.path = fixture.directory() + QLatin1String("/none/project.db");
        options.create = true;
        QCOMPARE(openError(options), ErrorCode::StorageUnavailable);
    }

    void open_keyFile_keepsNoLogAndNoOldPages()
    {
        StorageFixture fixture;
        QVERIFY(fixture.create(Role::KeyFile));
        const auto keys = fixture.open(Role::KeyFile);
        QVERIFY(keys);
        QVERIFY(StorageFixture::insert(**keys, QStringLiteral("a"), QStringLiteral("1")));
        QCOMPARE(QDir(fixture.directory()).entryList(QDir::Files), QStringList{QStringLiteral("project.db")});
        QCOMPARE(modeOf(fixture.path()), 0600);
        QCOMPARE(StorageFixture::count(**keys), 1);
    }

    void write_throughReader_isRefused()
    {
        StorageFixture fixture;
        QVERIFY(fixture.create());
        const auto reader = fixture.open(Role::Reader);
        QVERIFY(reader);
        QVERIFY(!StorageFixture::insert(**reader, QStringLiteral("a"), QStringLiteral("1")));
        QCOMPARE(StorageFixture::count(**reader), 0);
    }

    void read_pageWithFlippedBit_isReportedAsDamage()
    {
        StorageFixture fixture;
        QVERIFY(fixture.create());
        {
            const auto writer = fixture.open(Role::Writer);
            for (int i = 0; i < 64; ++i)
                QVERIFY(StorageFixture::insert(**writer, QStringLiteral("a"), QString::number(i), QByteArray(1000, 'x')));
        }
        const auto whole = fixture.open(Role::Writer);
        QCOMPARE(integrityCheck(**whole).value(), QStringList());
        const QByteArray bytes = contents(fixture.path());
        const qint64 at = 5 * 4096 + 100;
        QVERIFY(overwrite(fixture.path(), at, QByteArray(1, static_cast<char>(bytes.at(at) ^ 1))));

        const auto damaged = fixture.open(Role::Reader);
        QVERIFY(damaged);
        Statement all = (*damaged)->prepare("SELECT body FROM note");
        while (all.next()) { }
        QVERIFY(!all.done());
        QCOMPARE(all.done().error().code, ErrorCode::Integrity);
        QCOMPARE((*damaged)->worstFailure(), Failure::Damaged);
        const auto problems = integrityCheck(**damaged);
        QVERIFY2(problems, qPrintable(problems ? QString() : problems.error().detail));
        QVERIFY(!problems->isEmpty());
    }

    void backupTo_whileWriting_isAWholeSnapshotWithTheSameKey()
    {
        StorageFixture fixture;
        StorageFixture copy;
        QVERIFY(fixture.create());
        const auto writer = fixture.open(Role::Writer);
        QVERIFY(StorageFixture::insert(**writer, QStringLiteral("a"), QStringLiteral("1")));
        QVERIFY((*writer)->backupTo(copy.path()));
        QVERIFY(StorageFixture::insert(**writer, QStringLiteral("a"), QStringLiteral("2")));
        QCOMPARE(modeOf(copy.path()), 0600);
        const auto opened = copy.open(Role::Writer);
        QVERIFY(opened);
        QCOMPARE(StorageFixture::count(**opened), 1);
        QCOMPARE(integrityCheck(**opened).value(), QStringList());

        const auto again = (*writer)->backupTo(copy.path());
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Conflict);
    }

    void checkpointTruncate_whileAReaderNeedsTheLog_saysSo()
    {
        StorageFixture fixture;
        QVERIFY(fixture.create());
        const auto writer = fixture.open(Role::Writer);
        const auto reader = fixture.open(Role::Reader);
        {
            const auto snapshot = Transaction::begin(**reader);
            QVERIFY(snapshot);
            QVERIFY(StorageFixture::insert(**writer, QStringLiteral("a"), QStringLiteral("1")));
            const auto truncated = (*writer)->checkpointTruncate();
            QVERIFY(!truncated);
            QCOMPARE(truncated.error().code, ErrorCode::StorageUnavailable);
        }
        QVERIFY((*writer)->checkpointTruncate());
    }
};

CLOISTER_TEST(tst_Connection)
#include "tst_Connection.moc"
