#include "engine/client/ServerError.h"

#include "engine/base/Json.h"

#include <QHash>

namespace cloister::client {

ErrorCode errorCodeOf(const QString &code)
{
    static const QHash<QString, ErrorCode> codes{
        {QStringLiteral("MISSING_PARAMETER"), ErrorCode::MissingParameter},
        {QStringLiteral("INVALID_PARAMETER"), ErrorCode::InvalidParameter},
        {QStringLiteral("VALIDATION_ERROR"), ErrorCode::ValidationError},
        {QStringLiteral("INVALID_JSON"), ErrorCode::InvalidJson},
        {QStringLiteral("INVALID_IMAGE_CONTENT"), ErrorCode::InvalidImageContent},
        {QStringLiteral("SUSPICIOUS_NAMESPACE"), ErrorCode::SuspiciousNamespace},
        {QStringLiteral("UNAUTHENTICATED"), ErrorCode::Unauthenticated},
        {QStringLiteral("FORBIDDEN"), ErrorCode::Forbidden},
        {QStringLiteral("IP_NOT_ALLOWED"), ErrorCode::IpNotAllowed},
        {QStringLiteral("DIALOGUE_NOT_FOUND"), ErrorCode::DialogueNotFound},
        {QStringLiteral("MESSAGE_NOT_FOUND"), ErrorCode::MessageNotFound},
        {QStringLiteral("MEMORY_NOT_FOUND"), ErrorCode::MemoryNotFound},
        {QStringLiteral("SUMMARY_NOT_FOUND"), ErrorCode::SummaryNotFound},
        {QStringLiteral("PROJECT_NOT_FOUND"), ErrorCode::ProjectNotFound},
        {QStringLiteral("KEY_NOT_FOUND"), ErrorCode::KeyNotFound},
        {QStringLiteral("JOB_NOT_FOUND"), ErrorCode::JobNotFound},
        {QStringLiteral("NOT_FOUND"), ErrorCode::NotFound},
        {QStringLiteral("ROUTE_NOT_FOUND"), ErrorCode::RouteNotFound},
        {QStringLiteral("METHOD_NOT_ALLOWED"), ErrorCode::MethodNotAllowed},
        {QStringLiteral("DUPLICATE_ID"), ErrorCode::DuplicateId},
        {QStringLiteral("IMMUTABLE"), ErrorCode::Immutable},
        {QStringLiteral("DIALOGUE_ENDED"), ErrorCode::DialogueEnded},
        {QStringLiteral("DELETION_PROTECTED"), ErrorCode::DeletionProtected},
        {QStringLiteral("LEGAL_HOLD"), ErrorCode::LegalHold},
        {QStringLiteral("NAMESPACE_READ_ONLY"), ErrorCode::NamespaceReadOnly},
        {QStringLiteral("NAMESPACE_SUSPENDED"), ErrorCode::NamespaceSuspended},
        {QStringLiteral("IDEMPOTENCY_KEY_REUSED"), ErrorCode::IdempotencyKeyReused},
        {QStringLiteral("CONFLICT"), ErrorCode::Conflict},
        {QStringLiteral("REQUEST_TIMEOUT"), ErrorCode::RequestTimeout},
        {QStringLiteral("PAYLOAD_TOO_LARGE"), ErrorCode::PayloadTooLarge},
        {QStringLiteral("URI_TOO_LONG"), ErrorCode::UriTooLong},
        {QStringLiteral("UNSUPPORTED_ENCODING"), ErrorCode::UnsupportedEncoding},
        {QStringLiteral("HEADERS_TOO_LARGE"), ErrorCode::HeadersTooLarge},
        {QStringLiteral("RATE_LIMIT_EXCEEDED"), ErrorCode::RateLimitExceeded},
        {QStringLiteral("QUOTA_EXCEEDED"), ErrorCode::QuotaExceeded},
        {QStringLiteral("SEALED"), ErrorCode::Sealed},
        {QStringLiteral("STORAGE_UNAVAILABLE"), ErrorCode::StorageUnavailable},
        {QStringLiteral("OVERLOADED"), ErrorCode::Overloaded},
        {QStringLiteral("SHUTTING_DOWN"), ErrorCode::ShuttingDown},
    };
    return codes.value(code, ErrorCode::Internal);
}

static QString textOf(const JsonSlice &object, const char *name)
{
    const std::optional<JsonSlice> member = object.member(QLatin1String(name));
    return member ? member->toTextReplacing() : QString();
}

Error serverError(const Reply &reply)
{
    const Result<JsonSlice> body = parseJson(reply.body);
    const std::optional<JsonSlice> said = body ? body->member(QLatin1String("error")) : std::nullopt;
    if (!said || !said->isObject())
        return {ErrorCode::Internal, QStringLiteral("the service answered with status %1 and no reason").arg(reply.status)};
    Error error;
    error.code = errorCodeOf(textOf(*said, "code"));
    error.detail = textOf(*said, "message");
    if (const auto details = said->member(QLatin1String("details"))) {
        for (JsonCursor detail(*details); detail.next();) {
            const JsonSlice field = detail.value();
            error.fields.append(
                {textOf(field, "field"), textOf(field, "code"), textOf(field, "message"), textOf(field, "value")});
        }
    }
    const QString requestId = textOf(*said, "requestId");
    if (reply.status >= 500 && !requestId.isEmpty())
        error.detail += QStringLiteral(" (request %1)").arg(requestId);
    return error;
}

} // namespace cloister::client
