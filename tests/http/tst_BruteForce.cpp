// AUTH-1: guessing keys leads nowhere, costs bounded memory and hurts nobody else; and rate limits.
#include "engine/crypto/ApiKeyText.h"
#include "tests/support/ApiFixture.h"

#include <atomic>
#include <thread>
#include <vector>

using namespace cloister;
using namespace cloister::test;

class tst_BruteForce : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void tenThousandWrongKeys_passNowhere();
    void withoutTheLimiter_everyGuessIsLookedAt();
    void manyAddresses_areBoundedMemory();
    void aRevokedKey_passesNoMoreUnderLoad();
    void wrongAdminTokens_countToo();
    void aKey_hasItsRate();
    void anAddress_hasItsRate();

private:
    /// The n-th wrong key: of no key, of a key there is with another secret, and no key at all.
    QByteArray wrongKey(int n) const;
    Reply from(const QHostAddress &address, const QByteArray &key)
    {
        return m_api->ask("GET", "/memory?limit=1", {}, key, {}, address);
    }
    int changeSettings(const QByteArray &body) { return m_api->admit("PATCH", "/settings", body).status; }

    const QHostAddress m_attacker{QStringLiteral("203.0.113.66")};
    const QHostAddress m_good{QStringLiteral("192.0.2.7")};
    std::unique_ptr<ApiFixture> m_api;
};

void tst_BruteForce::init()
{
    m_api = std::make_unique<ApiFixture>();
    QVERIFY(m_api->start());
}

QByteArray tst_BruteForce::wrongKey(int n) const
{
    const crypto::ApiKeyText::Fresh fresh = crypto::ApiKeyText::make();
    QByteArray text = fresh.text.view().toByteArray();
    if (n % 3 == 1)
        text.replace(3, 8, m_api->key.mid(3, 8)); // whose checksum no longer fits
    if (n % 3 == 2)
        text = "cl_" + QByteArray::number(n);
    return text;
}

