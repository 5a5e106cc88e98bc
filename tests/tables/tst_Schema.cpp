// ISO-1 and the second isolation layer: the partition key leads every key and index, and every tenant statement
// searches every table it names by it.
#include "tests/support/Test.h"

#include "engine/crypto/SecretKey.h"
#include "engine/crypto/SelfTest.h"
#include "engine/storage/Connection.h"
#include "engine/storage/Schema.h"
#include "engine/tables/EventTable.h"
#include "engine/tables/TenantSql.h"

#include <QRegularExpression>
#include <QTemporaryDir>

using namespace cloister;
using namespace cloister::storage;

class tst_Schema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyKeyAndIndex_startsWithThePartitionKey();
    void aTableWithoutThePartitionKeyFirst_isFound();
    void everyTenantStatement_searchesByThePartitionKey();
    void aStatementThatScans_isFound();
    void everyTenantSelect_returnsThePartitionKeyFirst();
    void everyEventFilter_searchesAnIndex_data();
    void everyEventFilter_searchesAnIndex();

private:
    QStringList tablesNotLedByPk();
    QStringList scansOf(const QByteArray &sql);

    QTemporaryDir m_folder;
    std::unique_ptr<Connection> m_connection;
};

void tst_Schema::initTestCase()
{
    QVERIFY(crypto::initialise().has_value());
    const crypto::SecretKey key = crypto::SecretKey::random();
    auto opened = Connection::open({.path = m_folder.filePath(QStringLiteral("p.db")), .key = key.bytes(),
        .role = Role::Writer, .create = true, .request = false});
    QVERIFY(opened.has_value());
    m_connection = std::move(opened).value();
    const auto migrator = Schema::project();
    QVERIFY(migrator.has_value());
    QVERIFY(migrator->migrate(*m_connection).has_value());
}

// Names of primary keys and indexes whose first column is not pk, leaving out the audit log and its checkpoints.
QStringList tst_Schema::tablesNotLedByPk()
{
    QStringList found;
    QStringList tables;
    {
        auto list = m_connection->prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('event', 'checkpoint')");
        while (list.next())
            tables.append(list.text(0));
    }
    for (const QString &table : std::as_const(tables)) {
        QString firstOfKey;
        auto columns = m_connection->prepare(QStringLiteral("PRAGMA table_info(%1)").arg(table).toUtf8());
        while (columns.next()) {
            if (columns.integer(5) == 1)
                firstOfKey = columns.text(1);
        }
        if (firstOfKey != QLatin1String("pk"))
            found.append(table);
        QStringList indexes;
        auto list = m_connection->prepare(QStringLiteral("PRAGMA index_list(%1)").arg(table).toUtf8());
        while (list.next())
            indexes.append(list.text(1));
        for (const QString &index : std::as_const(indexes)) {
            auto first = m_connection->prepare(QStringLiteral("PRAGMA index_info(%1)").arg(index).toUtf8());
            if (!first.next() || first.text(2) != QLatin1String("pk"))
                found.append(index);
        }
    }
    return found;
}

void tst_Schema::everyKeyAndIndex_startsWithThePartitionKey()
{
    QCOMPARE(tablesNotLedByPk(), QStringList());
}

void tst_Schema::aTableWithoutThePartitionKeyFirst_isFound()
{
    QVERIFY(m_connection->execute("CREATE TABLE loose (id TEXT PRIMARY KEY, pk TEXT);"
                                  "CREATE INDEX dialogue_by_label ON dialogue (label, pk);"));
    const QStringList found = tablesNotLedByPk();
    QVERIFY(m_connection->execute("DROP TABLE loose; DROP INDEX dialogue_by_label;"));
    QVERIFY(found.contains(QStringLiteral("loose")));
    QVERIFY(found.contains(QStringLiteral("dialogue_by_label")));
}

// The steps of a statement's plan that do not search by an equal pk first.
QStringList tst_Schema::scansOf(const QByteArray &sql)
{
    QStringList steps;
    auto plan = m_connection->prepare("EXPLAIN QUERY PLAN " + sql);
    while (plan.next()) {
        const QString step = plan.text(3);
        const bool readsATable = step.startsWith(QLatin1String("SCAN")) || step.startsWith(QLatin1String("SEARCH"));
        if (readsATable && !step.contains(QRegularExpression(QStringLiteral("\\(pk=\\?"))))
            steps.append(step);
    }
    if (const auto ended = plan.done(); !ended)
        steps.append(ended.error().detail);
    return steps;
}

