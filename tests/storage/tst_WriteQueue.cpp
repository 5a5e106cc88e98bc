#include "tests/storage/StorageFixture.h"
#include "tests/support/FaultVfs.h"
#include "tests/support/Test.h"

#include "engine/storage/WriteQueue.h"

#include <QSemaphore>
#include <QThread>

#include <array>
#include <cstring>
#include <stdexcept>

#include <semaphore>

using namespace cloister;
using namespace cloister::storage;
using cloister::storage::test::StorageFixture;
using cloister::test::FaultVfs;

class tst_WriteQueue : public QObject
{
    Q_OBJECT

private:
    using Answer = Future<Result<int>>;

    static std::function<Result<int>(WriteContext &)> insert(int id, const QByteArray &body = "body")
    {
        return [id, body](WriteContext &context) -> Result<int> {
            CLOISTER_TRY(StorageFixture::insert(context.connection, QStringLiteral("a"), QString::number(id), body));
            return id;
        };
    }
    std::unique_ptr<WriteQueue> openQueue(WriteHooks hooks = {}) const
    {
        auto queue = WriteQueue::open(m_fixture->options(Role::Writer), std::move(hooks));
        return queue ? *std::move(queue) : nullptr;
    }
    /// Holds the writer thread inside a group of one until `release()`; what is submitted meanwhile is the next group.
    struct Held
    {
        explicit Held(WriteQueue &queue)
        {
            answer = queue.submit<int>([this](WriteContext &) -> Result<int> {
                m_isRunning.release();
                m_mayEnd.acquire();
                return 0;
            });
            m_isRunning.acquire();
        }
        ~Held() { m_mayEnd.release(); }
        void release()
        {
            m_mayEnd.release();
            answer->waitForFinished();
        }
        std::optional<Answer> answer;

    private:
        QSemaphore m_isRunning;
        QSemaphore m_mayEnd;
    };
    static std::vector<Answer> submitTogether(WriteQueue &queue, const std::vector<std::function<Result<int>(WriteContext &)>> &jobs)
    {
        Held held(queue);
        std::vector<Answer> answers;
        for (const auto &job : jobs)
            answers.push_back(queue.submit<int>(job));
        held.release();
        for (Answer &answer : answers)
            answer.waitForFinished();
        return answers;
    }
    static ErrorCode codeOf(Answer answer)
    {
        const Result<int> result = answer.result();
        return result ? ErrorCode::NotFound : result.error().code;
    }
    /// The index of a write-ahead log begins with two copies of its head, each with a checksum over its first ten words.
    static constexpr qint64 kLogHeadBytes = 96;
    /// As if it were of a file with pages of 8,192 bytes, which is damage.
    static QByteArray withOtherPageSize(QByteArray head)
    {
        std::array<quint32, 12> words = {};
        memcpy(words.data(), head.constData(), sizeof words);
        const quint16 pageSize = 8192;
        memcpy(reinterpret_cast<char *>(words.data()) + 14, &pageSize, sizeof pageSize);
        words[10] = words[11] = 0;
        for (size_t i = 0; i < 10; i += 2) {
            words[10] += words[i] + words[11];
            words[11] += words[i + 1] + words[10];
        }
        const auto one = QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words);
        return one + one;
    }
    static bool overwrite(QFile &file, const QByteArray &bytes)
    {
        return file.seek(0) && file.write(bytes) == bytes.size() && file.flush();
    }
    /// Asks again until the queue takes the write; false after half a minute of refusals.
    static bool isAcceptedInTime(WriteQueue &queue, int id)
    {
        for (int attempt = 0; attempt < 300; ++attempt) {
            if (queue.submit<int>(insert(id)).result())
                return true;
            QThread::msleep(100);
        }
        return false;
    }
    static void waitUntilWritable(const WriteQueue &queue)
    {
        QTRY_VERIFY_WITH_TIMEOUT(!queue.isFailed(), 30000);
    }

    std::unique_ptr<StorageFixture> m_fixture;

