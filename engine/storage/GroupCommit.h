#pragma once

#include "engine/storage/WriteJob.h"

#include <memory>
#include <vector>

namespace cloister::storage {

using WriteGroup = std::vector<std::unique_ptr<WriteJob>>;

/// Runs the jobs of a group in one transaction, each in its own savepoint, and commits once. On success every job holds
/// its answer, those with an error are undone, and the calls that were asked for after the commit are returned. On
/// failure nothing of the group is kept by this connection, and its worstFailure() tells a full disk from a fault.
Result<std::vector<std::function<void()>>> commitGroup(Connection &connection, const WriteGroup &group);

} // namespace cloister::storage
