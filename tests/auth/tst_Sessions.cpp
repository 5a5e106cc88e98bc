#include "engine/auth/Sessions.h"
#include "engine/crypto/SelfTest.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::auth;

class tst_Sessions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialise().has_value()); }
    void aToken_findsItsSession();
    void anIdleSession_ends();
    void use_keepsASessionAlive();
    void endAll_keepsTheTokenThatAsks();
    void tooMany_endTheOneIdleLongest();

private:
    static Account account(const char *name) { return {QLatin1String(name), AdminRole::Operator, 1, {}}; }
};

void tst_Sessions::aToken_findsItsSession()
{
    Sessions sessions;
    const QByteArray token = Sessions::newToken();
    QCOMPARE(token.size(), 43);
    sessions.start(token, account("anna"), 1000);
    const auto found = sessions.use(token, 2000);
    QVERIFY(found);
    QCOMPARE(found->account, QStringLiteral("anna"));
    QVERIFY(found->role == AdminRole::Operator);
    QVERIFY(!sessions.use(Sessions::newToken(), 2000));
    QVERIFY(!sessions.use({}, 2000));
    QVERIFY(sessions.end(token));
    QVERIFY(!sessions.end(token));
    QVERIFY(!sessions.use(token, 2000));
}

void tst_Sessions::anIdleSession_ends()
{
    Sessions sessions;
    const QByteArray token = Sessions::newToken();
    sessions.start(token, account("anna"), 0);
    QVERIFY(!sessions.use(token, Sessions::kDefaultIdleMs));
    QVERIFY(!sessions.use(token, 1)); // for good
    sessions.setIdleMs(100);
    sessions.start(token, account("anna"), 0);
    QVERIFY(sessions.use(token, 99));
    QVERIFY(!sessions.use(token, 199));
}

void tst_Sessions::use_keepsASessionAlive()
{
    Sessions sessions;
    const QByteArray token = Sessions::newToken();
    sessions.start(token, account("anna"), 0);
    for (qint64 now = 0; now < 10 * Sessions::kDefaultIdleMs; now += Sessions::kDefaultIdleMs - 1)
        QVERIFY(sessions.use(token, now));
}

void tst_Sessions::endAll_keepsTheTokenThatAsks()
{
    Sessions sessions;
    const QByteArray kept = Sessions::newToken();
    const QByteArray other = Sessions::newToken();
    const QByteArray ofBert = Sessions::newToken();
    sessions.start(kept, account("anna"), 0);
    sessions.start(other, account("anna"), 0);
    sessions.start(ofBert, account("bert"), 0);
    sessions.endAll(QStringLiteral("anna"), kept);
    QVERIFY(sessions.use(kept, 1));
    QVERIFY(!sessions.use(other, 1));
    QVERIFY(sessions.use(ofBert, 1));
    sessions.endAll(QStringLiteral("anna"));
    QVERIFY(!sessions.use(kept, 1));
}

void tst_Sessions::tooMany_endTheOneIdleLongest()
{
    Sessions sessions;
    QList<QByteArray> tokens;
    for (qint64 i = 0; i < Sessions::kMaxSessions; ++i) {
        tokens.append(Sessions::newToken());
        sessions.start(tokens.last(), account("anna"), i);
    }
    QVERIFY(sessions.use(tokens.first(), 5000));
    const QByteArray one = Sessions::newToken();
    sessions.start(one, account("bert"), 5001);
    QVERIFY(sessions.use(one, 5002));
    QVERIFY(sessions.use(tokens.first(), 5002));
    QVERIFY(!sessions.use(tokens.at(1), 5002));
    QVERIFY(sessions.use(tokens.at(2), 5002));
}

CLOISTER_TEST(tst_Sessions)
#include "tst_Sessions.moc"
