// Rows of the control database: accounts, allow-lists, settings.
#include "engine/crypto/SecretKey.h"
#include "engine/crypto/SelfTest.h"
#include "engine/storage/Connection.h"
#include "engine/storage/Schema.h"
#include "engine/tables/AccountTable.h"
#include "engine/tables/AllowedAddressTable.h"
#include "engine/tables/SettingTable.h"
#include "tests/support/Test.h"

#include <QTemporaryDir>

using namespace cloister;

class tst_ControlTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void accounts_areKeptByName();
    void owners_areCountedWhereTheyCanSignIn();
    void allowLists_areApart();
    void settings_areReplaced();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<storage::Connection> m_connection;
};

void tst_ControlTables::initTestCase()
{
    QVERIFY(crypto::initialise().has_value());
    const crypto::SecretKey key = crypto::SecretKey::random();
    auto opened = storage::Connection::open({.path = m_folder.filePath(QStringLiteral("c.db")), .key = key.bytes(),
        .role = storage::Role::Writer, .create = true, .request = false});
    QVERIFY(opened.has_value());
    m_connection = std::move(opened).value();
    const auto migrator = storage::Schema::control();
    QVERIFY(migrator.has_value());
    QVERIFY(migrator->migrate(*m_connection).has_value());
}

void tst_ControlTables::accounts_areKeptByName()
{
    tables::AccountTable table(*m_connection);
    const tables::AccountRow bert{{QStringLiteral("bert"), AdminRole::Auditor, 5, {}}, "record-b"};
    tables::AccountRow anna{{QStringLiteral("anna"), AdminRole::Operator, 7, 9}, "record-a"};
    QVERIFY(table.insert(bert).has_value());
    QVERIFY(table.insert(anna).has_value());
    QVERIFY(!table.insert(anna).has_value()); // the name is the key
    QVERIFY(table.find(QStringLiteral("anna")).value() == anna);
    QVERIFY(!table.find(QStringLiteral("Anna")).value());
    QVERIFY(table.list().value() == QList<Account>({anna.account, bert.account}));
    anna.account.role = AdminRole::Owner;
    anna.account.disabled.reset();
    anna.passphrase = "record-c";
    QVERIFY(table.update(anna).has_value());
    QVERIFY(table.find(QStringLiteral("anna")).value() == anna);
    QVERIFY(table.find(QStringLiteral("bert")).value() == bert);
    QVERIFY(table.remove(QStringLiteral("anna")).has_value());
    QVERIFY(!table.find(QStringLiteral("anna")).value());
}

void tst_ControlTables::owners_areCountedWhereTheyCanSignIn()
{
    tables::AccountTable table(*m_connection);
    QCOMPARE(table.countOwners().value(), 0);
    QVERIFY(table.insert({{QStringLiteral("one"), AdminRole::Owner, 1, {}}, "r"}).has_value());
    QVERIFY(table.insert({{QStringLiteral("two"), AdminRole::Owner, 1, 2}, "r"}).has_value());
    QVERIFY(table.insert({{QStringLiteral("three"), AdminRole::Operator, 1, {}}, "r"}).has_value());
    QCOMPARE(table.countOwners().value(), 1);
}

void tst_ControlTables::allowLists_areApart()
{
    tables::AllowedAddressTable table(*m_connection);
    const QString project = QStringLiteral("P1");
    QVERIFY(table.insert(project, {QStringLiteral("192.0.2.7"), QStringLiteral("office"), 3}).has_value());
    QVERIFY(table.insert(project, {QStringLiteral("10.0.0.0/8"), {}, 4}).has_value());
    QVERIFY(table.insert({}, {QStringLiteral("192.0.2.7"), {}, 5}).has_value());
    const QList<AllowedNetwork> listed = table.list(project).value();
    QCOMPARE(listed.size(), 2);
    QCOMPARE(listed.last().network, QStringLiteral("192.0.2.7"));
    QCOMPARE(listed.last().note, QStringLiteral("office"));
    QCOMPARE(listed.last().created, 3);
    QVERIFY(table.removeAll(project).has_value());
    QCOMPARE(table.list(project).value().size(), 0);
    QCOMPARE(table.list({}).value().size(), 1);
}

void tst_ControlTables::settings_areReplaced()
{
    tables::SettingTable table(*m_connection);
    const QString name = QStringLiteral("keyPerMinute");
    QVERIFY(!table.find(name).value());
    QVERIFY(table.set(name, QStringLiteral("7")).has_value());
    QVERIFY(table.set(name, QStringLiteral("8")).has_value());
    QCOMPARE(*table.find(name).value(), QStringLiteral("8"));
    QVERIFY(table.set(name, {}).has_value());
    QCOMPARE(*table.find(name).value(), QString());
}

CLOISTER_TEST(tst_ControlTables)
#include "tst_ControlTables.moc"
