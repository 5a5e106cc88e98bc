#include "engine/http/ErrorMapping.h"

#include "engine/base/JsonWriter.h"
#include "engine/base/Time.h"

#include <algorithm>

namespace cloister::http {

WireError wireError(ErrorCode code)
{
    static constexpr char kValidation[] = "validation_error";
    static constexpr char kNotFound[] = "not_found";
    static constexpr char kConflict[] = "conflict";
    static constexpr char kServer[] = "server_error";
    static constexpr char kUnavailable[] = "service_unavailable";
    switch (code) {
    case ErrorCode::MissingParameter: return {400, kValidation, "MISSING_PARAMETER"};
    case ErrorCode::InvalidParameter: return {400, kValidation, "INVALID_PARAMETER"};
    case ErrorCode::ValidationError: return {400, kValidation, "VALIDATION_ERROR"};
    case ErrorCode::InvalidJson: return {400, kValidation, "INVALID_JSON"};
    case ErrorCode::InvalidImageContent: return {400, kValidation, "INVALID_IMAGE_CONTENT"};
    case ErrorCode::SuspiciousNamespace: return {400, kValidation, "SUSPICIOUS_NAMESPACE"};
    case ErrorCode::Unauthenticated: return {401, "authentication_error", "UNAUTHENTICATED"};
    case ErrorCode::Forbidden: return {403, "authorization_error", "FORBIDDEN"};
    case ErrorCode::IpNotAllowed: return {403, "authorization_error", "IP_NOT_ALLOWED"};
    case ErrorCode::DialogueNotFound: return {404, kNotFound, "DIALOGUE_NOT_FOUND"};
    case ErrorCode::MessageNotFound: return {404, kNotFound, "MESSAGE_NOT_FOUND"};
    case ErrorCode::MemoryNotFound: return {404, kNotFound, "MEMORY_NOT_FOUND"};
    case ErrorCode::SummaryNotFound: return {404, kNotFound, "SUMMARY_NOT_FOUND"};
    case ErrorCode::ProjectNotFound: return {404, kNotFound, "PROJECT_NOT_FOUND"};
    case ErrorCode::KeyNotFound: return {404, kNotFound, "KEY_NOT_FOUND"};
    case ErrorCode::JobNotFound: return {404, kNotFound, "JOB_NOT_FOUND"};
    case ErrorCode::NotFound: return {404, kNotFound, "NOT_FOUND"};
    case ErrorCode::RouteNotFound: return {404, kNotFound, "ROUTE_NOT_FOUND"};
    case ErrorCode::MethodNotAllowed: return {405, kValidation, "METHOD_NOT_ALLOWED"};
    case ErrorCode::DuplicateId: return {409, kConflict, "DUPLICATE_ID"};
    case ErrorCode::Immutable: return {409, kConflict, "IMMUTABLE"};
    case ErrorCode::DialogueEnded: return {409, kConflict, "DIALOGUE_ENDED"};
    case ErrorCode::DeletionProtected: return {409, kConflict, "DELETION_PROTECTED"};
    case ErrorCode::LegalHold: return {409, kConflict, "LEGAL_HOLD"};
    case ErrorCode::NamespaceReadOnly: return {409, kConflict, "NAMESPACE_READ_ONLY"};
    case ErrorCode::NamespaceSuspended: return {409, kConflict, "NAMESPACE_SUSPENDED"};
    case ErrorCode::IdempotencyKeyReused: return {409, kConflict, "IDEMPOTENCY_KEY_REUSED"};
    case ErrorCode::Conflict: return {409, kConflict, "CONFLICT"};
    case ErrorCode::RequestTimeout: return {408, kValidation, "REQUEST_TIMEOUT"};
    case ErrorCode::PayloadTooLarge: return {413, kValidation, "PAYLOAD_TOO_LARGE"};
    case ErrorCode::UriTooLong: return {414, kValidation, "URI_TOO_LONG"};
    case ErrorCode::UnsupportedEncoding: return {415, kValidation, "UNSUPPORTED_ENCODING"};
    case ErrorCode::HeadersTooLarge: return {431, kValidation, "HEADERS_TOO_LARGE"};
    case ErrorCode::RateLimitExceeded: return {429, "rate_limit_exceeded", "RATE_LIMIT_EXCEEDED"};
    case ErrorCode::QuotaExceeded: return {429, "rate_limit_exceeded", "QUOTA_EXCEEDED"};
    case ErrorCode::Internal: return {500, kServer, "INTERNAL"};
    case ErrorCode::Integrity: return {500, kServer, "INTERNAL"};
    case ErrorCode::Sealed: return {503, kUnavailable, "SEALED"};
    case ErrorCode::StorageUnavailable: return {503, kUnavailable, "STORAGE_UNAVAILABLE"};
    case ErrorCode::Overloaded: return {503, kUnavailable, "OVERLOADED"};
    case ErrorCode::ShuttingDown: return {503, kUnavailable, "SHUTTING_DOWN"};
    }
    return {500, kServer, "INTERNAL"};
}

static QString publicText(const Error &error, const WireError &wire)
{
    if (wire.status == 500)
        return QStringLiteral("an internal error; the log has the details under this request id");
    return error.detail.isEmpty() ? QString::fromLatin1(wire.code) : error.detail;
}

Response errorResponse(const Error &error, const QString &requestId, qint64 timestampMs)
{
    const WireError wire = wireError(error.code);
    JsonWriter json;
    json.beginObject();
    json.key(QLatin1String("error"));
    json.beginObject();
    json.member(QLatin1String("code"), QLatin1String(wire.code));
    json.member(QLatin1String("message"), publicText(error, wire));
    json.member(QLatin1String("type"), QLatin1String(wire.type));
    json.key(QLatin1String("details"));
    json.beginArray();
    for (const FieldError &field : error.fields) {
        json.beginObject();
        json.member(QLatin1String("field"), field.field);
        json.member(QLatin1String("code"), field.code);
        json.member(QLatin1String("message"), field.message);
        json.member(QLatin1String("value"), field.value);
        json.endObject();
    }
    json.endArray();
    json.member(QLatin1String("requestId"), requestId);
    json.member(QLatin1String("timestamp"), toIso(timestampMs));
    json.endObject();
    json.endObject();

    Response response;
    response.status = wire.status;
    response.body = json.take();
    response.setHeader("X-Request-Id", requestId.toLatin1());
    if (wire.status == 503 || wire.status == 429)
        response.setHeader("Retry-After", QByteArray::number(std::max<qint64>(error.retryAfterSeconds, 1)));
    if (wire.status == 401)
        response.setHeader("WWW-Authenticate", "Bearer");
    return response;
}

} // namespace cloister::http
