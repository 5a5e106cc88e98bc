#include "tests/storage/StorageFixture.h"
#include "tests/support/Test.h"

#include "engine/storage/Transaction.h"

using namespace cloister;
using namespace cloister::storage;
using cloister::storage::test::StorageFixture;

class tst_Authorizer : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<StorageFixture> m_fixture;

    std::unique_ptr<Connection> openWriter(bool isRequest) const
    {
        OpenOptions options = m_fixture->options(Role::Writer);
        options.request = isRequest;
        auto opened = Connection::open(options);
        return opened && (*opened)->lockDown() ? *std::move(opened) : nullptr;
    }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<StorageFixture>();
        QVERIFY(m_fixture->create());
    }

    void prepare_whatRequestsNeed_passes_data()
    {
        QTest::addColumn<QByteArray>("sql");
        for (const char *sql : {
                 "SELECT pk, id FROM note WHERE pk = 'a' ORDER BY id LIMIT 5",
                 "SELECT count(*), max(length(body)), min(id), sum(1), coalesce(1, 2), substr(id, 1) FROM note",
                 "SELECT n.id FROM note n JOIN (SELECT id FROM note) other ON other.id = n.id",
                 "INSERT INTO note(pk, id) VALUES('a', 'b')",
                 "UPDATE note SET body = NULL WHERE pk = 'a'",
                 "DELETE FROM note WHERE pk = 'a'",
                 "SAVEPOINT s",
             })
            QTest::newRow(sql) << QByteArray(sql);
    }
    void prepare_whatRequestsNeed_passes()
    {
        QFETCH(QByteArray, sql);
        const auto locked = openWriter(true);
        QVERIFY(locked);
        const auto ran = locked->prepare(sql).run();
        QVERIFY2(ran, qPrintable(ran ? QString() : ran.error().detail));
    }

    void prepare_anythingElse_isRefused_data()
    {
        QTest::addColumn<QByteArray>("sql");
        for (const char *sql : {
                 "ATTACH DATABASE ':memory:' AS other",
                 "DETACH DATABASE main",
                 "PRAGMA temp_store=1",
                 "PRAGMA key='x'",
                 "PRAGMA user_version",
                 "CREATE TABLE other(a)",
                 "CREATE TEMP TABLE other(a)",
                 "CREATE TEMP VIEW note AS SELECT 1",
                 "CREATE INDEX other ON note(body)",
                 "CREATE TRIGGER t AFTER INSERT ON note BEGIN DELETE FROM note; END",
                 "CREATE VIRTUAL TABLE v USING fts4(a)",
                 "DROP TABLE note",
                 "ALTER TABLE note ADD COLUMN c",
                 "REINDEX note",
                 "ANALYZE",
                 "VACUUM",
                 "SELECT name FROM sqlite_master",
                 "DELETE FROM sqlite_master",
                 "SELECT load_extension('x')",
                 "SELECT sqlcipher_export('x')",
                 "SELECT randomblob(9)",
                 "SELECT sqlite_version()",
                 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n LIMIT 3",
             })
            QTest::newRow(sql) << QByteArray(sql);
    }
    void prepare_anythingElse_isRefused()
    {
        QFETCH(QByteArray, sql);
        const auto locked = openWriter(true);
        QVERIFY(locked);
        QVERIFY(!locked->prepare(sql).run());
        QVERIFY(!locked->execute(sql));
        const auto reader = m_fixture->open(Role::Reader);
        QVERIFY(reader);
        QVERIFY(!(*reader)->prepare(sql).run());
    }

    void lockDown_ofAMaintenanceConnection_doesNothing()
    {
        const auto open = openWriter(false);
        QVERIFY(open);
        for (const char *sql : {"CREATE TABLE other(a)", "PRAGMA user_version", "VACUUM", "SELECT name FROM sqlite_master"})
            QVERIFY2(open->prepare(sql).run(), sql);
    }

    void ownStatements_afterLockDown_stillWork()
    {
        const auto locked = openWriter(true);
        QVERIFY(locked);
        QVERIFY(locked->setSchemaVersion(3));
        QCOMPARE(locked->schemaVersion().value(), 3);
        QVERIFY(integrityCheck(*locked));
        QVERIFY(locked->checkpointTruncate());
        const auto reader = m_fixture->open(Role::Reader);
        QVERIFY(Transaction::begin(**reader));
    }

    void statement_preparedBeforeLockDown_isAskedAgain()
    {
        auto opened = m_fixture->open(Role::Writer);
        QVERIFY(opened);
        QVERIFY((*opened)->prepare("SELECT name FROM sqlite_master").run());
        QVERIFY((*opened)->lockDown());
        QVERIFY(!(*opened)->prepare("SELECT name FROM sqlite_master").run());
    }
};

CLOISTER_TEST(tst_Authorizer)
#include "tst_Authorizer.moc"
