#include "engine/crypto/Digest.h"
#include "tests/audit/SampleLog.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::test;
using audit::LogVerdict;
using audit::Proof;

/// The verdicts on small logs, one fault at a time. tst_LogTampering does it by the thousand.
class tst_LogVerifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_log.isReady); }
    void cleanLog_holds();
    void noCheckpoint_provesNothing();
    void emptyLog_provesNothing();
    void unsignedTail_isNotBlamed();
    void fault_isNamed_data();
    void fault_isNamed();
    void lastEvents_cut_showByTheCheckpointKeptElsewhere();
    void rechainedTail_showsByItsCheckpoint();
    void checkpoint_ofAnotherKey_isRefused();
    void checkpoint_ofAnotherLog_isRefused();
    void checkpoint_laterInTheLog_isOutOfPlace();
    void twoFaults_firstIsNamedAndBothAreTold();
    void manyFaults_keepTwentyProblems();

private:
    LogVerdict of(const QList<SampleLog::Entry> &entries) const
    {
        return verdictOn(m_log.publicKey(), entries, m_log.checkpoints, {});
    }

    const SampleLog m_log{40, 10};
};

void tst_LogVerifier::cleanLog_holds()
{
    const LogVerdict verdict = of(m_log.entries);
    QCOMPARE(verdict.integrity, Proof::Holds);
    QCOMPARE(verdict.completeness, Proof::Holds);
    QCOMPARE(verdict.events, 40);
    QCOMPARE(verdict.checkpoints, 4);
    QCOMPARE(verdict.coveredTo, 40);
    QCOMPARE(verdict.lastSeq, 40);
    QVERIFY(!verdict.firstBad);
    QCOMPARE(audit::toJson(verdict), QByteArray("{\"integrity\":\"holds\",\"completeness\":\"holds\",\"events\":40,"
                                                "\"checkpoints\":4,\"coveredTo\":40,\"lastEvent\":40,\"problems\":[]}"));
}

void tst_LogVerifier::noCheckpoint_provesNothing()
{
    const LogVerdict verdict = verdictOn(m_log.publicKey(), m_log.entries, {}, {});
    QCOMPARE(verdict.integrity, Proof::Unproven);
    QCOMPARE(verdict.completeness, Proof::Unproven);
    QVERIFY(!verdict.isBroken());
}

void tst_LogVerifier::emptyLog_provesNothing()
{
    const LogVerdict verdict = verdictOn(m_log.publicKey(), {}, {}, {});
    QCOMPARE(verdict.integrity, Proof::Unproven);
    QCOMPARE(verdict.lastSeq, 0);
    const LogVerdict cut = verdictOn(m_log.publicKey(), {}, {}, {m_log.checkpoints.first()});
    QCOMPARE(cut.completeness, Proof::Broken);
    QCOMPARE(cut.firstBad, std::optional<qint64>(1));
}

void tst_LogVerifier::unsignedTail_isNotBlamed()
{
    const LogVerdict verdict = of(m_log.entries.mid(0, 37));
    QCOMPARE(verdict.integrity, Proof::Holds);
    QCOMPARE(verdict.completeness, Proof::Holds);
    QCOMPARE(verdict.coveredTo, 30);
    QCOMPARE(verdict.lastSeq, 37);
}

void tst_LogVerifier::fault_isNamed_data()
{
    using Fault = std::function<void(QList<SampleLog::Entry> &)>;
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<qint64>("firstBad");
    QTest::addColumn<bool>("isChanged");
    QTest::addColumn<bool>("isMissing");
    const auto edit = [](SampleLog::Entry &entry) { entry.body.replace("message.create", "message.delete"); };
    const auto rehash = [](SampleLog::Entry &entry) { entry.hash = crypto::sha256(entry.body); };
    QTest::newRow("edited") << Fault([=](auto &all) { edit(all[14]); }) << qint64(15) << true << false;
    QTest::newRow("edited and hashed") << Fault([=](auto &all) { edit(all[14]); rehash(all[14]); }) << qint64(15) << true << false;
    QTest::newRow("the last before a checkpoint") << Fault([=](auto &all) { edit(all[19]); rehash(all[19]); }) << qint64(11) << true << false;
    QTest::newRow("the first") << Fault([=](auto &all) { edit(all[0]); rehash(all[0]); }) << qint64(1) << true << false;
    QTest::newRow("the last") << Fault([=](auto &all) { edit(all[39]); }) << qint64(40) << true << false;
    QTest::newRow("hash edited") << Fault([](auto &all) { all[14].hash[3] = char(all[14].hash[3] ^ 1); }) << qint64(15) << true << false;
    QTest::newRow("points elsewhere") << Fault([=](auto &all) {
        all[14].body.replace(all[14].body.lastIndexOf("\"prev\":\"") + 8, 4, "0000");
        rehash(all[14]);
    }) << qint64(15) << true << false;
    QTest::newRow("removed") << Fault([](auto &all) { all.removeAt(14); }) << qint64(15) << false << true;
    QTest::newRow("the first removed") << Fault([](auto &all) { all.removeAt(0); }) << qint64(1) << false << true;
    QTest::newRow("several removed") << Fault([](auto &all) { all.remove(14, 12); }) << qint64(15) << false << true;
    QTest::newRow("twice") << Fault([](auto &all) { all.insert(15, all.at(14)); }) << qint64(15) << true << false;
    QTest::newRow("forged in between") << Fault([](auto &all) {
        const QByteArray body = SampleLog::bodyOf(16, all.at(14).hash, QStringLiteral("message.forge"));
        all.insert(15, {body, crypto::sha256(body)});
    }) << qint64(16) << true << false;
    QTest::newRow("exchanged") << Fault([](auto &all) { all.swapItemsAt(14, 15); }) << qint64(15) << true << false;
    QTest::newRow("exchanged afar") << Fault([](auto &all) { all.swapItemsAt(14, 33); }) << qint64(15) << true << false;
    QTest::newRow("no JSON") << Fault([](auto &all) { all[14].body = "{"; }) << qint64(15) << true << true;
}

