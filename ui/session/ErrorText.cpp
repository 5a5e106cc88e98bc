#include "ui/session/ErrorText.h"

#include <QCoreApplication>
#include <QHash>

namespace cloister::ui {

namespace {

struct Texts
{
    const char *what;
    const char *advice;
};

const QHash<ErrorCode, Texts> &texts()
{
    static const char *const kAsk = QT_TRANSLATE_NOOP("ErrorText", "Ask an owner of this workspace for the right.");
    static const char *const kReload = QT_TRANSLATE_NOOP("ErrorText", "It may have been removed meanwhile. Reload the page.");
    static const QHash<ErrorCode, Texts> table{
        {ErrorCode::MissingParameter, {QT_TRANSLATE_NOOP("ErrorText", "Something is missing."), ""}},
        {ErrorCode::InvalidParameter, {QT_TRANSLATE_NOOP("ErrorText", "A value is not valid."), ""}},
        {ErrorCode::ValidationError, {QT_TRANSLATE_NOOP("ErrorText", "A value is not valid."), ""}},
        {ErrorCode::Unauthenticated,
            {QT_TRANSLATE_NOOP("ErrorText", "The session has ended."),
                QT_TRANSLATE_NOOP("ErrorText", "Unlock the console again.")}},
        {ErrorCode::Forbidden, {QT_TRANSLATE_NOOP("ErrorText", "This is not allowed."), kAsk}},
        {ErrorCode::IpNotAllowed, {QT_TRANSLATE_NOOP("ErrorText", "This address is not allowed."), kAsk}},
        {ErrorCode::DialogueNotFound, {QT_TRANSLATE_NOOP("ErrorText", "There is no such dialogue."), kReload}},
        {ErrorCode::MessageNotFound, {QT_TRANSLATE_NOOP("ErrorText", "There is no such message."), kReload}},
        {ErrorCode::MemoryNotFound, {QT_TRANSLATE_NOOP("ErrorText", "There is no such memory."), kReload}},
        {ErrorCode::SummaryNotFound, {QT_TRANSLATE_NOOP("ErrorText", "There is no such summary."), kReload}},
        {ErrorCode::ProjectNotFound, {QT_TRANSLATE_NOOP("ErrorText", "There is no such project."), kReload}},
        {ErrorCode::KeyNotFound, {QT_TRANSLATE_NOOP("ErrorText", "There is no such key."), kReload}},
        {ErrorCode::JobNotFound, {QT_TRANSLATE_NOOP("ErrorText", "There is no such task."), kReload}},
        {ErrorCode::NotFound, {QT_TRANSLATE_NOOP("ErrorText", "It was not found."), kReload}},
        {ErrorCode::RouteNotFound,
            {QT_TRANSLATE_NOOP("ErrorText", "The service does not know this request."),
                QT_TRANSLATE_NOOP("ErrorText", "It may be older than this console.")}},
        {ErrorCode::Immutable,
            {QT_TRANSLATE_NOOP("ErrorText", "The project is immutable."),
                QT_TRANSLATE_NOOP("ErrorText", "Its records can be added to, never changed or deleted.")}},
        {ErrorCode::DeletionProtected,
            {QT_TRANSLATE_NOOP("ErrorText", "The project is protected from deletion."),
                QT_TRANSLATE_NOOP("ErrorText", "Switch the protection off first.")}},
        {ErrorCode::LegalHold, {QT_TRANSLATE_NOOP("ErrorText", "A legal hold keeps this from being deleted."), ""}},
        {ErrorCode::Conflict, {QT_TRANSLATE_NOOP("ErrorText", "This conflicts with what is there."), ""}},
        {ErrorCode::DuplicateId, {QT_TRANSLATE_NOOP("ErrorText", "There is one of that name already."), ""}},
        {ErrorCode::RequestTimeout,
            {QT_TRANSLATE_NOOP("ErrorText", "The service did not answer in time."),
                QT_TRANSLATE_NOOP("ErrorText", "Check the network and try again.")}},
        {ErrorCode::RateLimitExceeded,
            {QT_TRANSLATE_NOOP("ErrorText", "Too many requests in a short time."),
                QT_TRANSLATE_NOOP("ErrorText", "Wait a moment and try again.")}},
        {ErrorCode::Integrity,
            {QT_TRANSLATE_NOOP("ErrorText", "Stored data is damaged or was tampered with."),
                QT_TRANSLATE_NOOP("ErrorText", "Keep a copy of the workspace as it is, and restore from a backup.")}},
        {ErrorCode::Sealed,
            {QT_TRANSLATE_NOOP("ErrorText", "The workspace is sealed."),
                QT_TRANSLATE_NOOP("ErrorText", "Its keys have left memory. Unlock it to go on.")}},
        {ErrorCode::StorageUnavailable,
            {QT_TRANSLATE_NOOP("ErrorText", "The disk cannot be read or written."),
                QT_TRANSLATE_NOOP("ErrorText", "See whether it is full or read-only, then try again.")}},
        {ErrorCode::Overloaded,
            {QT_TRANSLATE_NOOP("ErrorText", "The service is busy."),
                QT_TRANSLATE_NOOP("ErrorText", "Wait a moment and try again.")}},
        {ErrorCode::ShuttingDown,
            {QT_TRANSLATE_NOOP("ErrorText", "The service cannot be reached."),
                QT_TRANSLATE_NOOP("ErrorText", "See whether it runs and whether its address is right, then try again.")}},
    };
    return table;
}

} // namespace

QString errorText(const Error &error)
{
    const auto found = texts().constFind(error.code);
    return QCoreApplication::translate("ErrorText",
        found == texts().constEnd() ? QT_TRANSLATE_NOOP("ErrorText", "Something went wrong.") : found->what);
}

QString errorAdvice(const Error &error)
{
    const auto found = texts().constFind(error.code);
    if (found == texts().constEnd())
        return QCoreApplication::translate("ErrorText", "Try again; the log of the service says more.");
    return *found->advice == '\0' ? QString() : QCoreApplication::translate("ErrorText", found->advice);
}

QString errorDetail(const Error &error)
{
    return error.fields.isEmpty() ? error.detail : error.fields.first().message;
}

} // namespace cloister::ui
