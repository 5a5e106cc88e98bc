#pragma once

#include "engine/base/Future.h"
#include "engine/partition/Partition.h"
#include "engine/service/TransferLine.h"

namespace cloister {

struct ImportedCounts
{
    qint64 dialogues = 0;
    qint64 messages = 0;
    qint64 memories = 0;
    qint64 skipped = 0; ///< records that were there and equal
};

/// Imports one line in one transaction. A record that is there and equal is passed over; one that differs is
/// DuplicateId and nothing of the line is kept.
Future<Result<ImportedCounts>> importLine(const Partition &partition, const TransferLine &line);

} // namespace cloister
