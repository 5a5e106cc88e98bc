#include "engine/crypto/ApiKeyText.h"
#include "engine/service/Lock.h"
#include "tests/support/WorkspaceFixture.h"

#include <QThread>

#include <atomic>
#include <thread>

using namespace cloister;
using cloister::test::WorkspaceFixture;

class tst_Authenticator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void create_key_carriesScopesAndNamespacesIntoTheCaller();
    void create_badKey_isRefused_data();
    void create_badKey_isRefused();
    void create_unknownProject_isProjectNotFound();
    void list_keys_areNewestFirstWithoutSecrets();
    void apiCaller_refusals_areIdentical();
    void apiCaller_formsOfTheHeader_data();
    void apiCaller_formsOfTheHeader();
    void revoke_usedKey_failsFromTheNextRequest();
    void revoke_duringLoad_nonePassesAfter();
    void revoke_twice_givesTheSameAnswerAndOneEvent();
    void revoke_keyOfOtherProject_isKeyNotFound();
    void apiCaller_use_isNotedAtMostOnceAMinute();
    void adminCaller_token_data();
    void adminCaller_token();
};

struct KeyWorld : WorkspaceFixture
{
    bool begin()
    {
        if (!create())
            return false;
        const auto made = project(QStringLiteral("Support"));
        projectId = made ? made->id : QString();
        return made.has_value();
    }

    Result<CreatedApiKey> key(NewApiKey asked = {QStringLiteral("app")})
    {
        return engine->keys.create(admin(), projectId, asked).result();
    }

    Result<Caller> call(const QString &text)
    {
        return engine->authenticator.apiCaller(
            "Bearer " + text.toLatin1(), QHostAddress(QStringLiteral("192.0.2.7")), QStringLiteral("r1"));
    }

    int events(const QString &action)
    {
        AuditQuery query;
        query.action = action;
        return int(engine->audit.list({}, query).value_or(QList<AuditRecord>()).size());
    }

    QString projectId;
};

void tst_Authenticator::create_key_carriesScopesAndNamespacesIntoTheCaller()
{
    KeyWorld world;
    QVERIFY(world.begin());
    NewApiKey asked{QStringLiteral("reader"), Scope::Read | Scope::Search, QStringList{QString(), QStringLiteral("acme")}};
    const auto created = world.key(asked);
    QVERIFY(created);
    QCOMPARE(created->text.size(), 62);
    QVERIFY(created->text.startsWith(QLatin1String("cl_") + created->key.id));
    for (int round = 0; round < 2; ++round) { // from the database, then from memory
        const auto caller = world.call(created->text);
        QVERIFY(caller);
        QCOMPARE(caller->actor.kind, ActorKind::ApiKey);
        QCOMPARE(caller->actor.id, created->key.id);
        QCOMPARE(caller->projectId, world.projectId);
        QCOMPARE(caller->scopes, Scope::Read | Scope::Search);
        QCOMPARE(caller->namespaces, asked.namespaces);
        QCOMPARE(caller->address, QHostAddress(QStringLiteral("192.0.2.7")));
        QCOMPARE(caller->requestId, QStringLiteral("r1"));
    }
    const auto open = world.key();
    QVERIFY(!world.call(open->text)->namespaces);
    QCOMPARE(world.events(QStringLiteral("key.create")), 2);
}

void tst_Authenticator::create_badKey_isRefused_data()
{
    QTest::addColumn<QString>("label");
    QTest::addColumn<int>("scopes");
    QTest::addColumn<QStringList>("namespaces");
    QTest::addColumn<bool>("isExpired");
    QTest::addColumn<QString>("field");
    const QString label = QStringLiteral("app");
    const QStringList some{QStringLiteral("acme")};
    QTest::newRow("no label") << QString() << 1 << some << false << QStringLiteral("label");
    QTest::newRow("no scope") << label << 0 << some << false << QStringLiteral("scopes");
    QTest::newRow("unknown scope") << label << 0x81 << some << false << QStringLiteral("scopes");
    QTest::newRow("no namespaces") << label << 1 << QStringList() << false << QStringLiteral("namespaces");
    QTest::newRow("namespace twice") << label << 1 << (some + some) << false << QStringLiteral("namespaces");
    QTest::newRow("bad namespace") << label << 1 << QStringList{QStringLiteral("a\nb")} << false
                                   << QStringLiteral("namespaces");
    QTest::newRow("expired") << label << 1 << some << true << QStringLiteral("expires");
}

void tst_Authenticator::create_badKey_isRefused()
{
    QFETCH(QString, label);
    QFETCH(int, scopes);
    QFETCH(QStringList, namespaces);
    QFETCH(bool, isExpired);
    QFETCH(QString, field);
    KeyWorld world;
    QVERIFY(world.begin());
    NewApiKey asked{label, Scopes::fromInt(static_cast<Scopes::Int>(scopes)), namespaces, {}};
    if (isExpired)
        asked.expires = world.clock.nowMs();
    const auto refused = world.key(asked);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidParameter);
    QCOMPARE(refused.error().fields.first().field, field);
    QCOMPARE(world.events(QStringLiteral("key.create")), 0);
}

