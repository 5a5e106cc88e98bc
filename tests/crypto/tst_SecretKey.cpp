#include "engine/crypto/KeySlab.h"
#include "engine/crypto/SecretKey.h"
#include "engine/crypto/SecureBytes.h"
#include "engine/crypto/SelfTest.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QSet>

#include <algorithm>
#include <optional>
#include <thread>
#include <vector>

using namespace cloister;
using crypto::KeySlab;
using crypto::SecretKey;
using crypto::SecureBytes;

class tst_SecretKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialise().has_value()); }
    void random_twice_differs();
    void fromView_wrongLength_isRefused();
    void clone_isEqualAndIndependent();
    void move_leavesOneOwner();
    void destroy_wipesTheSlotAndReusesIt();
    void assign_wipesTheKeyThatWasThere();
    void take_moreThanABlock_givesDistinctSlots();
    void take_fromManyThreads_neverSharesASlot();
    void slab_isLockedIntoMemory();
    void secureBytes_takes_wipesItsSource();
    void secureBytes_moved_leavesNothing();
};

static bool isZero(const unsigned char *slot)
{
    return std::all_of(slot, slot + SecretKey::kSize, [](unsigned char byte) { return byte == 0; });
}

void tst_SecretKey::random_twice_differs()
{
    const SecretKey a = SecretKey::random();
    const SecretKey b = SecretKey::random();
    QVERIFY(!(a == b));
    QVERIFY(!isZero(a.bytes().data()));
}

void tst_SecretKey::fromView_wrongLength_isRefused()
{
    QVERIFY(!SecretKey::fromView(QByteArray(31, 'k')));
    QVERIFY(!SecretKey::fromView(QByteArray(33, 'k')));
    QVERIFY(!SecretKey::fromView(QByteArray()));
    const Result<SecretKey> key = SecretKey::fromView(QByteArray(32, 'k'));
    QVERIFY(key.has_value());
    QCOMPARE(key->view().toByteArray(), QByteArray(32, 'k'));
}

void tst_SecretKey::clone_isEqualAndIndependent()
{
    std::optional<SecretKey> original = SecretKey::random();
    const QByteArray bytes = original->view().toByteArray();
    const SecretKey copy = original->clone();
    QVERIFY(copy == *original);
    QVERIFY(copy.bytes().data() != original->bytes().data());
    original.reset();
    QCOMPARE(copy.view().toByteArray(), bytes);
}

void tst_SecretKey::move_leavesOneOwner()
{
    SecretKey source = SecretKey::random();
    const unsigned char *slot = source.bytes().data();
    SecretKey target = std::move(source);
    QCOMPARE(target.bytes().data(), slot);
    SecretKey &alias = target;
    target = std::move(alias);
    QCOMPARE(target.bytes().data(), slot);
    QVERIFY(!isZero(slot));
}

void tst_SecretKey::destroy_wipesTheSlotAndReusesIt()
{
    const unsigned char *slot = nullptr;
    {
        const SecretKey key = SecretKey::random();
        slot = key.bytes().data();
        QVERIFY(!isZero(slot));
    }
    QVERIFY(isZero(slot)); // the block stays mapped
    const SecretKey next = SecretKey::random();
    QCOMPARE(next.bytes().data(), slot);
}

void tst_SecretKey::assign_wipesTheKeyThatWasThere()
{
    SecretKey key = SecretKey::random();
    const unsigned char *old = key.bytes().data();
    key = SecretKey::random();
    QVERIFY(key.bytes().data() != old);
    QVERIFY(isZero(old));
}

void tst_SecretKey::take_moreThanABlock_givesDistinctSlots()
{
    constexpr std::size_t kCount = 2 * KeySlab::kBlockBytes / KeySlab::kSlotBytes + 1;
    std::vector<SecretKey> keys;
    QSet<const unsigned char *> slots;
    QSet<QByteArray> values;
    for (std::size_t i = 0; i < kCount; ++i) {
        keys.push_back(SecretKey::random());
        slots.insert(keys.back().bytes().data());
        values.insert(keys.back().view().toByteArray());
    }
    QCOMPARE(slots.size(), qsizetype(kCount));
    QCOMPARE(values.size(), qsizetype(kCount));
    keys.clear();
    QVERIFY(std::all_of(slots.cbegin(), slots.cend(), isZero));
}

void tst_SecretKey::take_fromManyThreads_neverSharesASlot()
{
    std::vector<std::thread> threads; // their join is seen by the thread sanitizer, QThread's is not
    std::vector<int> mixedUp(4, 0);
    for (std::size_t n = 0; n < mixedUp.size(); ++n) {
        threads.emplace_back([n, &mixedUp]() {
            const QByteArray mine(32, static_cast<char>('a' + n));
            for (int round = 0; round < 200; ++round) {
                std::vector<SecretKey> keys;
                for (int i = 0; i < 20; ++i)
                    keys.push_back(std::move(SecretKey::fromView(mine)).value());
                for (const SecretKey &key : keys)
                    mixedUp[n] += key.view().toByteArray() == mine ? 0 : 1;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(mixedUp, std::vector<int>(4, 0));
}

void tst_SecretKey::slab_isLockedIntoMemory()
{
    const SecretKey key = SecretKey::random();
    QFile status(QStringLiteral("/proc/self/status"));
    QVERIFY(status.open(QIODevice::ReadOnly));
    qint64 lockedKiB = -1;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmLck:"))
            lockedKiB = line.mid(6).simplified().split(' ').first().toLongLong();
    }
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    const qint64 wantedKiB = 0; // the sanitizers make mlock do nothing
#else
    const qint64 wantedKiB = KeySlab::kBlockBytes / 1024;
#endif
    QVERIFY2(lockedKiB >= wantedKiB, "keys are not locked; see ulimit -l");
}

void tst_SecretKey::secureBytes_takes_wipesItsSource()
{
    QByteArray source("a passphrase of some length");
    source.detach();
    const char *memory = source.constData();
    QByteArray keptAlive = source; // shared: must survive
    const SecureBytes shared = SecureBytes::take(source);
    QCOMPARE(keptAlive, QByteArray("a passphrase of some length"));
    QCOMPARE(keptAlive.constData(), memory);
    QVERIFY(source.isEmpty());
    const SecureBytes alone = SecureBytes::take(keptAlive);
    QVERIFY(keptAlive.isEmpty());
    QCOMPARE(alone.view(), QByteArrayView("a passphrase of some length"));
    QCOMPARE(shared.view(), alone.view());
}

void tst_SecretKey::secureBytes_moved_leavesNothing()
{
    SecureBytes first(QByteArrayView("secret"));
    const SecureBytes copy = first.clone();
    SecureBytes second = std::move(first);
    QCOMPARE(second.view(), QByteArrayView("secret"));
    second = SecureBytes();
    QVERIFY(second.isEmpty());
    QCOMPARE(copy.view(), QByteArrayView("secret"));
}

CLOISTER_TEST(tst_SecretKey)
#include "tst_SecretKey.moc"
