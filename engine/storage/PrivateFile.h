#pragma once

#include "engine/base/Result.h"

#include <QByteArray>
#include <QString>

namespace cloister::storage {

/// Makes an empty file that only its owner may read and write, whatever the umask. Returns false, and leaves the file
/// as it is, when one is there already (a symbolic link counts as there).
Result<bool> createPrivateFile(const QString &path);

/// The first bytes of a file, fewer when it is shorter. StorageUnavailable when it cannot be read.
Result<QByteArray> readFileHead(const QString &path, qint64 sizeBytes);

/// Makes the entries of the directory that holds `path` durable: after creating, renaming or removing it.
Result<void> syncDirectoryOf(const QString &path);

/// Renames a file over another and makes that durable.
Result<void> replaceFile(const QString &from, const QString &to);

} // namespace cloister::storage