void tst_Schema::everyTenantStatement_searchesByThePartitionKey()
{
    QVERIFY(tables::TenantSql::all().size() > 30);
    for (const tables::TenantSql *sql : tables::TenantSql::all()) {
        const QStringList scans = scansOf(sql->text());
        QVERIFY2(scans.isEmpty(), qPrintable(QLatin1String(sql->text()) + QLatin1String(": ") + scans.join(u'|')));
    }
}

void tst_Schema::aStatementThatScans_isFound()
{
    QVERIFY(!scansOf("SELECT pk, id FROM dialogue WHERE id = ?2").isEmpty());
    QVERIFY(!scansOf("DELETE FROM message WHERE role = ?2").isEmpty());
    QVERIFY(!scansOf("SELECT pk, id FROM dialogue WHERE pk >= ?1").isEmpty());
    QVERIFY(scansOf("SELECT pk, id FROM dialogue WHERE pk = ?1").isEmpty());
}

void tst_Schema::everyTenantSelect_returnsThePartitionKeyFirst()
{
    for (const tables::TenantSql *sql : tables::TenantSql::all()) {
        const QByteArray text = sql->text();
        if (text.startsWith("SELECT"))
            QVERIFY2(text.startsWith("SELECT pk,") || text.startsWith("SELECT ?1,"), text.constData());
        else if (text.startsWith("INSERT"))
            QVERIFY2(text.contains("(pk,") && text.contains("VALUES (?1,"), text.constData());
        else
            QVERIFY2(text.contains("WHERE pk = ?1"), text.constData());
    }
}

void tst_Schema::everyEventFilter_searchesAnIndex_data()
{
    using tables::EventFilter;
    QTest::addColumn<EventFilter>("filter");
    QTest::addColumn<QString>("plan");
    const QString bySeq = QStringLiteral("SEARCH TABLE event USING INTEGER PRIMARY KEY (rowid%1?)");
    const QString byColumn = QStringLiteral("SEARCH TABLE event USING INDEX event_by_%1 (%1=? AND rowid%2?)");
    const QString value = QStringLiteral("x");
    QTest::newRow("none") << EventFilter() << bySeq.arg(u">");
    QTest::newRow("newest first") << EventFilter{.before = 7} << bySeq.arg(u"<");
    QTest::newRow("time") << EventFilter{.from = 1, .to = 2} << bySeq.arg(u">");
    QTest::newRow("namespace") << EventFilter{.nameSpace = value} << byColumn.arg(QStringLiteral("namespace"), u">");
    QTest::newRow("a refusal") << EventFilter{.outcome = value} << byColumn.arg(QStringLiteral("outcome"), u">");
    QTest::newRow("what went well, nearly all") << EventFilter{.outcome = QStringLiteral("ok")} << bySeq.arg(u">");
    QTest::newRow("action, newest first")
        << EventFilter{.before = 7, .action = value} << byColumn.arg(QStringLiteral("action"), u"<");
    QTest::newRow("the commonest action") << EventFilter{.action = QStringLiteral("message.create")} << bySeq.arg(u">");
    QTest::newRow("refusal and action")
        << EventFilter{.action = value, .outcome = value} << byColumn.arg(QStringLiteral("outcome"), u">");
    QTest::newRow("all") << EventFilter{.before = 7, .from = 1, .to = 2, .nameSpace = value, .action = value,
                                .entity = value, .actor = value, .outcome = value, .address = value}
                         << byColumn.arg(QStringLiteral("namespace"), u"<");
}

// Nor is anything sorted: the plan has this one step.
void tst_Schema::everyEventFilter_searchesAnIndex()
{
    QFETCH(tables::EventFilter, filter);
    QFETCH(QString, plan);
    QStringList steps;
    auto explained = m_connection->prepare("EXPLAIN QUERY PLAN " + tables::EventTable::listSql(filter));
    while (explained.next())
        steps.append(explained.text(3));
    QVERIFY(explained.done());
    QCOMPARE(steps, QStringList{plan});
}

CLOISTER_TEST(tst_Schema)
#include "tst_Schema.moc"
