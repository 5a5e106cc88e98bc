#include "tests/storage/StorageFixture.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::storage;
using cloister::storage::test::StorageFixture;

class tst_Statement : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<StorageFixture> m_fixture;
    std::unique_ptr<Connection> m_connection;

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<StorageFixture>();
        QVERIFY(m_fixture->create());
        auto opened = m_fixture->open(Role::Writer);
        QVERIFY(opened);
        m_connection = *std::move(opened);
    }

    void cleanup()
    {
        m_connection.reset();
        m_fixture.reset();
    }

    void bind_eachType_comesBackAsItWent()
    {
        QVERIFY(m_connection->execute("CREATE TABLE every(a, b, c, d, e, f, g)"));
        const QByteArray blob("\0bytes\xff", 7);
        {
            Statement insert = m_connection->prepare("INSERT INTO every VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
            insert.bind(1, QStringLiteral("héllo \U0001F600")).bind(2, blob).bind(3, INT64_MIN).bind(4, true);
            insert.bind(5, std::nullopt).bind(6, std::optional<int>(5)).bind(7, std::optional<QString>());
            QVERIFY(insert.run());
            QCOMPARE(insert.changes(), 1);
        }
        Statement read = m_connection->prepare("SELECT a, b, c, d, e, f, g, typeof(a), typeof(b) FROM every");
        QVERIFY(read.next());
        QCOMPARE(read.text(0), QStringLiteral("héllo \U0001F600"));
        QCOMPARE(read.blob(1), blob);
        QCOMPARE(read.bytesView(1), QByteArrayView(blob));
        QCOMPARE(read.integer(2), INT64_MIN);
        QCOMPARE(read.integer(3), 1);
        QVERIFY(read.isNull(4));
        QCOMPARE(read.integer(5), 5);
        QVERIFY(read.isNull(6));
        QCOMPARE(read.text(7), QStringLiteral("text"));
        QCOMPARE(read.text(8), QStringLiteral("blob"));
        QVERIFY(!read.next());
        QVERIFY(read.done());
        QVERIFY(read.isNull(0)); // no row any more
    }

    void bind_nullStringsAndBytes_areEmptyNotNull()
    {
        QVERIFY(StorageFixture::insert(*m_connection, QString(), QString(), QByteArray()));
        Statement read = m_connection->prepare("SELECT pk, body FROM note WHERE pk = ''");
        QVERIFY(read.next());
        QVERIFY(!read.isNull(0));
        QVERIFY(!read.isNull(1));
    }

    void bindText_utf8Bytes_equalATextAndABlobDoesNot()
    {
        QVERIFY(StorageFixture::insert(*m_connection, QStringLiteral("DIALOGUE#ä#1"), QStringLiteral("1")));
        const QByteArray key = QStringLiteral("DIALOGUE#ä#1").toUtf8();
        Statement asText = m_connection->prepare("SELECT id FROM note WHERE pk = ?1");
        QVERIFY(asText.bindText(1, key).next());
        Statement asBlob = m_connection->prepare("SELECT id FROM note WHERE pk = ?1 ");
        QVERIFY(!asBlob.bind(1, key).next());
        QVERIFY(asBlob.done());
    }

    void prepare_sameTextWhileInUse_givesASecondStatement()
    {
        for (int i = 0; i < 3; ++i)
            QVERIFY(StorageFixture::insert(*m_connection, QStringLiteral("a"), QString::number(i)));
        constexpr const char *kAll = "SELECT id FROM note ORDER BY id";
        QStringList pairs;
        Statement outer = m_connection->prepare(kAll);
        while (outer.next()) {
            Statement inner = m_connection->prepare(kAll);
            while (inner.next())
                pairs.append(outer.text(0) + inner.text(0));
            QVERIFY(inner.done());
        }
        QVERIFY(outer.done());
        QCOMPARE(pairs.join(QLatin1Char(' ')), QStringLiteral("00 01 02 10 11 12 20 21 22"));
    }

    void prepare_againAfterUse_hasNoOldBindingsOrRows()
    {
        QVERIFY(StorageFixture::insert(*m_connection, QStringLiteral("a"), QStringLiteral("1")));
        constexpr const char *kFind = "SELECT id FROM note WHERE pk = ?1";
        {
            Statement first = m_connection->prepare(kFind);
            QVERIFY(first.bind(1, QStringLiteral("a")).next()); // left in the middle of its rows
        }
        Statement second = m_connection->prepare(kFind);
        QVERIFY(!second.next()); // nothing bound: pk = NULL finds nothing
        QVERIFY(second.done());
    }

    void run_twiceWithNewValues_works()
    {
        Statement insert = m_connection->prepare(StorageFixture::kInsert);
        for (int i = 0; i < 3; ++i) {
            insert.bind(1, QStringLiteral("a")).bind(2, QString::number(i)).bind(3, std::nullopt);
            QVERIFY(insert.run());
        }
        QCOMPARE(StorageFixture::count(*m_connection), 3);
        Statement remove = m_connection->prepare("DELETE FROM note");
        QVERIFY(remove.run());
        QCOMPARE(remove.changes(), 3);
    }

    void error_ofAnyStep_sticksToTheEnd()
    {
        Statement wrong = m_connection->prepare("SELECT nothing FROM nowhere");
        wrong.bind(1, 1);
        QVERIFY(!wrong.next());
        QCOMPARE(wrong.done().error().code, ErrorCode::Internal);
        QVERIFY(wrong.done().error().detail.contains(QLatin1String("nowhere")));
        QVERIFY(wrong.text(0).isEmpty());

        Statement index = m_connection->prepare("SELECT id FROM note");
        index.bind(3, 1);
        QVERIFY(!index.next());
        QVERIFY(!index.run());
    }

    void prepare_notExactlyOneStatement_isRefused_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::newRow("two") << QByteArray("SELECT id FROM note; DELETE FROM note");
        QTest::newRow("none") << QByteArray("  -- nothing");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("syntax") << QByteArray("SELEKT 1");
    }
    void prepare_notExactlyOneStatement_isRefused()
    {
        QFETCH(QByteArray, sql);
        QVERIFY(!m_connection->prepare(sql).run());
    }

    void run_breakingAConstraint_isConflictWithoutTheValue()
    {
        QVERIFY(StorageFixture::insert(*m_connection, QStringLiteral("secret tenant"), QStringLiteral("1")));
        const auto again = StorageFixture::insert(*m_connection, QStringLiteral("secret tenant"), QStringLiteral("1"));
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Conflict);
        QVERIFY(!again.error().detail.contains(QLatin1String("secret")));
    }
};

CLOISTER_TEST(tst_Statement)
#include "tst_Statement.moc"
