#include "tests/storage/StorageFixture.h"
#include "tests/support/Test.h"

#include "engine/storage/Transaction.h"

using namespace cloister;
using namespace cloister::storage;
using cloister::storage::test::StorageFixture;

class tst_Transaction : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<StorageFixture> m_fixture;
    std::unique_ptr<Connection> m_writer;

    Result<void> insert(int id) { return StorageFixture::insert(*m_writer, QStringLiteral("a"), QString::number(id)); }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<StorageFixture>();
        QVERIFY(m_fixture->create());
        auto opened = m_fixture->open(Role::Writer);
        QVERIFY(opened);
        m_writer = *std::move(opened);
        QVERIFY(m_writer);
    }

    void cleanup()
    {
        m_writer.reset();
        m_fixture.reset();
    }

    void commit_keepsAndDestructionUndoes()
    {
        {
            auto lost = Transaction::begin(*m_writer);
            QVERIFY(lost && insert(1));
        }
        QVERIFY(!m_writer->isInTransaction());
        auto kept = Transaction::begin(*m_writer);
        QVERIFY(kept && insert(2));
        QCOMPARE(m_fixture->countAnew(), 0);
        QVERIFY(kept->commit());
        QCOMPARE(m_fixture->countAnew(), 1);
        QVERIFY(!kept->commit());
    }

    void begin_insideATransaction_isRefused()
    {
        const auto outer = Transaction::begin(*m_writer);
        QVERIFY(outer);
        QVERIFY(!Transaction::begin(*m_writer));
        QVERIFY(m_writer->isInTransaction());
    }

    void savepoint_nested_undoesOnlyItsOwn()
    {
        auto transaction = Transaction::begin(*m_writer);
        {
            auto outer = Savepoint::begin(*m_writer);
            QVERIFY(insert(1));
            {
                const auto inner = Savepoint::begin(*m_writer);
                QVERIFY(inner && insert(2));
            }
            QVERIFY(insert(3));
            QVERIFY(outer->release());
        }
        {
            auto undone = Savepoint::begin(*m_writer);
            QVERIFY(insert(4));
            QVERIFY(undone->rollBack());
        }
        QVERIFY(transaction->commit());
        QCOMPARE(m_fixture->countAnew(), 2);
    }

    void begin_onAReader_fixesTheSnapshot()
    {
        const auto reader = m_fixture->open(Role::Reader);
        QVERIFY(reader);
        {
            const auto snapshot = Transaction::begin(**reader);
            QVERIFY(snapshot);
            QVERIFY(insert(1));
            QCOMPARE(StorageFixture::count(**reader), 0);
        }
        QCOMPARE(StorageFixture::count(**reader), 1);
    }
};

CLOISTER_TEST(tst_Transaction)
#include "tst_Transaction.moc"
