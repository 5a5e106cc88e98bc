#include "tests/audit/SampleLog.h"

#include "engine/base/JsonWriter.h"
#include "engine/crypto/Digest.h"

namespace cloister::test {

QByteArray SampleLog::bodyOf(qint64 seq, const QByteArray &previous, const QString &action)
{
    AuditEvent event;
    event.time = 1'683'554'160'000 + seq * 37;
    event.actor = {ActorKind::ApiKey, QStringLiteral("7Qm2xK9a")};
    event.address = QStringLiteral("192.0.2.%1").arg(seq % 200);
    event.requestId = QStringLiteral("01HZX%1").arg(seq, 21, 10, QLatin1Char('0'));
    event.action = action;
    event.nameSpace = QStringLiteral("90f8e0d4c3b2a1908172635445362718");
    event.entityKind = QStringLiteral("message");
    event.entity = QStringLiteral("k3J9sLx0mQ2v%1").arg(seq);
    event.after = QByteArray(32, char(seq)).toHex();
    return audit::EventChain::canonical(event, seq, previous);
}

SampleLog::SampleLog(qint64 events, qint64 checkpointEvery)
{
    audit::MerkleTree tree;
    QByteArray previous = audit::EventChain::genesis();
    for (qint64 seq = 1; seq <= events; ++seq) {
        const QByteArray body = bodyOf(seq, previous);
        previous = crypto::sha256(body);
        entries.append({body, previous});
        tree.add(previous);
        if (seq % checkpointEvery == 0) {
            checkpoints.append(audit::SignedCheckpoint::make({QStringLiteral("p1"), seq, previous, tree.root(),
                                                                 QStringLiteral("2025-03-01T09:00:00.000Z"),
                                                                 QStringLiteral("events")},
                key));
        }
    }
}

void SampleLog::rechain(QList<Entry> &entries, qint64 from)
{
    for (qint64 at = from; at <= entries.size(); ++at) {
        const QByteArray previous = at > 1 ? entries.at(at - 2).hash : audit::EventChain::genesis();
        Entry &entry = entries[at - 1];
        const qsizetype prev = entry.body.lastIndexOf("\"prev\":\"") + 8;
        entry.body.replace(prev, 64, previous.toHex());
        entry.hash = crypto::sha256(entry.body);
    }
}

audit::LogVerdict verdictOn(const QByteArray &publicKey, const QList<SampleLog::Entry> &entries,
    const QList<audit::SignedCheckpoint> &embedded, const QList<audit::SignedCheckpoint> &known)
{
    audit::LogVerifier verifier(publicKey);
    for (const audit::SignedCheckpoint &checkpoint : known) {
        if (!verifier.know(checkpoint))
            qWarning("a checkpoint was not taken");
    }
    qsizetype next = 0;
    for (qsizetype at = 0; at < entries.size(); ++at) {
        verifier.addEvent(entries.at(at).body, entries.at(at).hash);
        for (; next < embedded.size() && embedded.at(next).what.seq <= verifier.lastSeq(); ++next)
            verifier.addCheckpoint(embedded.at(next));
    }
    return verifier.verdict();
}

} // namespace cloister::test
