#pragma once

#include "engine/base/JsonSlice.h"
#include "engine/client/Records.h"

namespace cloister::client {

/// Reads the members of one record of an answer and remembers the first that is not as it must be. Members that are
/// absent are left at their empty value unless they are required.
class RecordReader
{
public:
    /// Borrows nothing; keeps the slice.
    explicit RecordReader(const JsonSlice &record);

    QString text(const char *name);
    QString requiredText(const char *name);
    std::optional<QString> optionalText(const char *name);
    qint64 integer(const char *name);
    bool truth(const char *name);
    qint64 time(const char *name);
    std::optional<qint64> optionalTime(const char *name);
    QStringList texts(const char *name);
    /// The member's bytes; `fallback` when absent.
    QByteArray raw(const char *name, const QByteArray &fallback = {});

    /// Internal, naming the member, when something was amiss.
    template<typename T>
    Result<T> orElse(T value) const
    {
        if (m_problem.isEmpty())
            return value;
        return fail(ErrorCode::Internal, QStringLiteral("the service's answer is not understood: ") + m_problem);
    }

private:
    void note(const char *name, const char *what);

    JsonSlice m_record;
    QString m_problem;
};

// Each reads one record; Internal when the answer is none.
Result<Health> readHealth(const JsonSlice &json);
Result<Project> readProject(const JsonSlice &json);
Result<ProjectOverview> readOverview(const JsonSlice &json);
Result<Totals> readDeletedTotals(const JsonSlice &json);
Result<ApiKey> readKey(const JsonSlice &json);
Result<CreatedKey> readCreatedKey(const JsonSlice &json);
Result<ImportReport> readImportReport(const JsonSlice &json);
Result<ExportPage> readExportPage(const JsonSlice &json);
Result<Event> readEvent(const JsonSlice &json);
Result<Checkpoints> readCheckpoints(const JsonSlice &json);
Result<Task> readTask(const JsonSlice &json);
Result<NamespaceInfo> readNamespaceInfo(const JsonSlice &json);
Result<Dialogue> readDialogue(const JsonSlice &json);
Result<Message> readMessage(const JsonSlice &json);
Result<Memory> readMemory(const JsonSlice &json);
Result<Removed> readRemoved(const JsonSlice &json);

/// The result of a finished task of kind "verify".
Result<Verdict> readVerdict(const QByteArray &result);

/// The files of a finished check's result.
Result<QList<CheckedFile>> readCheckedFiles(const QByteArray &result);

/// {"items": [...], "next"?, "total"?}.
template<typename T>
Result<Items<T>> readItems(const JsonSlice &json, Result<T> (*readItem)(const JsonSlice &))
{
    Items<T> page;
    const std::optional<JsonSlice> items = json.member(QLatin1String("items"));
    if (!items || !items->isArray())
        return fail(ErrorCode::Internal, QStringLiteral("the service's answer is not understood: it has no items"));
    for (JsonCursor cursor(*items); cursor.next();) {
        CLOISTER_ASSIGN(T item, readItem(cursor.value()));
        page.items.append(std::move(item));
    }
    // Page tokens are texts, the next event is a number.
    if (const std::optional<JsonSlice> next = json.member(QLatin1String("next")))
        page.next = next->isString() ? next->toTextReplacing() : QString::fromLatin1(next->raw());
    if (const std::optional<JsonSlice> total = json.member(QLatin1String("total")))
        page.total = total->toInteger().value_or(0);
    return page;
}

} // namespace cloister::client
