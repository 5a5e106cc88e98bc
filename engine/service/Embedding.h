#pragma once

#include "engine/partition/Partition.h"
#include "engine/search/Embedder.h"

namespace cloister {

/// Makes the vectors of a few of the partition's records that have none of the embedder's space, and stores them. The
/// number of records that were looked at; 0 when nothing waits. Vectors of records that changed meanwhile are dropped:
/// they wait on. Blocks; any thread.
Result<int> embedSome(const Partition &partition, search::Embedder &embedder);

} // namespace cloister
