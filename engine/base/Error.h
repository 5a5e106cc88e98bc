#pragma once

#include <QList>
#include <QString>

namespace cloister {

/// Every way a call can fail. The names are the protocol's codes; http/ErrorMapping gives each its status and type.
enum class ErrorCode {
    // 400
    MissingParameter, InvalidParameter, ValidationError, InvalidJson, InvalidImageContent, SuspiciousNamespace,
    // 401, 403
    Unauthenticated, Forbidden, IpNotAllowed,
    // 404, 405
    DialogueNotFound, MessageNotFound, MemoryNotFound, SummaryNotFound, ProjectNotFound, KeyNotFound, JobNotFound,
    NotFound, RouteNotFound, MethodNotAllowed,
    // 409
    DuplicateId, Immutable, DialogueEnded, DeletionProtected, LegalHold, NamespaceReadOnly, NamespaceSuspended,
    IdempotencyKeyReused, Conflict,
    // 408, 413, 414, 415, 431
    RequestTimeout, PayloadTooLarge, UriTooLong, UnsupportedEncoding, HeadersTooLarge,
    // 429
    RateLimitExceeded, QuotaExceeded,
    // 500
    Internal, Integrity,
    // 503
    Sealed, StorageUnavailable, Overloaded, ShuttingDown,
};

/// One field that was refused, as it appears in an error body's `details`.
struct FieldError
{
    QString field;
    QString code;    ///< REQUIRED or INVALID
    QString message;
    QString value;   ///< the refused text, shortened; empty when it was missing or is content
};

/// Why a call failed. `detail` is plain English for logs and API users and never holds secrets or stored content.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    QString detail;
    QList<FieldError> fields = {};
    qint64 retryAfterSeconds = 0; ///< of what may succeed later; 0 = soon
};

} // namespace cloister