private Q_SLOTS:
    void initTestCase() { FaultVfs::install(); }

    void init()
    {
        FaultVfs::reset();
        m_fixture = std::make_unique<StorageFixture>();
        QVERIFY(m_fixture->create());
    }

    void cleanup() { FaultVfs::reset(); }

    void submit_oneJob_answersOnceDurable()
    {
        const auto queue = openQueue();
        QVERIFY(queue);
        const int before = FaultVfs::syncCount();
        QCOMPARE(queue->submit<int>(insert(7)).result().value(), 7);
        QVERIFY(FaultVfs::syncCount() > before);
        QCOMPARE(m_fixture->countAnew(), 1);
    }

    void submit_manyAtOnce_shareOneSync()
    {
        const auto queue = openQueue();
        QVERIFY(queue->submit<int>(insert(1000)).result()); // the log's header is synced with its first frame
        std::vector<std::function<Result<int>(WriteContext &)>> jobs;
        for (int i = 0; i < 64; ++i)
            jobs.push_back(insert(i));
        const int before = FaultVfs::syncCount();
        for (const Answer &answer : submitTogether(*queue, jobs))
            QVERIFY(answer.result());
        QCOMPARE(FaultVfs::syncCount() - before, 1);
        for (int i = 100; i < 110; ++i) // the control: one after the other, one sync each
            QVERIFY(queue->submit<int>(insert(i)).result());
        QCOMPARE(FaultVfs::syncCount() - before, 11);
        QCOMPARE(m_fixture->countAnew(), 75);
    }

    void submit_moreThanAGroup_isSplit()
    {
        const auto queue = openQueue();
        QVERIFY(queue->submit<int>(insert(1000)).result());
        std::vector<std::function<Result<int>(WriteContext &)>> jobs;
        for (int i = 0; i < 65; ++i)
            jobs.push_back(insert(i));
        const int before = FaultVfs::syncCount();
        submitTogether(*queue, jobs);
        QCOMPARE(FaultVfs::syncCount() - before, 2);
    }

    void job_failingOrThrowing_isUndoneAlone()
    {
        const auto queue = openQueue();
        const auto failing = [](WriteContext &context) -> Result<int> {
            CLOISTER_TRY(StorageFixture::insert(context.connection, QStringLiteral("a"), QStringLiteral("lost")));
            return fail(ErrorCode::LegalHold, QStringLiteral("no"));
        };
        const auto throwing = [](WriteContext &context) -> Result<int> {
            CLOISTER_TRY(StorageFixture::insert(context.connection, QStringLiteral("a"), QStringLiteral("thrown")));
            throw std::runtime_error("a bug");
        };
        const auto answers = submitTogether(*queue, {insert(1), failing, insert(1), throwing, insert(2)});
        QCOMPARE(answers[0].result().value(), 1);
        QCOMPARE(codeOf(answers[1]), ErrorCode::LegalHold);
        QCOMPARE(codeOf(answers[2]), ErrorCode::Conflict);
        QCOMPARE(codeOf(answers[3]), ErrorCode::Internal);
        QCOMPARE(answers[4].result().value(), 2);
        QCOMPARE(m_fixture->countAnew(), 2);
    }

    void afterCommit_runsWhenDurableAndBeforeTheAnswer()
    {
        const auto queue = openQueue();
        qint64 seenByWork = -1;
        bool wasAnswered = true;
        std::optional<Answer> answer;
        std::binary_semaphore isAssigned(0);
        answer = queue->submit<int>([&](WriteContext &context) -> Result<int> {
            isAssigned.acquire();
            context.afterCommit([&] {
                seenByWork = m_fixture->countAnew();
                wasAnswered = answer->isFinished();
            });
            return insert(1)(context);
        });
        isAssigned.release();
        QVERIFY(answer->result());
        QCOMPARE(seenByWork, 1);
        QVERIFY(!wasAnswered);
    }

    void afterCommit_ofWhatWasUndone_neverRuns()
    {
        const auto queue = openQueue();
        QAtomicInt ran = 0;
        const auto asking = [&ran](bool isGood) {
            return [&ran, isGood](WriteContext &context) -> Result<int> {
                context.afterCommit([&ran] { ran.fetchAndAddRelaxed(1); });
                if (!isGood)
                    return fail(ErrorCode::Conflict);
                return insert(1)(context);
            };
        };
        submitTogether(*queue, {asking(false)});
        QCOMPARE(ran.loadRelaxed(), 0);
        FaultVfs::failSyncs(1);
        submitTogether(*queue, {asking(true)});
        QCOMPARE(ran.loadRelaxed(), 0);
        waitUntilWritable(*queue);
        QVERIFY(queue->submit<int>(asking(true)).result());
        QCOMPARE(ran.loadRelaxed(), 1);
    }

    void prepareGroup_seesEachPartitionOnce_beforeTheTransaction()
    {
        QList<QByteArrayList> calls;
        const auto queue = openQueue({.prepareGroup = [&calls](std::span<const QByteArray> partitions) -> Result<void> {
            calls.append(QByteArrayList(partitions.begin(), partitions.end()));
            return {};
        }});
        Held held(*queue);
        auto a = queue->submit<int>(insert(1), "b");
        auto b = queue->submit<int>(insert(2), "a");
        auto c = queue->submit<int>(insert(3), "b");
        auto d = queue->submit<int>(insert(4));
        held.release();
        d.waitForFinished();
        QVERIFY(a.result() && b.result() && c.result() && d.result());
        QCOMPARE(calls, (QList<QByteArrayList>{{"a", "b"}}));
    }

    void prepareGroup_failingForOnePartition_refusesOnlyItsMembers()
    {
        const auto queue = openQueue({.prepareGroup = [](std::span<const QByteArray> partitions) -> Result<void> {
            if (std::find(partitions.begin(), partitions.end(), "bad") != partitions.end())
                return fail(ErrorCode::Integrity, QStringLiteral("no key"));
            return {};
        }});
        Held held(*queue);
        auto good = queue->submit<int>(insert(1), "good");
        auto bad = queue->submit<int>(insert(2), "bad");
        auto none = queue->submit<int>(insert(3));
        held.release();
        QVERIFY(good.result());
        QCOMPARE(codeOf(bad), ErrorCode::Integrity);
        QVERIFY(none.result());
        QCOMPARE(m_fixture->countAnew(), 2);
    }

    void sync_failing_acknowledgesNobodyAndRecovers()
    {
        const auto queue = openQueue();
        QVERIFY(queue->submit<int>(insert(1)).result());
        FaultVfs::failSyncs(FaultVfs::kAlways);
        for (const Answer &answer : submitTogether(*queue, {insert(2), insert(3)}))
            QCOMPARE(codeOf(answer), ErrorCode::StorageUnavailable);
        QVERIFY(queue->isFailed());
        QCOMPARE(codeOf(queue->submit<int>(insert(4))), ErrorCode::StorageUnavailable);
        // Reading goes on. The refused group may be in the log or not, but never in part.
        const qint64 meanwhile = m_fixture->countAnew();
        QVERIFY2(meanwhile == 1 || meanwhile == 3, qPrintable(QString::number(meanwhile)));
        FaultVfs::reset();
        waitUntilWritable(*queue);
        const qint64 recovered = m_fixture->countAnew();
        QVERIFY2(recovered == 1 || recovered == 3, qPrintable(QString::number(recovered)));
        QVERIFY(queue->submit<int>(insert(5)).result());
        QCOMPARE(m_fixture->countAnew(), recovered + 1);
    }

    void write_failing_losesNothingAcknowledged()
    {
        const auto queue = openQueue();
        for (int skipped = 0; skipped < 6; ++skipped) {
            QVERIFY(queue->submit<int>(insert(skipped)).result());
            FaultVfs::failWrites(1, FaultVfs::Fault::IoError, skipped);
            const auto answer = queue->submit<int>(insert(100 + skipped, QByteArray(20000, 'x')));
            QCOMPARE(codeOf(answer), ErrorCode::StorageUnavailable);
            waitUntilWritable(*queue);
            FaultVfs::reset();
        }
        QCOMPARE(m_fixture->countAnew(), 6);
    }

    void disk_full_refusesOrdinaryWritesAndLetsDeletesThrough()
    {
        QAtomicInt isReleased = 0;
        QAtomicInt hasRoom = 0;
        const auto queue = openQueue({.releaseReserve = [&] {
                                          FaultVfs::reset();
                                          isReleased = 1;
                                          return true;
                                      },
                                      .restoreReserve = [&] { return hasRoom.loadRelaxed() != 0; }});
        QVERIFY(queue->submit<int>(insert(1)).result());
        const auto erase = [](WriteContext &context) -> Result<int> {
            Statement all = context.connection.prepare("DELETE FROM note");
            CLOISTER_TRY(all.run());
            return static_cast<int>(all.changes());
        };
        Held held(*queue);
        FaultVfs::failWrites(FaultVfs::kAlways, FaultVfs::Fault::DiskFull);
        auto ordinary = queue->submit<int>(insert(2));
        auto freeing = queue->submit<int>(erase, {}, WritePurpose::FreesSpace);
        held.release();
        QCOMPARE(codeOf(ordinary), ErrorCode::StorageUnavailable);
        QVERIFY(ordinary.result().error().detail.contains(QLatin1String("disk is full")));
        QCOMPARE(freeing.result().value(), 1);
        QCOMPARE(isReleased.loadRelaxed(), 1);
        QCOMPARE(codeOf(queue->submit<int>(insert(3))), ErrorCode::StorageUnavailable);
        QCOMPARE(queue->submit<int>(erase, {}, WritePurpose::FreesSpace).result().value(), 0);
        QVERIFY(!queue->isFailed());
        hasRoom = 1;
        QVERIFY(isAcceptedInTime(*queue, 4));
        QCOMPARE(m_fixture->countAnew(), 1);
    }

    void disk_fullWithoutReserve_recoversByItself()
    {
        const auto queue = openQueue();
        FaultVfs::failWrites(1, FaultVfs::Fault::DiskFull);
        QCOMPARE(codeOf(queue->submit<int>(insert(1))), ErrorCode::StorageUnavailable);
        QVERIFY(isAcceptedInTime(*queue, 2));
        QCOMPARE(m_fixture->countAnew(), 1);
    }

    void log_afterADelete_isEmptiedOnceQuiet()
    {
        const auto queue = openQueue();
        const auto logSize = [this] { return QFileInfo(m_fixture->path() + QLatin1String("-wal")).size(); };
        const auto erase = [](WriteContext &context) { return context.connection.prepare("DELETE FROM note").run(); };
        QVERIFY(queue->submit<int>(insert(1)).result());
        QTest::qWait(1500);
        QVERIFY(logSize() > 0); // the control: other writes leave it alone
        {
            const auto reader = m_fixture->open(Role::Reader);
            Statement all = (*reader)->prepare("SELECT * FROM note");
            QVERIFY(all.next());
            QVERIFY(queue->submit<void>(erase, {}, WritePurpose::FreesSpace).result());
            QTest::qWait(1500);
            QVERIFY(logSize() > 0);
        }
        QTRY_COMPARE(logSize(), 0);
        QVERIFY(queue->submit<int>(insert(2)).result());
        QCOMPARE(m_fixture->countAnew(), 1);
    }

    void log_thatCannotBeCopied_isEmptiedOnceItCan()
    {
        const auto queue = openQueue();
        const auto logSize = [this] { return QFileInfo(m_fixture->path() + QLatin1String("-wal")).size(); };
        const auto erase = [](WriteContext &context) { return context.connection.prepare("DELETE FROM note").run(); };
        QVERIFY(queue->submit<int>(insert(1)).result());
        QFile shared(m_fixture->path() + QLatin1String("-shm"));
        QVERIFY(shared.open(QIODevice::ReadWrite));
        QByteArray whole;
        {
            const auto reader = m_fixture->open(Role::Reader);
            Statement all = (*reader)->prepare("SELECT * FROM note");
            QVERIFY(all.next()); // the log stays until it is damaged
            QVERIFY(queue->submit<void>(erase, {}, WritePurpose::FreesSpace).result());
            whole = shared.read(kLogHeadBytes);
            QVERIFY(overwrite(shared, withOtherPageSize(whole)));
        }
        QTest::qWait(2500); // for a try that fails
        QVERIFY(logSize() > 0);
        QVERIFY(overwrite(shared, whole));
        QTRY_COMPARE_WITH_TIMEOUT(logSize(), 0, 60'000);
        QVERIFY(queue->submit<int>(insert(2)).result());
        QCOMPARE(m_fixture->countAnew(), 1);
    }

    void log_afterADelete_isEmptiedUnderSteadyWritesToo()
    {
        const auto queue = openQueue();
        const auto logSize = [this] { return QFileInfo(m_fixture->path() + QLatin1String("-wal")).size(); };
        const auto erase = [](WriteContext &context) { return context.connection.prepare("DELETE FROM note").run(); };
        QVERIFY(queue->submit<int>(insert(0)).result());
        QVERIFY(queue->submit<void>(erase, {}, WritePurpose::FreesSpace).result());
        qint64 before = logSize();
        int id = 1;
        for (qint64 now = before; now >= before && id < 300; now = logSize()) {
            before = now;
            QVERIFY(queue->submit<int>(insert(id++)).result());
            QTest::qWait(100);
        }
        QVERIFY(logSize() < before);
    }

    void job_meetingADamagedPage_failsAlone()
    {
        {
            const auto writer = m_fixture->open(Role::Writer);
            for (int i = 0; i < 64; ++i)
                QVERIFY(StorageFixture::insert(**writer, QStringLiteral("z"), QString::number(i), QByteArray(3000, 'x')));
        }
        QFile file(m_fixture->path());
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(20 * 4096 + 9) && file.write("damage") == 6);
        file.close();
        const auto queue = openQueue();
        const auto reading = [](WriteContext &context) -> Result<int> {
            Statement all = context.connection.prepare("SELECT body FROM note");
            while (all.next()) { }
            CLOISTER_TRY(all.done());
            return 0;
        };
        const auto answers = submitTogether(*queue, {insert(1), reading, insert(2)});
        QVERIFY(answers[0].result());
        QCOMPARE(codeOf(answers[1]), ErrorCode::Integrity);
        QVERIFY(answers[2].result());
    }

    void submit_toAFullQueue_isOverloaded()
    {
        const auto queue = openQueue();
        Held held(*queue);
        std::vector<Answer> accepted;
        for (int i = 0; i < 4096; ++i)
            accepted.push_back(queue->submit<int>([](WriteContext &) -> Result<int> { return 1; }));
        QCOMPARE(codeOf(queue->submit<int>(insert(1))), ErrorCode::Overloaded);
        held.release();
        for (const Answer &answer : accepted)
            QVERIFY(answer.result());
    }

    void stop_withJobsWaiting_finishesThem()
    {
        const auto queue = openQueue();
        std::vector<Answer> answers;
        for (int i = 0; i < 200; ++i)
            answers.push_back(queue->submit<int>(insert(i)));
        queue->stop();
        for (const Answer &answer : answers)
            QVERIFY(answer.isFinished() && answer.result());
        QCOMPARE(codeOf(queue->submit<int>(insert(999))), ErrorCode::ShuttingDown);
        QCOMPARE(m_fixture->countAnew(), 200);
    }

    void submit_fromManyThreads_keepsEveryAcknowledgedRow()
    {
        const auto queue = openQueue();
        const int before = FaultVfs::syncCount();
        std::vector<std::thread> threads;
        QAtomicInt acknowledged = 0;
        for (int thread = 0; thread < 8; ++thread) {
            threads.emplace_back([&, thread] {
                for (int i = 0; i < 25; ++i) {
                    if (queue->submit<int>(insert(thread * 1000 + i)).result())
                        acknowledged.fetchAndAddRelaxed(1);
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(acknowledged.loadRelaxed(), 200);
        QVERIFY(FaultVfs::syncCount() - before <= 201);
        QCOMPARE(m_fixture->countAnew(), 200);
    }
};

CLOISTER_TEST(tst_WriteQueue)
#include "tst_WriteQueue.moc"
