#include "engine/service/RecordService.h"

#include "engine/audit/ChainCheck.h"
#include "engine/audit/proof/LogLine.h"
#include "engine/base/CsvText.h"
#include "engine/base/Json.h"
#include "engine/service/AuditService.h"
#include "engine/service/ControlFile.h"
#include "engine/service/RecordKeeper.h"
#include "engine/service/Workspace.h"
#include "engine/tables/CheckpointTable.h"
#include "engine/tables/ProjectTable.h"

#include <limits>

namespace cloister {

static constexpr int kEventsAtOnce = 500;
static constexpr int kEventsOfPage = 2000;

namespace {

/// One log of the workspace: where it is read and what it is called.
struct ReadLog
{
    std::shared_ptr<ProjectFile> file; ///< null for the workspace's
    storage::ReaderPool *readers = nullptr;
    QString chain;

    static Result<ReadLog> of(Workspace &workspace, const QString &projectId)
    {
        if (projectId.isEmpty())
            return ReadLog{nullptr, &workspace.control().readers(), ControlFile::chain()};
        CLOISTER_ASSIGN(const std::shared_ptr<ProjectFile> file, workspace.project(projectId));
        return ReadLog{file, &file->readers(), projectId};
    }

    Result<qint64> lastSeq() const
    {
        CLOISTER_ASSIGN(const storage::ReaderPool::Lease lease, readers->lease());
        CLOISTER_ASSIGN(const auto head, tables::EventTable(lease.connection()).head());
        return head ? head->seq : 0;
    }

    /// Up to `limit` events after `after`, none after `until`.
    Result<QList<tables::EventRow>> events(qint64 after, qint64 until, int limit) const
    {
        tables::EventFilter filter;
        filter.after = after;
        filter.from = std::numeric_limits<qint64>::min();
        filter.limit = static_cast<int>(std::min<qint64>(limit, until - after));
        CLOISTER_ASSIGN(const storage::ReaderPool::Lease lease, readers->lease());
        CLOISTER_ASSIGN(QList<tables::EventRow> rows, tables::EventTable(lease.connection()).list(filter));
        rows.removeIf([until](const tables::EventRow &row) { return row.seq > until; }); // where some are missing
        return rows;
    }

    Result<QList<tables::CheckpointRow>> checkpoints(qint64 after, int limit) const
    {
        CLOISTER_ASSIGN(const storage::ReaderPool::Lease lease, readers->lease());
        return tables::CheckpointTable(lease.connection()).list(after, limit);
    }

    /// Those that cover more than `after` and no more than `until` events.
    Result<QList<tables::CheckpointRow>> checkpointsBetween(qint64 after, qint64 until) const
    {
        CLOISTER_ASSIGN(QList<tables::CheckpointRow> rows, checkpoints(after, static_cast<int>(std::min<qint64>(until - after, 1'000'000))));
        rows.removeIf([until](const tables::CheckpointRow &row) { return row.seq > until; });
        return rows;
    }
};

Result<QByteArray> lineOf(const tables::CheckpointRow &row)
{
    CLOISTER_ASSIGN(const auto checkpoint, audit::SignedCheckpoint::read(row.body, row.signature));
    return checkpoint.line();
}

/// Where an export goes on: after which event, and which is its last.
struct ExportPlace
{
    qint64 after = 0;
    qint64 until = 0;

