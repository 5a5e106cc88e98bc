#pragma once

#include "engine/partition/PartitionSession.h"

#include <optional>

namespace cloister {

/// The Idempotency-Key of a POST: the same key on the same route by the same API key gives the first answer for 24 hours.
struct IdempotencyKey
{
    QString route;     ///< "POST /dialogue"
    QString key;       ///< as sent, 1 to 255 visible characters
    QByteArray digest; ///< of the body and of what else the request asked for; never kept as it is

    /// `place` is the part of the request besides its body that a repeat must share.
    static IdempotencyKey of(const QString &route, const QString &key, const QByteArray &body, const QString &place);
};

/// Remembers which records a keyed POST made. Inside a writing session; borrows it.
class Idempotency
{
public:
    Idempotency(PartitionSession &session, const std::optional<IdempotencyKey> &key) :
        m_session(session), m_key(key) {}

    /// The ids that the first call made; nullopt when this is the first. IdempotencyKeyReused when its body differed.
    Result<std::optional<QStringList>> firstAnswer() const;
    /// Keeps what this call made; nothing without a key.
    Result<void> remember(const QStringList &ids);

private:
    QByteArray keptDigest() const;

    PartitionSession &m_session;
    const std::optional<IdempotencyKey> &m_key;
};

} // namespace cloister