void tst_LogVerifier::fault_isNamed()
{
    using Fault = std::function<void(QList<SampleLog::Entry> &)>;
    QFETCH(Fault, fault);
    QFETCH(qint64, firstBad);
    QFETCH(bool, isChanged);
    QFETCH(bool, isMissing);
    QList<SampleLog::Entry> entries = m_log.entries;
    fault(entries);
    const LogVerdict verdict = of(entries);
    const QByteArray told = verdict.problems.join(QLatin1Char('|')).toUtf8();
    QVERIFY2(verdict.firstBad == firstBad, told.constData());
    QVERIFY2((verdict.integrity == Proof::Broken) == isChanged, told.constData());
    QVERIFY2((verdict.completeness == Proof::Broken) == isMissing, told.constData());
    QVERIFY2(told.contains(QByteArray::number(firstBad)), told.constData());
}

void tst_LogVerifier::lastEvents_cut_showByTheCheckpointKeptElsewhere()
{
    const QList<SampleLog::Entry> cut = m_log.entries.mid(0, 35);
    const QList<audit::SignedCheckpoint> left = m_log.checkpoints.mid(0, 3);
    QVERIFY(!verdictOn(m_log.publicKey(), cut, left, {}).isBroken());
    const LogVerdict verdict = verdictOn(m_log.publicKey(), cut, left, {m_log.checkpoints.last()});
    QCOMPARE(verdict.integrity, Proof::Holds);
    QCOMPARE(verdict.completeness, Proof::Broken);
    QCOMPARE(verdict.firstBad, std::optional<qint64>(36));
}

void tst_LogVerifier::rechainedTail_showsByItsCheckpoint()
{
    QList<SampleLog::Entry> entries = m_log.entries;
    entries[24].body.replace("message.create", "message.delete");
    SampleLog::rechain(entries, 25);
    QVERIFY(!verdictOn(m_log.publicKey(), entries, {}, {}).isBroken());
    const LogVerdict verdict = of(entries);
    QCOMPARE(verdict.integrity, Proof::Broken);
    QCOMPARE(verdict.firstBad, std::optional<qint64>(21)); // the first that no signature vouches for
    QCOMPARE(verdict.coveredTo, 20);
    QCOMPARE(verdict.problems.first(), QStringLiteral("events 21 to 30 are not those that were signed at 2025-03-01T09:00:00.000Z"));
}

void tst_LogVerifier::checkpoint_ofAnotherKey_isRefused()
{
    const SampleLog other(40, 10);
    audit::LogVerifier verifier(m_log.publicKey());
    QVERIFY(!verifier.know(other.checkpoints.first()));
    const LogVerdict verdict = verdictOn(m_log.publicKey(), m_log.entries, other.checkpoints, {});
    QCOMPARE(verdict.integrity, Proof::Broken);
    QCOMPARE(verdict.firstBad, std::optional<qint64>(10));
}

void tst_LogVerifier::checkpoint_ofAnotherLog_isRefused()
{
    audit::Checkpoint what = m_log.checkpoints.at(1).what;
    what.chain = QStringLiteral("p2");
    audit::LogVerifier verifier(m_log.publicKey());
    QVERIFY(verifier.know(m_log.checkpoints.first()));
    QVERIFY(!verifier.know(audit::SignedCheckpoint::make(what, m_log.key)));
}

void tst_LogVerifier::checkpoint_laterInTheLog_isOutOfPlace()
{
    audit::LogVerifier verifier(m_log.publicKey());
    for (const SampleLog::Entry &entry : m_log.entries.mid(0, 12))
        verifier.addEvent(entry.body, entry.hash);
    verifier.addCheckpoint(m_log.checkpoints.first());
    QCOMPARE(verifier.verdict().integrity, Proof::Broken);
}

void tst_LogVerifier::twoFaults_firstIsNamedAndBothAreTold()
{
    QList<SampleLog::Entry> entries = m_log.entries;
    entries[30].body.replace("message.create", "message.delete");
    entries.removeAt(14);
    const LogVerdict verdict = of(entries);
    QCOMPARE(verdict.firstBad, std::optional<qint64>(15));
    QCOMPARE(verdict.problems, QStringList({QStringLiteral("event 31 was changed"), QStringLiteral("event 15 is missing")}));
}

void tst_LogVerifier::manyFaults_keepTwentyProblems()
{
    QList<SampleLog::Entry> entries = m_log.entries;
    for (SampleLog::Entry &entry : entries)
        entry.body.replace("message.create", "message.delete");
    const LogVerdict verdict = of(entries);
    QCOMPARE(verdict.problems.size(), 20);
    QCOMPARE(verdict.firstBad, std::optional<qint64>(1));
}

CLOISTER_TEST(tst_LogVerifier)
#include "tst_LogVerifier.moc"
