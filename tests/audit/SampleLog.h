#pragma once

#include "engine/audit/EventChain.h"
#include "engine/audit/proof/LogVerifier.h"
#include "engine/crypto/SelfTest.h"

#include <QList>

namespace cloister::test {

/// A log as an export holds it: events with their hashes, and a checkpoint every so often.
struct SampleLog
{
    struct Entry
    {
        QByteArray body;
        QByteArray hash;
    };

    explicit SampleLog(qint64 events = 0, qint64 checkpointEvery = 1000);

    /// The body of a plausible event, following on `previous`.
    static QByteArray bodyOf(qint64 seq, const QByteArray &previous, const QString &action = QStringLiteral("message.create"));

    /// Chains the events from that number on anew, as somebody would who has the file but not the signing key.
    static void rechain(QList<Entry> &entries, qint64 from);

    const QByteArray &publicKey() const { return key.publicKey(); }

    bool isReady = crypto::initialise().has_value(); ///< before the key is made
    crypto::SigningKey key = crypto::SigningKey::fromSeed(crypto::SecretKey::random());
    QList<Entry> entries; ///< event n stands at n - 1
    QList<audit::SignedCheckpoint> checkpoints;
};

/// The verdict on `entries` with the checkpoints in their places or, when `known`, kept elsewhere.
audit::LogVerdict verdictOn(const QByteArray &publicKey, const QList<SampleLog::Entry> &entries,
    const QList<audit::SignedCheckpoint> &embedded, const QList<audit::SignedCheckpoint> &known);

} // namespace cloister::test
