#pragma once

#include "engine/audit/proof/LogVerifier.h"
#include "engine/tables/CheckpointTable.h"
#include "engine/tables/EventTable.h"

namespace cloister::audit {

/// Examines a stored log as LogVerifier does an exported one, and besides that the columns that events are found by say
/// what their bytes say. Rows go in from the first on, a checkpoint after the last event it covers. One thread.
class ChainCheck
{
public:
    /// `newest` is what the keystore has of this log, if anything.
    ChainCheck(const QByteArray &publicKey, const std::optional<SignedCheckpoint> &newest);

    void add(const tables::EventRow &row);
    void add(const tables::CheckpointRow &row);

    /// To be asked once, after the last row.
    LogVerdict verdict() { return m_verifier.verdict(); }

private:
    LogVerifier m_verifier;
};

} // namespace cloister::audit
