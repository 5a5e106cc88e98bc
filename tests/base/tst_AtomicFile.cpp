#include "engine/base/AtomicFile.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace cloister;

class tst_AtomicFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writeAtomically_newAndExisting_holdsTheBytesPrivately();
    void writeAtomically_overWiderFile_narrowsIt();
    void writeAtomically_staleTemporary_isReplaced();
    void writeAtomically_cannotReplace_keepsWhatWasThere();
    void writeAtomically_noDirectory_fails();
    void checkPrivate_modes_data();
    void checkPrivate_modes();
    void readPrivate_badFiles_areRefused();

private:
    QString path(const char *name) const { return m_directory.filePath(QLatin1String(name)); }
    static mode_t mode(const QString &file);
    static void put(const QString &file, const QByteArray &bytes, mode_t mode);

    QTemporaryDir m_directory;
};

mode_t tst_AtomicFile::mode(const QString &file)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(file).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

void tst_AtomicFile::put(const QString &file, const QByteArray &bytes, mode_t mode)
{
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(out.write(bytes), bytes.size());
    out.close();
    QCOMPARE(::chmod(QFile::encodeName(file).constData(), mode), 0);
}

void tst_AtomicFile::writeAtomically_newAndExisting_holdsTheBytesPrivately()
{
    for (const QByteArray &bytes : {QByteArray("first"), QByteArray(), QByteArray(200'000, 'x')}) {
        QVERIFY(files::writeAtomically(path("a"), bytes).has_value());
        QCOMPARE(*files::readPrivate(path("a"), 1'000'000), bytes);
        QCOMPARE(mode(path("a")), mode_t(0600));
        QVERIFY(!QFileInfo::exists(path("a.new")));
    }
}

void tst_AtomicFile::writeAtomically_overWiderFile_narrowsIt()
{
    put(path("wide"), "old", 0666);
    QVERIFY(files::writeAtomically(path("wide"), "new").has_value());
    QCOMPARE(mode(path("wide")), mode_t(0600));
}

void tst_AtomicFile::writeAtomically_staleTemporary_isReplaced()
{
    put(path("stale"), "old", 0600);
    put(path("stale.new"), "half a fi", 0666);
    QCOMPARE(*files::readPrivate(path("stale"), 100), QByteArray("old"));
    QVERIFY(files::writeAtomically(path("stale"), "new").has_value());
    QCOMPARE(*files::readPrivate(path("stale"), 100), QByteArray("new"));
    QCOMPARE(mode(path("stale")), mode_t(0600));
    QVERIFY(!QFileInfo::exists(path("stale.new")));
}

void tst_AtomicFile::writeAtomically_cannotReplace_keepsWhatWasThere()
{
    const QString target = path("directory");
    QVERIFY(QDir().mkpath(target + QLatin1String("/inside"))); // a file cannot be renamed over it
    const Result<void> written = files::writeAtomically(target, "bytes");
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::StorageUnavailable);
    QVERIFY(QFileInfo(target + QLatin1String("/inside")).isDir());
    QVERIFY(!QFileInfo::exists(target + QLatin1String(".new")));
}

void tst_AtomicFile::writeAtomically_noDirectory_fails()
{
    const Result<void> written = files::writeAtomically(path("missing/file"), "bytes");
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::StorageUnavailable);
}

void tst_AtomicFile::checkPrivate_modes_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<bool>("isPrivate");
    for (const int mode : {0600, 0400, 0700, 0500})
        QTest::addRow("%04o", mode) << mode << true;
    for (const int mode : {0640, 0604, 0620, 0602, 0610, 0601, 0644, 0666, 0777, 0755})
        QTest::addRow("%04o", mode) << mode << false;
}

void tst_AtomicFile::checkPrivate_modes()
{
    QFETCH(int, mode);
    QFETCH(bool, isPrivate);
    put(path("mode"), "content", static_cast<mode_t>(mode));
    const Result<void> file = files::checkPrivate(path("mode"));
    QCOMPARE(file.has_value(), isPrivate);
    QCOMPARE(files::readPrivate(path("mode"), 100).has_value(), isPrivate);
    QVERIFY(QFile::remove(path("mode")));
    if (!isPrivate) {
        QCOMPARE(file.error().code, ErrorCode::Forbidden);
        QVERIFY(file.error().detail.contains(QString::number(mode, 8)));
    }
    QVERIFY(QDir().mkpath(path("dir")));
    QCOMPARE(::chmod(QFile::encodeName(path("dir")).constData(), static_cast<mode_t>(mode)), 0);
    QCOMPARE(files::checkPrivate(path("dir")).has_value(), isPrivate);
    QCOMPARE(::chmod(QFile::encodeName(path("dir")).constData(), 0700), 0);
}

void tst_AtomicFile::readPrivate_badFiles_areRefused()
{
    QCOMPARE(files::readPrivate(path("nothing"), 100).error().code, ErrorCode::NotFound);
    QCOMPARE(files::checkPrivate(path("nothing")).error().code, ErrorCode::NotFound);
    put(path("large"), QByteArray(101, 'l'), 0600);
    QCOMPARE(files::readPrivate(path("large"), 100).error().code, ErrorCode::PayloadTooLarge);
    QCOMPARE(::mkfifo(QFile::encodeName(path("pipe")).constData(), 0600), 0);
    QCOMPARE(files::readPrivate(path("pipe"), 100).error().code, ErrorCode::InvalidParameter);
    QVERIFY(QDir().mkpath(path("folder")));
    QCOMPARE(files::readPrivate(path("folder"), 100).error().code, ErrorCode::InvalidParameter);
}

CLOISTER_TEST(tst_AtomicFile)
#include "tst_AtomicFile.moc"
