// AUD-4: a thousand random changes of a log of ten thousand events, every one found and the first bad event named.
#include "engine/crypto/Digest.h"
#include "tests/audit/SampleLog.h"
#include "tests/support/Test.h"

#include <random>
#include <vector>

using namespace cloister;
using namespace cloister::test;
using audit::LogVerdict;
using audit::LogVerifier;

namespace {

constexpr qint64 kEvents = 10'000;
constexpr int kTamperings = 1'000;
constexpr qint64 kEventsOfBlock = 1'000;
constexpr qint64 kSnapshotEvery = 250;
constexpr qint64 kShownAfterFinding = 20;

/// Where checkpoints are met.
enum class Kept { InTheLog, Elsewhere };

/// What is done to the log and what the verifier must answer.
struct Tampering
{
    QByteArray what;
    QList<SampleLog::Entry> entries;
    qint64 firstTouched = 0; ///< everything before it is as it was
    qint64 firstBad = 0;
};

} // namespace

class tst_LogTampering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyTampering_isFoundAndNamed();
    void withoutCheckpoints_aRechainedLogPasses();
    void cleanLog_raisesNoAlarm();
    void cleanLogAfterACrash_raisesNoAlarm();

private:
    qint64 anywhere(qint64 from, qint64 to) { return std::uniform_int_distribution<qint64>(from, to)(m_random); }
    Tampering tamper();
    Tampering tamperInPlace(int kind, qint64 at);
    Tampering tamperByRechaining(int kind, qint64 at);
    LogVerdict examine(const Tampering &tampering, Kept kept) const;

    SampleLog m_log{kEvents};
    std::vector<LogVerifier> m_embedded; ///< verifiers of the clean log, one every kSnapshotEvery events
    std::vector<LogVerifier> m_known;
    std::mt19937_64 m_random{20260307};
};

void tst_LogTampering::initTestCase()
{
    QVERIFY(m_log.isReady);
    LogVerifier embedded(m_log.publicKey());
    LogVerifier known(m_log.publicKey());
    QVERIFY(known.know(m_log.checkpoints.last())); // the one that was exported
    qsizetype next = 0;
    for (qint64 at = 0; at < kEvents; ++at) {
        if (at % kSnapshotEvery == 0) {
            m_embedded.push_back(embedded);
            m_known.push_back(known);
        }
        const SampleLog::Entry &entry = m_log.entries.at(at);
        embedded.addEvent(entry.body, entry.hash);
        known.addEvent(entry.body, entry.hash);
        if (m_log.checkpoints.at(next).what.seq == at + 1)
            embedded.addCheckpoint(m_log.checkpoints.at(next++));
    }
}

static void editEntry(SampleLog::Entry &entry, std::mt19937_64 &random)
{
    // Any letter or digit of what the event says, so that it stays an event.
    const qsizetype from = entry.body.indexOf("\"actor\"");
    const qsizetype to = entry.body.lastIndexOf(",\"prev\"");
    qsizetype place = 0;
    do
        place = std::uniform_int_distribution<qsizetype>(from, to - 1)(random);
    while (!std::isalnum(static_cast<unsigned char>(entry.body.at(place))));
    entry.body[place] = entry.body.at(place) == '7' ? '8' : '7';
}

Tampering tst_LogTampering::tamperInPlace(int kind, qint64 at)
{
    Tampering made{{}, m_log.entries, at, at};
    SampleLog::Entry &entry = made.entries[at - 1];
    if (kind == 0) {
        made.what = "edit";
        editEntry(entry, m_random);
    } else if (kind == 1) {
        made.what = "edit with its hash";
        editEntry(entry, m_random);
        entry.hash = crypto::sha256(entry.body);
        if (at % kEventsOfBlock == 0)
            made.firstBad = at - kEventsOfBlock + 1; // no event follows it before its checkpoint does
    } else if (kind == 2) {
        made.what = "edit of the hash";
        const auto byte = qsizetype(anywhere(0, 31));
        entry.hash[byte] = char(entry.hash.at(byte) ^ 1);
    } else if (kind == 3) {
        made.what = "removal";
        made.entries.remove(at - 1, std::min<qint64>(anywhere(1, 50), kEvents - at + 1));
    } else if (kind == 4) {
        made.what = "insertion";
        const QByteArray previous = at > 1 ? made.entries.at(at - 2).hash : audit::EventChain::genesis();
        const QByteArray body = SampleLog::bodyOf(at, previous, QStringLiteral("message.forge"));
        made.entries.insert(at - 1, {body, crypto::sha256(body)});
    } else if (kind == 5) {
        made.what = "reorder";
        made.entries.swapItemsAt(at - 1, anywhere(at, std::min(at + 500, kEvents - 1)));
    } else {
        made.what = "tail cut";
        made.entries.resize(at - 1);
    }
    return made;
}

