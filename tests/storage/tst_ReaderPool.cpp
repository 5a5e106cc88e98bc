#include "tests/storage/StorageFixture.h"
#include "tests/support/Test.h"

#include "engine/storage/ReaderPool.h"
#include "engine/storage/WriteQueue.h"

#include <QFile>
#include <QSemaphore>

#include <atomic>
#include <thread>

using namespace cloister;
using namespace cloister::storage;
using cloister::storage::test::StorageFixture;
using namespace std::chrono_literals;

class tst_ReaderPool : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<StorageFixture> m_fixture;

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<StorageFixture>();
        QVERIFY(m_fixture->create());
    }

    void lease_isOneSnapshot_andTheNextSeesMore()
    {
        ReaderPool pool(m_fixture->options(Role::Reader));
        const auto writer = m_fixture->open(Role::Writer);
        QVERIFY(writer);
        {
            const auto lease = pool.lease();
            QVERIFY(lease);
            QVERIFY(StorageFixture::insert(**writer, QStringLiteral("a"), QStringLiteral("1")));
            QCOMPARE(StorageFixture::count(lease->connection()), 0);
            const auto later = pool.lease();
            QVERIFY(later);
            QCOMPARE(StorageFixture::count(later->connection()), 1);
        }
        const auto lease = pool.lease();
        QCOMPARE(StorageFixture::count(lease->connection()), 1);
    }

    void lease_givenBack_isUsedAgain()
    {
        ReaderPool pool(m_fixture->options(Role::Reader));
        const Connection *first = nullptr;
        {
            const auto lease = pool.lease();
            QVERIFY(lease);
            first = &lease->connection();
        }
        const auto again = pool.lease();
        QVERIFY(again);
        QCOMPARE(&again->connection(), first);
    }

    void lease_whileAllAreInUse_isOverloadedOrWaits()
    {
        ReaderPool pool(m_fixture->options(Role::Reader), 1);
        auto held = std::make_unique<Result<ReaderPool::Lease>>(pool.lease());
        QVERIFY(*held);
        const auto refused = pool.lease(10ms);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Overloaded);
        QSemaphore isAsking;
        std::atomic<bool> hasLease = false;
        std::thread waiting([&] {
            isAsking.release();
            hasLease = pool.lease(60s).has_value();
        });
        isAsking.acquire();
        held.reset();
        waiting.join();
        QVERIFY(hasLease);
    }

    void lease_ofAMissingFile_failsAndLeavesTheSlot()
    {
        ReaderPool pool({.path = m_fixture->path() + QLatin1String("-none"), .key = StorageFixture::kKey}, 1);
        for (int i = 0; i < 3; ++i) {
            const auto lease = pool.lease(10ms);
            QVERIFY(!lease);
            QCOMPARE(lease.error().code, ErrorCode::StorageUnavailable);
        }
    }

    void lease_afterDamage_isANewConnection()
    {
        {
            const auto writer = m_fixture->open(Role::Writer);
            for (int i = 0; i < 64; ++i)
                QVERIFY(StorageFixture::insert(**writer, QStringLiteral("a"), QString::number(i), QByteArray(3000, 'x')));
        }
        QFile file(m_fixture->path());
        QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Unbuffered));
        const qint64 at = 20 * 4096 + 9;
        QVERIFY(file.seek(at));
        const QByteArray good = file.read(6);
        QVERIFY(file.seek(at) && file.write("damage") == 6);
        ReaderPool pool(m_fixture->options(Role::Reader), 1);
        const auto read = [&pool] {
            const auto lease = pool.lease();
            if (!lease)
                return false;
            Statement all = lease->connection().prepare("SELECT body FROM note");
            while (all.next()) { }
            return all.done().has_value();
        };
        QVERIFY(!read());
        QVERIFY(file.seek(at) && file.write(good) == 6);
        QVERIFY(read());
    }

    void lease_fromManyThreadsBesideAWriter_seesOnlyWholeGroups()
    {
        ReaderPool pool(m_fixture->options(Role::Reader), 3);
        auto queue = WriteQueue::open(m_fixture->options(Role::Writer));
        QVERIFY(queue);
        std::atomic<bool> isDone = false;
        std::atomic<int> wrong = 0;
        std::vector<std::thread> readers;
        for (int i = 0; i < 6; ++i) {
            readers.emplace_back([&] {
                qint64 before = 0;
                while (!isDone) {
                    const auto lease = pool.lease(60s);
                    const qint64 count = lease ? StorageFixture::count(lease->connection()) : -1;
                    if (count < before || count % 2 != 0)
                        ++wrong;
                    before = count;
                }
            });
        }
        for (int i = 0; i < 50; ++i) {
            const auto pair = (*queue)->submit<int>([i](WriteContext &context) -> Result<int> {
                for (const char *half : {"x", "y"})
                    CLOISTER_TRY(StorageFixture::insert(context.connection, QLatin1String(half), QString::number(i)));
                return i;
            });
            QVERIFY(pair.result());
        }
        isDone = true;
        for (std::thread &reader : readers)
            reader.join();
        QCOMPARE(wrong.load(), 0);
        QCOMPARE(m_fixture->countAnew(), 100);
    }
};

CLOISTER_TEST(tst_ReaderPool)
#include "tst_ReaderPool.moc"