void tst_BruteForce::tenThousandWrongKeys_passNowhere()
{
    int unauthenticated = 0;
    for (int n = 0; n < 10'000; ++n) {
        const Reply reply = from(m_attacker, wrongKey(n));
        QVERIFY2(reply.status == 401 || reply.status == 429, explained(reply).constData());
        unauthenticated += reply.status == 401 ? 1 : 0;
        if (n % 500 == 0)
            VERIFY_STATUS(from(m_good, m_api->key), 200);
    }
    QCOMPARE(unauthenticated, 100);
    const Reply refused = from(m_attacker, m_api->key);
    VERIFY_ERROR(refused, 429, "RATE_LIMIT_EXCEEDED");
    QCOMPARE(refused.header("Retry-After"), "1");
    QCOMPARE(refused.header("RateLimit-Limit"), "100");
    QCOMPARE(refused.header("RateLimit-Remaining"), "0");
    QCOMPARE(refused.header("RateLimit-Reset"), "60");
    m_api->clock.advance(60'000);
    VERIFY_STATUS(from(m_attacker, m_api->key), 200);
    // In the record: two reasons of one address, whatever the number.
    QVERIFY(m_api->engine->refusals.write().has_value());
    const Reply events = m_api->admit("GET", "/events?action=access.refused");
    QCOMPARE(events.at("items")->size(), 2);
}

// The negative control: with a limit that is never reached every guess gets its 401.
void tst_BruteForce::withoutTheLimiter_everyGuessIsLookedAt()
{
    QCOMPARE(changeSettings("{\"failuresPerMinute\":10000000}"), 200);
    for (int n = 0; n < 300; ++n)
        VERIFY_STATUS(from(m_attacker, wrongKey(n)), 401);
}

void tst_BruteForce::manyAddresses_areBoundedMemory()
{
    for (quint32 n = 0; n < 25'000; ++n) {
        VERIFY_STATUS(from(QHostAddress(0x0a000000 + n), "cl_wrong"), 401);
        if (n % 1000 == 0)
            VERIFY_STATUS(from(m_good, m_api->key), 200);
    }
    QVERIFY(m_api->engine->limits.size() <= auth::RateLimiter::kDefaultNames);
    // One customer's IPv6 network is one address.
    int refused = 0;
    for (int n = 0; n < 200; ++n)
        refused += from(QHostAddress(QStringLiteral("2001:db8:0:1::%1").arg(n, 0, 16)), "cl_wrong").status == 429 ? 1 : 0;
    QCOMPARE(refused, 100);
    VERIFY_STATUS(from(QHostAddress(QStringLiteral("2001:db8:0:2::1")), m_api->key), 200);
}

void tst_BruteForce::aRevokedKey_passesNoMoreUnderLoad()
{
    const QByteArray key = m_api->newKey(m_api->projectId);
    std::atomic<bool> isRevoked = false;
    std::atomic<bool> isOver = false;
    std::atomic<int> good = 0;
    std::atomic<int> late = 0;
    std::atomic<int> after = 0;
    std::vector<std::thread> threads;
    for (quint32 t = 0; t < 3; ++t) {
        threads.emplace_back([&, t] {
            while (!isOver) {
                const bool wasRevoked = isRevoked;
                const int status = from(QHostAddress(0x0a000000 + t), key).status;
                good += status == 200 ? 1 : 0;
                after += wasRevoked ? 1 : 0;
                late += wasRevoked && status == 200 ? 1 : 0;
            }
        });
    }
    while (good < 50)
        std::this_thread::yield();
    const QByteArray id = key.mid(3, 8);
    const Reply revoked = m_api->admit("POST", "/projects/" + m_api->projectId.toLatin1() + "/keys/" + id + "/revoke");
    isRevoked = true;
    while (after < 200)
        std::this_thread::yield();
    isOver = true;
    for (std::thread &thread : threads)
        thread.join();
    VERIFY_STATUS(revoked, 200);
    QCOMPARE(late.load(), 0);
}

void tst_BruteForce::wrongAdminTokens_countToo()
{
    const QHostAddress here(QHostAddress::LocalHost);
    const auto ask = [&](const QByteArray &token, const QHostAddress &address) {
        return m_api->ask("GET", "/admin/v1/session", {}, token, {}, address).status;
    };
    for (int n = 0; n < 100; ++n)
        QCOMPARE(ask("wrong", here), 401);
    QCOMPARE(ask("wrong", here), 429);
    QCOMPARE(ask(m_api->adminToken(), here), 429);
    QCOMPARE(ask(m_api->adminToken(), QHostAddress()), 200); // the console in the process is not shut out
    m_api->clock.advance(1000);
    QCOMPARE(ask(m_api->adminToken(), here), 200);
}

void tst_BruteForce::aKey_hasItsRate()
{
    QVERIFY(from(m_good, m_api->key).header("RateLimit-Limit").isEmpty());
    QCOMPARE(changeSettings("{\"keyPerMinute\":5}"), 200);
    for (int left = 4; left >= 0; --left) {
        const Reply reply = from(m_good, m_api->key);
        VERIFY_STATUS(reply, 200);
        QCOMPARE(reply.header("RateLimit-Limit"), "5");
        QCOMPARE(reply.header("RateLimit-Remaining"), QByteArray::number(left));
    }
    const Reply refused = from(m_attacker, m_api->key); // wherever it is used
    VERIFY_ERROR(refused, 429, "RATE_LIMIT_EXCEEDED");
    QCOMPARE(refused.header("Retry-After"), "12");
    QCOMPARE(refused.header("RateLimit-Remaining"), "0");
    VERIFY_STATUS(from(m_good, m_api->newKey(m_api->projectId)), 200);
    m_api->clock.advance(12'000);
    VERIFY_STATUS(from(m_good, m_api->key), 200);
    VERIFY_STATUS(from(m_good, m_api->key), 429);
    QCOMPARE(changeSettings("{\"keyPerMinute\":0}"), 200);
    VERIFY_STATUS(from(m_good, m_api->key), 200);
}

void tst_BruteForce::anAddress_hasItsRate()
{
    QCOMPARE(changeSettings("{\"addressPerMinute\":3}"), 200);
    const QByteArray other = m_api->newKey(m_api->projectId);
    VERIFY_STATUS(from(m_good, m_api->key), 200);
    VERIFY_STATUS(from(m_good, other), 200);
    VERIFY_STATUS(m_api->ask("GET", "/healthz", {}, {}, {}, m_good), 200);
    VERIFY_ERROR(from(m_good, m_api->key), 429, "RATE_LIMIT_EXCEEDED");
    VERIFY_ERROR(m_api->ask("GET", "/healthz", {}, {}, {}, m_good), 429, "RATE_LIMIT_EXCEEDED");
    VERIFY_STATUS(from(m_attacker, m_api->key), 200);
    VERIFY_STATUS(m_api->ask("GET", "/healthz", {}, {}, {}, QHostAddress()), 200);
}

CLOISTER_TEST(tst_BruteForce)
#include "tst_BruteForce.moc"
