#pragma once

#include "engine/base/JsonSlice.h"
#include "engine/base/Result.h"
#include "engine/crypto/SigningKey.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace cloister::audit {

/// What is signed about a log: that its first `seq` events are exactly these. A value; any thread.
struct Checkpoint
{
    QString chain;   ///< the project's id, or "workspace"
    qint64 seq = 0;  ///< of the last event covered
    QByteArray head; ///< hash of that event, 32 bytes
    QByteArray root; ///< MerkleTree over events 1 to seq, 32 bytes
    QString time;    ///< ISO 8601, UTC
    QString reason;  ///< why it was made: events, time, open, close, export, ...
};

/// A checkpoint with its Ed25519 signature over the canonical bytes.
struct SignedCheckpoint
{
    Checkpoint what;
    QByteArray body;      ///< canonical JSON, what is signed after a prefix that names its use
    QByteArray signature; ///< 64 bytes

    static SignedCheckpoint make(const Checkpoint &what, const crypto::SigningKey &key);

    /// Integrity when the bytes are no checkpoint. Says nothing about the signature.
    static Result<SignedCheckpoint> read(const QByteArray &body, const QByteArray &signature);
    /// The same from {"checkpoint": {...}, "signature": hex}, read exactly as line() writes it.
    static Result<SignedCheckpoint> readLine(const QByteArray &line);

    bool isSignedBy(QByteArrayView publicKey) const;

    /// {"checkpoint":{...},"signature":"hex"}, without an end of line.
    QByteArray line() const;
};

} // namespace cloister::audit