    static Result<ExportPlace> of(const QByteArray &token)
    {
        const QByteArrayList parts = token.split('.');
        ExportPlace place;
        bool isAfter = false;
        bool isUntil = false;
        if (parts.size() == 2)
            place = {parts.at(0).toLongLong(&isAfter), parts.at(1).toLongLong(&isUntil)};
        if (isAfter && isUntil && place.after > 0 && place.after < place.until)
            return place;
        const QString why = QStringLiteral("the page token is not one of this export");
        return Unexpected{Error{ErrorCode::InvalidParameter, why, {{QStringLiteral("next"), QStringLiteral("INVALID"), why, {}}}}};
    }
};

} // namespace

Result<CheckpointPage> RecordService::checkpoints(const QString &projectId, qint64 after, int limit) const
{
    CLOISTER_ASSIGN(const ReadLog log, ReadLog::of(m_workspace, projectId));
    CLOISTER_ASSIGN(const QList<tables::CheckpointRow> rows, log.checkpoints(after, limit));
    CheckpointPage page;
    page.publicKey = m_workspace.keeper().publicKey();
    page.alarm = m_workspace.keeper().alarm(log.chain);
    for (const tables::CheckpointRow &row : rows) {
        CLOISTER_ASSIGN(const QByteArray line, lineOf(row));
        page.items.append(line);
    }
    if (rows.size() == limit)
        page.next = rows.last().seq;
    return page;
}

Result<audit::LogVerdict> RecordService::verify(const QString &projectId, JobProgress &progress) const
{
    CLOISTER_ASSIGN(const ReadLog log, ReadLog::of(m_workspace, projectId));
    // The keystore's checkpoint first: it never covers more than what the log holds after that.
    const auto newest = m_workspace.keeper().newest(log.chain);
    CLOISTER_ASSIGN(const qint64 last, log.lastSeq());
    progress.total += last;
    audit::ChainCheck check(m_workspace.keeper().publicKey(), newest);
    qint64 after = 0;
    while (after < last) {
        if (progress.isCancelled)
            return fail(ErrorCode::Conflict, QStringLiteral("the check was cancelled"));
        CLOISTER_ASSIGN(const QList<tables::EventRow> rows, log.events(after, last, kEventsAtOnce));
        if (rows.isEmpty())
            break;
        CLOISTER_ASSIGN(const QList<tables::CheckpointRow> signedRows, log.checkpointsBetween(after, rows.last().seq));
        auto checkpoint = signedRows.cbegin();
        for (const tables::EventRow &row : rows) {
            for (; checkpoint != signedRows.cend() && checkpoint->seq < row.seq; ++checkpoint)
                check.add(*checkpoint);
            check.add(row);
        }
        for (; checkpoint != signedRows.cend(); ++checkpoint)
            check.add(*checkpoint);
        after = rows.last().seq;
        progress.done += rows.size();
    }
    audit::LogVerdict verdict = check.verdict();
    if (const QString alarm = m_workspace.keeper().alarm(log.chain); !alarm.isEmpty()) {
        verdict.completeness = audit::Proof::Broken;
        verdict.problems.append(QStringLiteral("alarm: ") + alarm);
    }
    return verdict;
}

static Result<QByteArray> jsonLines(const ReadLog &log, const QList<tables::EventRow> &rows, qint64 after)
{
    CLOISTER_ASSIGN(const QList<tables::CheckpointRow> signedRows, log.checkpointsBetween(after, rows.last().seq));
    auto checkpoint = signedRows.cbegin();
    QByteArray text;
    for (const tables::EventRow &row : rows) {
        text += audit::LogLine::ofEvent(row.body, row.hash) + '\n';
        for (; checkpoint != signedRows.cend() && checkpoint->seq <= row.seq; ++checkpoint) {
            CLOISTER_ASSIGN(const QByteArray line, lineOf(*checkpoint));
            text += line + '\n';
        }
    }
    return text;
}

static QByteArray csvHead()
{
    return csvLine({QStringLiteral("seq"), QStringLiteral("time"), QStringLiteral("actor"), QStringLiteral("address"),
        QStringLiteral("requestId"), QStringLiteral("action"), QStringLiteral("outcome"), QStringLiteral("namespace"),
        QStringLiteral("entityKind"), QStringLiteral("entity"), QStringLiteral("count"), QStringLiteral("before"),
        QStringLiteral("after"), QStringLiteral("hash")});
}

static QByteArray csvOf(const AuditRecord &record)
{
    const Result<JsonSlice> body = parseJson(record.body);
    const auto text = [](const std::optional<JsonSlice> &object, const char *name) {
        const auto member = object ? object->member(QLatin1String(name)) : std::nullopt;
        if (!member)
            return QString();
        return member->isString() ? member->toTextReplacing() : QString::fromLatin1(member->rawBytes());
    };
    const std::optional<JsonSlice> event = body ? std::optional(*body) : std::nullopt;
    const auto part = [&event](const char *name) { return event ? event->member(QLatin1String(name)) : std::nullopt; };
    const auto actor = part("actor");
    const auto entity = part("entity");
    QString nameSpace = text(event, "namespace");
    if (record.nameSpace)
        nameSpace = record.nameSpace->isEmpty() ? QStringLiteral("default") : *record.nameSpace;
    return csvLine({text(event, "seq"), text(event, "time"),
        text(actor, "kind") + QLatin1Char(':') + text(actor, "id"), text(event, "address"), text(event, "requestId"),
        text(event, "action"), text(event, "outcome"), nameSpace, text(entity, "kind"),
        record.entity.isEmpty() ? text(entity, "ref") : record.entity, text(event, "count"), text(event, "before"),
        text(event, "after"), QString::fromLatin1(record.hash.toHex())});
}

Result<LogPage> RecordService::exportPage(const QString &projectId, LogFormat format, const QByteArray &next) const
{
    CLOISTER_ASSIGN(const ReadLog log, ReadLog::of(m_workspace, projectId));
    ExportPlace place;
    if (next.isEmpty()) {
        const QString reason = QStringLiteral("export");
        CLOISTER_TRY(log.file ? log.file->sealLog(reason)
                              : m_workspace.control().sealLog(m_workspace.clock().nowMs(), reason));
        CLOISTER_ASSIGN(place.until, log.lastSeq());
    } else {
        CLOISTER_ASSIGN(place, ExportPlace::of(next));
    }
    LogPage page;
    if (format == LogFormat::Csv && next.isEmpty())
        page.text = csvHead();
    if (place.until == 0)
        return page;
    CLOISTER_ASSIGN(const QList<tables::EventRow> rows, log.events(place.after, place.until, kEventsOfPage));
    if (rows.isEmpty())
        return page;
    if (format == LogFormat::JsonLines) {
        CLOISTER_ASSIGN(page.text, jsonLines(log, rows, place.after));
    } else {
        CLOISTER_ASSIGN(const QList<AuditRecord> records, AuditService(m_workspace).resolved(projectId, rows));
        for (const AuditRecord &record : records)
            page.text += csvOf(record);
    }
    page.count = rows.size();
    if (rows.last().seq < place.until)
        page.next = QByteArray::number(rows.last().seq) + '.' + QByteArray::number(place.until);
    return page;
}

Result<QList<LogAlarm>> RecordService::alarms() const
{
    using Projects = QList<Project>;
    CLOISTER_ASSIGN(const Projects projects, m_workspace.control().read<Projects>([](storage::Connection &connection) {
        return tables::ProjectTable(connection).list();
    }));
    QStringList logs{ControlFile::chain()};
    for (const Project &project : projects)
        logs.append(project.id);
    QList<LogAlarm> alarms;
    for (const QString &log : std::as_const(logs)) {
        if (const QString problem = m_workspace.keeper().alarm(log); !problem.isEmpty())
            alarms.append({log, problem});
    }
    return alarms;
}

} // namespace cloister
