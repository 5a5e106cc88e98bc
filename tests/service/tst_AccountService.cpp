// Accounts below the API: what happens at once, and what is written when something fails.
#include "engine/service/Lock.h"
#include "tests/support/WorkspaceFixture.h"

using namespace cloister;
using namespace cloister::test;

class tst_AccountService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void accounts_outliveTheProcess_andSessionsDoNot();
    void aSignInDuringAChange_doesNotOutliveIt();
    void aChangeOfNothing_leavesTheTime();
    void whatIsRefused_changesNothing();
    void signIns_fromOneIpv6Network_areCountedTogether();
    void theAuthenticator_knowsSessions();
    void keys_withAddressesAreCheckedByThem();

private:
    AccountService &accounts() { return m_world->engine->accounts; }
    Caller stranger() const
    {
        Caller caller;
        caller.address = QHostAddress(QHostAddress::LocalHost);
        caller.requestId = QStringLiteral("request-of-stranger");
        return caller;
    }
    Result<Account> make(const char *name, AdminRole role)
    {
        return accounts().create(m_world->admin(), QLatin1String(name), role, kPassphrase).result();
    }
    Result<Caller> callerOf(const QByteArray &token)
    {
        return m_world->engine->authenticator.adminCaller(
            "Bearer " + token, QHostAddress(QHostAddress::LocalHost), QStringLiteral("request"));
    }

    const QString kPassphrase = QStringLiteral("a long passphrase");
    std::unique_ptr<WorkspaceFixture> m_world;
};

void tst_AccountService::init()
{
    m_world = std::make_unique<WorkspaceFixture>();
    QVERIFY(m_world->create());
}

void tst_AccountService::accounts_outliveTheProcess_andSessionsDoNot()
{
    QVERIFY(make("anna", AdminRole::Operator).has_value());
    const auto started = accounts().signIn(stranger(), QStringLiteral("anna"), kPassphrase).result();
    QVERIFY(started.has_value());
    QVERIFY(callerOf(started->token).has_value());
    QVERIFY(m_world->open());
    QVERIFY(!callerOf(started->token).has_value());
    const auto listed = accounts().list();
    QVERIFY(listed.has_value());
    QCOMPARE(listed->size(), 1);
    QVERIFY(listed->first().role == AdminRole::Operator);
    QVERIFY(accounts().signIn(stranger(), QStringLiteral("anna"), kPassphrase).result().has_value());
}

// The passphrase is compared before the session starts; what changes in between must not be missed.
void tst_AccountService::aSignInDuringAChange_doesNotOutliveIt()
{
    QVERIFY(make("anna", AdminRole::Owner).has_value());
    QVERIFY(make("bert", AdminRole::Owner).has_value());
    for (int i = 0; i < 4; ++i) {
        auto signingIn = accounts().signIn(stranger(), QStringLiteral("anna"), kPassphrase);
        const auto disabled = accounts().change(m_world->admin(), QStringLiteral("anna"), {{}, true}).result();
        QVERIFY(disabled.has_value());
        const auto started = signingIn.result();
        QVERIFY(!started || !callerOf(started->token));
        QVERIFY(accounts().change(m_world->admin(), QStringLiteral("anna"), {{}, false}).result().has_value());
    }
}

void tst_AccountService::aChangeOfNothing_leavesTheTime()
{
    QVERIFY(make("anna", AdminRole::Owner).has_value());
    QVERIFY(make("bert", AdminRole::Owner).has_value());
    const auto once = accounts().change(m_world->admin(), QStringLiteral("anna"), {{}, true}).result();
    QVERIFY(once.has_value() && once->disabled);
    m_world->clock.advance(1000);
    const auto twice = accounts().change(m_world->admin(), QStringLiteral("anna"), {AdminRole::Auditor, true}).result();
    QVERIFY(twice.has_value());
    QCOMPARE(*twice->disabled, *once->disabled);
    QVERIFY(twice->role == AdminRole::Auditor);
}