void tst_Authenticator::create_unknownProject_isProjectNotFound()
{
    KeyWorld world;
    QVERIFY(world.begin());
    world.projectId = QStringLiteral("none");
    QCOMPARE(world.key().error().code, ErrorCode::ProjectNotFound);
    QCOMPARE(world.engine->keys.list(QStringLiteral("none")).error().code, ErrorCode::ProjectNotFound);
    QCOMPARE(world.events(QStringLiteral("key.create")), 0);
}

void tst_Authenticator::list_keys_areNewestFirstWithoutSecrets()
{
    KeyWorld world;
    QVERIFY(world.begin());
    const auto first = world.key();
    world.clock.advance(1000);
    const auto second = world.key({QStringLiteral("other"), kAllScopes, {}, {}, world.clock.nowMs() + 1});
    const auto listed = world.engine->keys.list(world.projectId);
    QVERIFY(listed);
    QCOMPARE(listed->size(), 2);
    QCOMPARE(listed->at(0).id, second->key.id);
    QCOMPARE(listed->at(0).label, QStringLiteral("other"));
    QCOMPARE(listed->at(0).expires, std::optional<qint64>(world.clock.nowMs() + 1));
    QCOMPARE(listed->at(1).id, first->key.id);
    QVERIFY(!listed->at(1).revoked);
}

void tst_Authenticator::apiCaller_refusals_areIdentical()
{
    KeyWorld world;
    QVERIFY(world.begin());
    const auto good = world.key();
    const auto revoked = world.key();
    const auto expiring = world.key({QStringLiteral("short"), kAllScopes, {}, {}, world.clock.nowMs() + 1000});
    QVERIFY(world.call(expiring->text));
    QVERIFY(world.engine->keys.revoke(world.admin(), world.projectId, revoked->key.id).result());
    world.clock.advance(1000);
    const crypto::ApiKeyText::Fresh unknown = crypto::ApiKeyText::make();
    // The right id with another key's secret, and a right checksum.
    QByteArray crossed = good->text.toLatin1().first(12) + revoked->text.toLatin1().mid(12, 43);
    const QList<QByteArray> refused{QByteArray(), "Bearer", "Bearer ", "Basic " + good->text.toLatin1(),
        "Bearer cl_short", "Bearer " + good->text.toLatin1() + "x", "Bearer " + good->text.toLatin1().chopped(1) + "!",
        "Bearer " + unknown.text.view().toByteArray(), "Bearer " + revoked->text.toLatin1(),
        "Bearer " + expiring->text.toLatin1(), "Bearer " + crossed};
    const QString text = world.engine->authenticator.apiCaller({}, {}, {}).error().detail;
    QVERIFY(!text.isEmpty());
    for (const QByteArray &header : refused) {
        const auto caller = world.engine->authenticator.apiCaller(header, {}, {});
        QVERIFY2(!caller, header.constData());
        QCOMPARE(caller.error().code, ErrorCode::Unauthenticated);
        QCOMPARE(caller.error().detail, text);
        QVERIFY(caller.error().fields.isEmpty());
    }
    QVERIFY(world.call(good->text));
}

void tst_Authenticator::apiCaller_formsOfTheHeader_data()
{
    QTest::addColumn<QByteArray>("scheme");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("as documented") << QByteArray("Bearer ") << true;
    QTest::newRow("lower case") << QByteArray("bearer ") << true;
    QTest::newRow("no space") << QByteArray("Bearer") << false;
    QTest::newRow("two spaces") << QByteArray("Bearer  ") << false;
    QTest::newRow("nothing") << QByteArray() << false;
}

void tst_Authenticator::apiCaller_formsOfTheHeader()
{
    QFETCH(QByteArray, scheme);
    QFETCH(bool, isGood);
    KeyWorld world;
    QVERIFY(world.begin());
    const auto key = world.key();
    QCOMPARE(world.engine->authenticator.apiCaller(scheme + key->text.toLatin1(), {}, {}).has_value(), isGood);
}

void tst_Authenticator::revoke_usedKey_failsFromTheNextRequest()
{
    KeyWorld world;
    QVERIFY(world.begin());
    const auto key = world.key();
    QVERIFY(world.call(key->text));
    const auto revoked = world.engine->keys.revoke(world.admin(), world.projectId, key->key.id).result();
    QVERIFY(revoked);
    QCOMPARE(revoked->revoked, std::optional<qint64>(world.clock.nowMs()));
    QCOMPARE(world.call(key->text).error().code, ErrorCode::Unauthenticated);
    QVERIFY(world.open());
    QCOMPARE(world.call(key->text).error().code, ErrorCode::Unauthenticated);
}

