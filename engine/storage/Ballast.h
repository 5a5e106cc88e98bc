#pragma once

#include "engine/base/Result.h"
#include "engine/base/ThreadAnnotations.h"

#include <QString>

namespace cloister::storage {

/// A file of really allocated space that is given up when the disk is full, because deleting needs room too. One per
/// workspace; thread-safe.
class Ballast
{
public:
    static constexpr qint64 kSizeBytes = 16 * 1024 * 1024;

    /// Allocates nothing yet; the file is `<directory>/ballast`, mode 0600.
    explicit Ballast(const QString &directory);

    /// Allocates the file unless it is whole already. Only taken when as much again stays free, so that the ballast
    /// itself never fills the disk; StorageUnavailable otherwise, and whatever was allocated is given back.
    Result<void> restore() CLOISTER_EXCLUDES(m_mutex);

    /// Removes the file. Returns whether it is gone, so that its room can be had.
    bool release() CLOISTER_EXCLUDES(m_mutex);

private:
    Result<void> allocate() const CLOISTER_REQUIRES(m_mutex);

    Mutex m_mutex;
    const QString m_path;
};

} // namespace cloister::storage
