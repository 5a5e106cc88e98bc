#include "tests/storage/StorageFixture.h"
#include "tests/support/Test.h"

#include "engine/storage/Migrator.h"

#include <QDir>
#include <QFile>

using namespace cloister;
using namespace cloister::storage;
using cloister::storage::test::StorageFixture;

class tst_Migrator : public QObject
{
    Q_OBJECT

private:
    static QList<QByteArray> scripts(int count)
    {
        const QList<QByteArray> all = {
            "CREATE TABLE first(a TEXT);\n-- a comment\nINSERT INTO first VALUES('one');",
            "ALTER TABLE first ADD COLUMN b TEXT; UPDATE first SET b = 'two';",
            "CREATE TABLE third(c TEXT);",
        };
        return all.mid(0, count);
    }
    static std::unique_ptr<Connection> open(const StorageFixture &fixture)
    {
        OpenOptions options = fixture.options(Role::Writer);
        options.create = true;
        auto opened = Connection::open(options);
        return opened ? *std::move(opened) : nullptr;
    }
    static QByteArray firstOf(Connection &connection, QByteArrayView sql)
    {
        Statement statement = connection.prepare(sql);
        return statement.next() ? statement.blob(0) : QByteArray("nothing");
    }
    static QStringList files(const StorageFixture &fixture)
    {
        return QDir(fixture.directory()).entryList(QDir::Files).filter(QStringLiteral("before"));
    }

private Q_SLOTS:
    void migrate_newFile_runsAllAndKeepsNoCopy()
    {
        StorageFixture fixture;
        const auto connection = open(fixture);
        QVERIFY(connection);
        QVERIFY(Migrator(scripts(3)).migrate(*connection));
        QCOMPARE(connection->schemaVersion().value(), 3);
        QCOMPARE(firstOf(*connection, "SELECT b FROM first"), QByteArray("two"));
        QCOMPARE(files(fixture), QStringList());
        QVERIFY(Migrator(scripts(3)).migrate(*connection)); // nothing to do
        QCOMPARE(firstOf(*connection, "SELECT count(*) FROM first"), QByteArray("1"));
    }

    void migrate_olderFile_keepsACopyUntilItIsOpenedAgain()
    {
        StorageFixture fixture;
        const auto connection = open(fixture);
        QVERIFY(Migrator(scripts(1)).migrate(*connection));
        QVERIFY(Migrator(scripts(3)).migrate(*connection));
        QCOMPARE(connection->schemaVersion().value(), 3);
        QCOMPARE(files(fixture), QStringList{QStringLiteral("project.db.before-3")});
        OpenOptions options = fixture.options(Role::Writer);
        options.path += QLatin1String(".before-3");
        auto copy = Connection::open(options);
        QVERIFY(copy);
        QCOMPARE((*copy)->schemaVersion().value(), 1);
        QCOMPARE(firstOf(**copy, "SELECT a FROM first"), QByteArray("one"));
        QVERIFY(!(*copy)->prepare("SELECT b FROM first").run());
        copy->reset();
        QVERIFY(Migrator(scripts(3)).migrate(*connection));
        QCOMPARE(files(fixture), QStringList());
    }

    void migrate_failingScript_leavesTheVersionBeforeIt()
    {
        StorageFixture fixture;
        const auto connection = open(fixture);
        QVERIFY(Migrator(scripts(1)).migrate(*connection));
        QList<QByteArray> broken = scripts(2);
        broken.append("CREATE TABLE half(a TEXT); INSERT INTO nowhere VALUES(1);");
        const auto failed = Migrator(broken).migrate(*connection);
        QVERIFY(!failed);
        QVERIFY(failed.error().detail.startsWith(QLatin1String("schema 3:")));
        QCOMPARE(connection->schemaVersion().value(), 2);
        QCOMPARE(firstOf(*connection, "SELECT count(*) FROM sqlite_master WHERE name = 'half'"), QByteArray("0"));
        QVERIFY(Migrator(scripts(3)).migrate(*connection)); // replaces the copy of the failed attempt
        QCOMPARE(files(fixture), QStringList{QStringLiteral("project.db.before-3")});
    }

    void migrate_newerFile_isRefusedUntouched()
    {
        StorageFixture fixture;
        const auto connection = open(fixture);
        QVERIFY(Migrator(scripts(3)).migrate(*connection));
        const auto refused = Migrator(scripts(2)).migrate(*connection);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::StorageUnavailable);
        QVERIFY(refused.error().detail.contains(QLatin1String("newer version")));
        QCOMPARE(connection->schemaVersion().value(), 3);
        QCOMPARE(files(fixture), QStringList());
    }

    void fromFiles_readsThemInOrder_orSaysWhichIsMissing()
    {
        StorageFixture fixture;
        const QString path = fixture.directory() + QLatin1String("/0001.sql");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(scripts(1).first()) > 0);
        file.close();
        const auto migrator = Migrator::fromFiles({path});
        QVERIFY(migrator);
        QCOMPARE(migrator->latestVersion(), 1);
        QVERIFY(migrator->migrate(*open(fixture)));
        const auto missing = Migrator::fromFiles({path, QStringLiteral(":/none.sql")});
        QVERIFY(!missing);
        QVERIFY(missing.error().detail.contains(QLatin1String(":/none.sql")));
    }
};

CLOISTER_TEST(tst_Migrator)
#include "tst_Migrator.moc"
