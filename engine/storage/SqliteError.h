#pragma once

#include "engine/base/Error.h"

struct sqlite3;

namespace cloister::storage {

/// What a failed SQLite call means to us. The order is that of severity: the worst one seen is what a connection keeps.
enum class Failure {
    None,
    Statement,   ///< a mistake in the SQL or the binding, a refusal of the authorizer
    Constraint,  ///< a unique, foreign key, not-null or check constraint
    Busy,        ///< another connection holds a lock for longer than we wait
    Damaged,     ///< SQLite 11: a page does not authenticate, or the structure is broken
    WrongKey,    ///< SQLite 26: the wrong key, or the first page is damaged
    DiskFull,    ///< no room; nothing is wrong with what is stored
    Fault,       ///< an I/O error, a failed fsync, no memory: the connection must not be written through again
};

/// Sorts an (extended) SQLite result code; `systemErrno` is the errno behind it, 0 when unknown.
Failure classifySqlite(int code, int systemErrno) noexcept;

/// The error for a failed call: Conflict for a constraint, Integrity for damage and wrong keys, StorageUnavailable for
/// locks, full disks and I/O errors, Internal for the rest. The detail names the code and, where it cannot hold
/// content, SQLite's own message. `handle` may be null.
Error sqliteError(int code, sqlite3 *handle, const char *doing);

} // namespace cloister::storage