void tst_Authenticator::revoke_duringLoad_nonePassesAfter()
{
    KeyWorld world;
    QVERIFY(world.begin());
    const auto key = world.key();
    std::atomic<bool> isRevoked = false;
    std::atomic<bool> isOver = false;
    std::atomic<int> passedAfter = 0;
    std::atomic<int> passedBefore = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 3; ++i) {
        clients.emplace_back([&] {
            while (!isOver) {
                const bool wasRevoked = isRevoked;
                if (world.call(key->text))
                    ++(wasRevoked ? passedAfter : passedBefore);
            }
        });
    }
    while (passedBefore < 50)
        QThread::yieldCurrentThread();
    const bool isDone = world.engine->keys.revoke(world.admin(), world.projectId, key->key.id).result().has_value();
    isRevoked = true;
    for (int i = 0; i < 200; ++i)
        (void)world.call(key->text);
    isOver = true;
    for (std::thread &client : clients)
        client.join();
    QVERIFY(isDone);
    QCOMPARE(passedAfter.load(), 0);
}

void tst_Authenticator::revoke_twice_givesTheSameAnswerAndOneEvent()
{
    KeyWorld world;
    QVERIFY(world.begin());
    const auto key = world.key();
    const auto first = world.engine->keys.revoke(world.admin(), world.projectId, key->key.id).result();
    world.clock.advance(5000);
    const auto second = world.engine->keys.revoke(world.admin(), world.projectId, key->key.id).result();
    QVERIFY(first && second);
    QCOMPARE(second->revoked, first->revoked);
    QCOMPARE(world.events(QStringLiteral("key.revoke")), 1);
}

void tst_Authenticator::revoke_keyOfOtherProject_isKeyNotFound()
{
    KeyWorld world;
    QVERIFY(world.begin());
    const auto key = world.key();
    const auto other = world.project(QStringLiteral("Other"));
    for (const QString &id : {key->key.id, QStringLiteral("unknown1")}) {
        const auto missed = world.engine->keys.revoke(world.admin(), other->id, id).result();
        QCOMPARE(missed.error().code, ErrorCode::KeyNotFound);
    }
    QVERIFY(world.call(key->text));
    QCOMPARE(world.events(QStringLiteral("key.revoke")), 0);
}

void tst_Authenticator::apiCaller_use_isNotedAtMostOnceAMinute()
{
    KeyWorld world;
    QVERIFY(world.begin());
    const auto key = world.key();
    const auto lastUsed = [&world] {
        // A write behind the note: once it is durable the note is too.
        (void)world.engine->audit.record({}, AuditEvent(), {}).result();
        return world.engine->keys.list(world.projectId)->first().lastUsed;
    };
    QVERIFY(!lastUsed());
    const qint64 start = world.clock.nowMs();
    QVERIFY(world.call(key->text));
    QCOMPARE(lastUsed(), std::optional<qint64>(start));
    world.clock.advance(59'999);
    QVERIFY(world.call(key->text));
    QCOMPARE(lastUsed(), std::optional<qint64>(start));
    world.clock.advance(1);
    QVERIFY(world.call(key->text));
    QCOMPARE(lastUsed(), std::optional<qint64>(start + 60'000));
}

void tst_Authenticator::adminCaller_token_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isRight");
    QTest::addColumn<int>("code");
    QTest::newRow("in process") << QString() << true << -1;
    QTest::newRow("loopback") << QStringLiteral("127.0.0.1") << true << -1;
    QTest::newRow("loopback 6") << QStringLiteral("::1") << true << -1;
    QTest::newRow("elsewhere") << QStringLiteral("192.0.2.1") << true << int(ErrorCode::Forbidden);
    QTest::newRow("wrong token") << QStringLiteral("127.0.0.1") << false << int(ErrorCode::Unauthenticated);
    QTest::newRow("wrong, elsewhere") << QStringLiteral("192.0.2.1") << false << int(ErrorCode::Unauthenticated);
}

void tst_Authenticator::adminCaller_token()
{
    QFETCH(QString, address);
    QFETCH(bool, isRight);
    QFETCH(int, code);
    KeyWorld world;
    QVERIFY(world.create());
    const QByteArray token = isRight ? world.workspace->lock().adminToken().toByteArray() : QByteArray(43, 'A');
    const auto caller = world.engine->authenticator.adminCaller(
        "Bearer " + token, address.isEmpty() ? QHostAddress() : QHostAddress(address), QStringLiteral("r1"));
    QCOMPARE(caller ? -1 : int(caller.error().code), code);
    if (caller) {
        QVERIFY(caller->isAdmin());
        QVERIFY(caller->projectId.isEmpty());
    }
    QVERIFY(!world.engine->authenticator.adminCaller({}, {}, {}));
}

CLOISTER_TEST(tst_Authenticator)
#include "tst_Authenticator.moc"