Tampering tst_LogTampering::tamperByRechaining(int kind, qint64 at)
{
    // From the last signed event before it on, nothing vouches for an event.
    const qint64 block = (at - 1) / kEventsOfBlock * kEventsOfBlock + 1;
    Tampering made{{}, m_log.entries, at, block};
    if (kind == 8 && at > kEvents - kEventsOfBlock)
        made.firstBad = kEvents; // all in order up to the last signature, and one event short of it
    QList<SampleLog::Entry> &entries = made.entries;
    if (kind == 7) {
        made.what = "edit, everything after it chained anew";
        entries[at - 1].body.replace("message.create", "message.forge");
        SampleLog::rechain(entries, at);
    } else if (kind == 8) {
        made.what = "removal, everything after it numbered and chained anew";
        entries.removeAt(at - 1);
        for (qint64 seq = at; seq <= entries.size(); ++seq)
            entries[seq - 1].body.replace(QByteArray("{\"seq\":") + QByteArray::number(seq + 1) + ',',
                QByteArray("{\"seq\":") + QByteArray::number(seq) + ',');
        SampleLog::rechain(entries, at);
    } else {
        made.what = "rollback, then written to anew";
        entries.resize(at - 1);
        for (qint64 seq = at; seq <= kEvents; ++seq) {
            const QByteArray previous = seq > 1 ? entries.last().hash : audit::EventChain::genesis();
            const QByteArray body = SampleLog::bodyOf(seq, previous, QStringLiteral("memory.create"));
            entries.append({body, crypto::sha256(body)});
        }
    }
    return made;
}

Tampering tst_LogTampering::tamper()
{
    const int kind = int(anywhere(0, 9));
    const qint64 at = anywhere(1, kEvents - 1);
    return kind <= 6 ? tamperInPlace(kind, at) : tamperByRechaining(kind, at);
}

LogVerdict tst_LogTampering::examine(const Tampering &tampering, Kept kept) const
{
    const std::vector<LogVerifier> &snapshots = kept == Kept::InTheLog ? m_embedded : m_known;
    const qint64 start = (tampering.firstTouched - 1) / kSnapshotEvery;
    LogVerifier verifier = snapshots.at(size_t(start));
    qint64 shownAfter = 0;
    for (qint64 at = start * kSnapshotEvery; at < tampering.entries.size(); ++at) {
        const SampleLog::Entry &entry = tampering.entries.at(at);
        verifier.addEvent(entry.body, entry.hash);
        if (kept == Kept::InTheLog && (at + 1) % kEventsOfBlock == 0)
            verifier.addCheckpoint(m_log.checkpoints.at((at + 1) / kEventsOfBlock - 1));
        // What it says of an event rests on those next to it, not on the rest of the log.
        if (verifier.isBroken() && ++shownAfter > kShownAfterFinding)
            break;
    }
    if (kept == Kept::InTheLog && !verifier.isBroken())
        verifier.addCheckpoint(m_log.checkpoints.last());
    return verifier.verdict();
}

void tst_LogTampering::everyTampering_isFoundAndNamed()
{
    QHash<QByteArray, int> kinds;
    for (int i = 0; i < kTamperings; ++i) {
        Tampering tampering = tamper();
        ++kinds[tampering.what];
        Kept kept = i % 2 == 0 ? Kept::InTheLog : Kept::Elsewhere;
        if (tampering.what == "tail cut")
            kept = Kept::Elsewhere; // those that stood in the log are cut off with it
        if (kept == Kept::Elsewhere && tampering.firstBad != tampering.firstTouched)
            tampering.firstBad = tampering.what.startsWith("removal, ") ? kEvents : 1; // one signature, over all of it
        if (kept == Kept::Elsewhere && tampering.what == "edit with its hash")
            tampering.firstBad = tampering.firstTouched;
        const LogVerdict verdict = examine(tampering, kept);
        const QByteArray told = tampering.what + " at " + QByteArray::number(tampering.firstTouched) + ": "
            + verdict.problems.join(QLatin1Char('|')).toUtf8();
        QVERIFY2(verdict.isBroken(), told.constData());
        QVERIFY2(verdict.firstBad == tampering.firstBad, told.constData());
        QVERIFY2(told.contains(QByteArray::number(tampering.firstBad)), told.constData());
    }
    QCOMPARE(kinds.size(), 10);
    qInfo("%d of %d tamperings found", kTamperings, kTamperings);
}

// The control: what only signatures can find is not found without them.
void tst_LogTampering::withoutCheckpoints_aRechainedLogPasses()
{
    for (int kind = 7; kind <= 9; ++kind) {
        const Tampering tampering = tamperByRechaining(kind, 7'500);
        QVERIFY(!verdictOn(m_log.publicKey(), tampering.entries, {}, {}).isBroken());
    }
    const Tampering cut = tamperInPlace(6, 7'500);
    QVERIFY(!verdictOn(m_log.publicKey(), cut.entries, {}, {}).isBroken());
}

void tst_LogTampering::cleanLog_raisesNoAlarm()
{
    for (const auto &known : {QList<audit::SignedCheckpoint>(), m_log.checkpoints}) {
        const LogVerdict verdict = verdictOn(m_log.publicKey(), m_log.entries, m_log.checkpoints, known);
        QCOMPARE(verdict.problems, QStringList());
        QCOMPARE(verdict.integrity, audit::Proof::Holds);
        QCOMPARE(verdict.completeness, audit::Proof::Holds);
    }
}

// A crash loses what was not durable: the log ends anywhere after the newest checkpoint that was given out.
void tst_LogTampering::cleanLogAfterACrash_raisesNoAlarm()
{
    for (const qint64 end : {qint64(9'000), qint64(9'001), qint64(9'999)}) {
        const LogVerdict verdict = verdictOn(
            m_log.publicKey(), m_log.entries.mid(0, end), m_log.checkpoints.mid(0, 9), {m_log.checkpoints.at(8)});
        QCOMPARE(verdict.problems, QStringList());
        QCOMPARE(verdict.completeness, audit::Proof::Holds);
        QCOMPARE(verdict.coveredTo, 9'000);
    }
}

CLOISTER_TEST(tst_LogTampering)
#include "tst_LogTampering.moc"