void tst_AccountService::whatIsRefused_changesNothing()
{
    QVERIFY(make("anna", AdminRole::Owner).has_value());
    const auto before = m_world->engine->audit.list({}, {});
    QVERIFY(before.has_value());
    QVERIFY(accounts().remove(m_world->admin(), QStringLiteral("anna")).result().error().code == ErrorCode::Conflict);
    QVERIFY(accounts().change(m_world->admin(), QStringLiteral("anna"), {AdminRole::Auditor, {}}).result().error().code
        == ErrorCode::Conflict);
    QVERIFY(accounts().change(m_world->admin(), QStringLiteral("none"), {AdminRole::Auditor, {}}).result().error().code
        == ErrorCode::NotFound);
    QVERIFY(make("anna", AdminRole::Auditor).error().code == ErrorCode::Conflict);
    const auto listed = accounts().list();
    QCOMPARE(listed->size(), 1);
    QVERIFY(listed->first().role == AdminRole::Owner);
    QCOMPARE(m_world->engine->audit.list({}, {})->size(), before->size());
}

// One customer of a provider has a whole /64 to choose addresses from.
void tst_AccountService::signIns_fromOneIpv6Network_areCountedTogether()
{
    const auto codeFrom = [this](const QString &address) {
        Caller caller = stranger();
        caller.address = QHostAddress(address);
        return accounts().signIn(caller, QStringLiteral("nobody"), QStringLiteral("wrong")).result().error().code;
    };
    for (int i = 1; i <= 10; ++i)
        QCOMPARE(codeFrom(QStringLiteral("2001:db8:1:2::%1").arg(i)), ErrorCode::Unauthenticated);
    QCOMPARE(codeFrom(QStringLiteral("2001:db8:1:2:a:b:c:d")), ErrorCode::RateLimitExceeded);
    QCOMPARE(codeFrom(QStringLiteral("2001:db8:1:3::1")), ErrorCode::Unauthenticated); // another network
    QCOMPARE(codeFrom(QStringLiteral("192.0.2.1")), ErrorCode::Unauthenticated);
}

void tst_AccountService::theAuthenticator_knowsSessions()
{
    QVERIFY(make("anna", AdminRole::Auditor).has_value());
    const auto started = accounts().signIn(stranger(), QStringLiteral("anna"), kPassphrase).result();
    QVERIFY(started.has_value());
    const auto caller = callerOf(started->token);
    QVERIFY(caller.has_value());
    QVERIFY(caller->isAdmin());
    QCOMPARE(caller->actor.id, QStringLiteral("anna"));
    QVERIFY(caller->role == AdminRoles(AdminRole::Auditor));
    QVERIFY(!callerOf(started->token.left(42)));
    QVERIFY(!callerOf({}));
    const auto local = callerOf(m_world->workspace->lock().adminToken().toByteArray());
    QVERIFY(local.has_value());
    QVERIFY(local->role == AdminRoles(AdminRole::Owner));
}

void tst_AccountService::keys_withAddressesAreCheckedByThem()
{
    const auto project = m_world->project(QStringLiteral("first"));
    NewApiKey asked;
    asked.addresses = QStringList{QStringLiteral("192.0.2.0/24")};
    const auto key = m_world->engine->keys.create(m_world->admin(), project->id, asked).result();
    QVERIFY(key.has_value());
    Authenticator &authenticator = m_world->engine->authenticator;
    for (const auto &[address, isAllowed] : {std::pair("192.0.2.9", true), std::pair("::ffff:192.0.2.9", true),
             std::pair("192.0.3.9", false), std::pair("::1", false)}) {
        const auto caller = authenticator.apiCaller(
            "Bearer " + key->text.toLatin1(), QHostAddress(QLatin1String(address)), QStringLiteral("request"));
        QVERIFY(caller.has_value());
        const auto checked = authenticator.checkAddress(*caller);
        QCOMPARE(checked.has_value(), isAllowed);
        if (!checked)
            QVERIFY(checked.error().code == ErrorCode::IpNotAllowed);
    }
}

CLOISTER_TEST(tst_AccountService)
#include "tst_AccountService.moc"
