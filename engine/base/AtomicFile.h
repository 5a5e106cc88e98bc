#pragma once

#include "engine/base/Result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

/// Small files that must be whole and private. Any thread; two writers of one path must take turns.
namespace cloister::files {

/// Makes `path` hold exactly `bytes`, mode 0600: writes `<path>.new`, syncs it, renames it over `path` and syncs the
/// directory. Whatever fails or crashes, `path` holds the old bytes or the new ones, never a mixture; a left-over
/// `.new` is replaced by the next write. StorageUnavailable on any failure; after that of the last step the new bytes
/// may already stand.
Result<void> writeAtomically(const QString &path, QByteArrayView bytes);

/// Forbidden when group or others have any right to the file or directory (wider than 0600 or 0700), NotFound when it
/// is missing.
Result<void> checkPrivate(const QString &path);

/// The content of a private regular file of at most `maxBytes`. Fails as checkPrivate does (on the opened file, so that
/// it cannot be exchanged in between), with PayloadTooLarge, or with StorageUnavailable when reading fails.
Result<QByteArray> readPrivate(const QString &path, qint64 maxBytes);

} // namespace cloister::files
