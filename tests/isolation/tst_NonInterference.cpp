// ISO-3: the complete answers of tenant A are the same with and without tenant B's activity, and foreseen from A's own
// calls alone. CLOISTER_SEQUENCES sets how many random sequences are run.
#include "tests/isolation/TenantOracle.h"
#include "tests/support/Transcript.h"

#include <memory>

using namespace cloister;
using namespace cloister::test;

class tst_NonInterference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void answers_areTheSameWithAndWithoutTheOther();
    void aPlantedLeak_isFound();
    void aWrongAnswer_isFoundByTheOracle();

private:
    struct Place
    {
        QString project;
        QByteArray key;
    };
    struct Run
    {
        QByteArrayList answers; ///< of tenant A, comparable
        QByteArray all;         ///< everything that A was shown
        QByteArray wrong;       ///< what the oracles of A and B did not expect
    };

    static constexpr int kCalls = 12;
    Place place(const char *name);
    Reply make(const Place &at, const TenantCall &call, const QByteArray &nameSpace);
    /// A's calls in `at`, with B's in between when `nameSpaceOfB` is not empty.
    Run run(const Place &at, quint32 seed, const QByteArray &nameSpaceOfA, const QByteArray &nameSpaceOfB);

    ApiFixture m_api;
    Place m_alone;
    Place m_together;
};

tst_NonInterference::Place tst_NonInterference::place(const char *name)
{
    const auto made = m_api.project(QString::fromLatin1(name));
    return made ? Place{made->id, m_api.newKey(made->id)} : Place{};
}

void tst_NonInterference::initTestCase()
{
    QVERIFY(m_api.start());
    m_alone = place("alone");
    m_together = place("together");
    QVERIFY(!m_alone.key.isEmpty() && !m_together.key.isEmpty());
}

Reply tst_NonInterference::make(const Place &at, const TenantCall &call, const QByteArray &nameSpace)
{
    // Scores change when vectors come, and those come behind the writes.
    if (call.kind == TenantCall::Kind::Search && !m_api.settleSearch(at.project, QString::fromLatin1(nameSpace)))
        return {};
    return m_api.ask(call.method().constData(), call.path().replace("NS", nameSpace), call.body().replace("NS", nameSpace), at.key);
}

tst_NonInterference::Run tst_NonInterference::run(
    const Place &at, quint32 seed, const QByteArray &nameSpaceOfA, const QByteArray &nameSpaceOfB)
{
    const QList<TenantCall> mine = tenantScript(seed, kCalls, "canary-of-a");
    const QList<TenantCall> theirs = tenantScript(seed + 0x5bd1e995, kCalls, "canary-of-b");
    TenantOracle oracleOfA;
    TenantOracle oracleOfB;
    Run result;
    for (int i = 0; i < kCalls; ++i) {
        m_api.clock.set(1'700'000'000'000 + i * 1000);
        if (!nameSpaceOfB.isEmpty()) {
            const Reply reply = make(at, theirs.at(i), nameSpaceOfB);
            if (nameSpaceOfB != nameSpaceOfA)
                result.wrong += oracleOfB.check(theirs.at(i), reply);
        }
        const Reply reply = make(at, mine.at(i), nameSpaceOfA);
        result.answers.append(comparable(reply, {{at.project.toLatin1(), "PROJECT"}}));
        result.all += reply.body;
        result.wrong += oracleOfA.check(mine.at(i), reply);
    }
    return result;
}

void tst_NonInterference::answers_areTheSameWithAndWithoutTheOther()
{
    bool isSet = false;
    const int asked = qEnvironmentVariableIntValue("CLOISTER_SEQUENCES", &isSet);
    const int sequences = isSet ? asked : 200;
    for (int i = 0; i < sequences; ++i) {
        const auto seed = static_cast<quint32>(i + 1);
        const QByteArray a = "tenant-a-" + QByteArray::number(i) + "-end";
        const QByteArray b = "tenant-b-" + QByteArray::number(i) + "-end";
        const Run alone = run(m_alone, seed, a, {});
        const Run together = run(m_together, seed, a, b);
        QVERIFY2(alone.wrong.isEmpty(), alone.wrong.constData());
        QVERIFY2(together.wrong.isEmpty(), together.wrong.constData());
        QCOMPARE(together.answers, alone.answers);
        QVERIFY(!together.all.contains("canary-of-b"));
        QVERIFY(!together.all.contains(b));
        const Reply events = m_api.ask("GET", "/events?limit=1000&namespace=" + a, {}, m_together.key);
        QVERIFY(events.at("items")->size() > 0);
        QVERIFY(!events.body.contains("canary-of-"));
        QVERIFY(!events.body.contains(b));
    }
    qInfo("%d sequences of %d calls a tenant", sequences, kCalls);
}

void tst_NonInterference::aPlantedLeak_isFound()
{
    // The leak: both tenants are one. With most seeds something of it must show, and in all three ways.
    int differences = 0;
    int canaries = 0;
    int surprises = 0;
    for (quint32 seed = 1; seed <= 10; ++seed) {
        const QByteArray name = "planted-" + QByteArray::number(seed);
        const Run alone = run(m_alone, seed, name, {});
        const Run leaking = run(m_together, seed, name, name);
        differences += leaking.answers != alone.answers;
        canaries += leaking.all.contains("canary-of-b");
        surprises += !leaking.wrong.isEmpty();
    }
    QVERIFY(differences >= 9);
    QVERIFY(canaries >= 5);
    QVERIFY(surprises >= 8);
}

void tst_NonInterference::aWrongAnswer_isFoundByTheOracle()
{
    TenantOracle oracle;
    TenantCall call;
    call.kind = TenantCall::Kind::CreateMemory;
    call.id = "item-1";
    call.canary = "canary";
    call.tag = "tag0";
    QVERIFY(oracle.check(call, make(m_alone, call, "oracle")).isEmpty());
    QVERIFY(!oracle.check(call, make(m_alone, call, "another")).isEmpty()); // 200 where a duplicate was foreseen
    call.kind = TenantCall::Kind::GetMemory;
    Reply reply = make(m_alone, call, "oracle");
    QVERIFY(oracle.check(call, reply).isEmpty());
    reply.status = 404;
    QVERIFY(!oracle.check(call, reply).isEmpty());
}

CLOISTER_TEST(tst_NonInterference)
#include "tst_NonInterference.moc"
