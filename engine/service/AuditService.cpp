#include "engine/service/AuditService.h"

#include "engine/base/Json.h"
#include "engine/partition/Sealer.h"
#include "engine/service/ControlFile.h"
#include "engine/service/Workspace.h"

#include <QHash>

#include <algorithm>

namespace cloister {

static Unexpected refusedEventQuery(const QString &field, const QString &why)
{
    return Unexpected{Error{ErrorCode::InvalidParameter, why, {{field, QStringLiteral("INVALID"), why, {}}}}};
}

static bool isWorkspaceKind(const QString &kind)
{
    return kind == QLatin1String("project") || kind == QLatin1String("key") || kind == QLatin1String("slot");
}

static Result<Sealer> sealerOf(ProjectFile &file, const QString &nameSpace)
{
    const PartitionKey key(nameSpace, file.projectId());
    CLOISTER_ASSIGN(auto found, file.keys().find(key.bytes()));
    return Sealer(key, std::move(found));
}

static tables::EventFilter filterOf(const AuditQuery &query)
{
    tables::EventFilter filter;
    filter.after = query.after;
    filter.before = query.before;
    filter.from = query.from;
    filter.to = query.to;
    filter.action = query.action;
    filter.actor = query.actor;
    filter.outcome = query.outcome;
    filter.address = query.address;
    filter.limit = query.limit;
    return filter;
}

// The filters that together find what is asked for: one, or one for each namespace that the asking key is bound to.
static Result<QList<tables::EventFilter>> filtersOf(ProjectFile &file, const AuditQuery &query)
{
    QStringList names;
    if (query.nameSpace)
        names.append(*query.nameSpace);
    else if (query.visible)
        names = *query.visible;
    tables::EventFilter filter = filterOf(query);
    if (!query.nameSpace && !query.visible) {
        filter.entity = query.entity;
        return QList{filter};
    }
    QList<tables::EventFilter> filters;
    for (const QString &name : std::as_const(names)) {
        if (query.visible && !query.visible->contains(name))
            continue;
        CLOISTER_ASSIGN(const Sealer sealer, sealerOf(file, name));
        if (!sealer.hasKey())
            continue;
        filter.nameSpace = sealer.tag();
        if (!query.entity.isEmpty()) {
            const QByteArray kind = query.entityKind.toLatin1();
            filter.entity = sealer.hide(QLatin1String(kind), query.entity);
        }
        filters.append(filter);
    }
    return filters;
}

static Result<QList<tables::EventRow>> readEvents(
    storage::ReaderPool &readers, const QList<tables::EventFilter> &filters, const AuditQuery &query)
{
    CLOISTER_ASSIGN(storage::ReaderPool::Lease lease, readers.lease());
    QList<tables::EventRow> rows;
    for (const tables::EventFilter &filter : filters) {
        CLOISTER_ASSIGN(const QList<tables::EventRow> some, tables::EventTable(lease.connection()).list(filter));
        rows += some;
    }
    if (filters.size() > 1) {
        std::sort(rows.begin(), rows.end(), [&query](const tables::EventRow &a, const tables::EventRow &b) {
            return query.before ? a.seq > b.seq : a.seq < b.seq;
        });
        if (rows.size() > query.limit)
            rows.resize(query.limit);
    }
    return rows;
}

static QByteArray entityKindOf(const QByteArray &body)
{
    const Result<JsonSlice> json = parseJson(body);
    const auto entity = json ? json->member(QLatin1String("entity")) : std::nullopt;
    const auto kind = entity ? entity->member(QLatin1String("kind")) : std::nullopt;
    return kind ? kind->toTextReplacing().toLatin1() : QByteArray();
}

namespace {

/// Turns tags and references back into names while their keys exist, asking for each namespace once.
class NameResolver
{
public:
    explicit NameResolver(ProjectFile &file) : m_file(file) {}

    Result<void> resolve(const tables::EventRow &row, AuditRecord &record)
    {
        if (row.nameSpace.isEmpty()) {
            record.entity = row.entity;
            return {};
        }
        CLOISTER_ASSIGN(const std::optional<Sealer> sealer, sealerOfTag(row.nameSpace));
        if (!sealer)
            return {};
        record.nameSpace = m_names.value(row.nameSpace);
        const QByteArray kind = row.entity.isEmpty() ? QByteArray() : entityKindOf(row.body);
        if (!kind.isEmpty())
            record.entity = sealer->reveal(QLatin1String(kind), row.entity).value_or(QString());
        return {};
    }

private:
    Result<std::optional<Sealer>> sealerOfTag(const QString &tag)
    {
        if (const auto known = m_sealers.constFind(tag); known != m_sealers.cend())
            return *known;
        CLOISTER_ASSIGN(const QByteArray pk, m_file.keys().partitionOf(tag));
        std::optional<Sealer> sealer;
        if (!pk.isEmpty()) {
            m_names.insert(tag, PartitionKey::nameSpaceOf(pk));
            CLOISTER_ASSIGN(sealer, sealerOf(m_file, PartitionKey::nameSpaceOf(pk)));
        }
        m_sealers.insert(tag, sealer);
        return sealer;
    }

    ProjectFile &m_file;
    QHash<QString, std::optional<Sealer>> m_sealers;
    QHash<QString, QString> m_names;
};

} // namespace

Result<QList<AuditRecord>> AuditService::list(const QString &projectId, const AuditQuery &query) const
{
    if (!query.entity.isEmpty() && query.entityKind.isEmpty())
        return refusedEventQuery(QStringLiteral("entity"), QStringLiteral("an entity is looked for with its kind"));
    if (projectId.isEmpty()) {
        tables::EventFilter filter = filterOf(query);
        filter.entity = query.entity;
        CLOISTER_ASSIGN(
            const QList<tables::EventRow> rows, readEvents(m_workspace.control().readers(), {filter}, query));
        return resolved(projectId, rows);
    }
    if (!query.entity.isEmpty() && !isWorkspaceKind(query.entityKind) && !query.nameSpace) {
        return refusedEventQuery(
            QStringLiteral("entity"), QStringLiteral("an entity of a namespace is looked for with the namespace"));
    }
    CLOISTER_ASSIGN(const std::shared_ptr<ProjectFile> file, m_workspace.project(projectId));
    CLOISTER_ASSIGN(const QList<tables::EventFilter> filters, filtersOf(*file, query));
    CLOISTER_ASSIGN(const QList<tables::EventRow> rows, readEvents(file->readers(), filters, query));
    return resolved(projectId, rows);
}

Result<QList<AuditRecord>> AuditService::resolved(const QString &projectId, const QList<tables::EventRow> &rows) const
{
    QList<AuditRecord> records;
    if (projectId.isEmpty()) {
        for (const tables::EventRow &row : rows)
            records.append({row.seq, row.body, row.hash, {}, row.entity});
        return records;
    }
    CLOISTER_ASSIGN(const std::shared_ptr<ProjectFile> file, m_workspace.project(projectId));
    NameResolver resolver(*file);
    for (const tables::EventRow &row : rows) {
        AuditRecord record{row.seq, row.body, row.hash, {}, {}};
        CLOISTER_TRY(resolver.resolve(row, record));
        records.append(record);
    }
    return records;
}

// Puts keyed forms in the place of names.
static Result<void> hideNames(ProjectFile &file, AuditEvent &event, const QString &nameSpace)
{
    CLOISTER_ASSIGN(const Sealer sealer, sealerOf(file, nameSpace));
    const QByteArray kind = event.entityKind.toLatin1();
    event.nameSpace = sealer.tag();
    event.entity = event.entity.isEmpty() ? QString() : sealer.hide(QLatin1String(kind), event.entity);
    return {};
}

Future<Result<void>> AuditService::record(
    const QString &projectId, AuditEvent event, const std::optional<QString> &nameSpace) const
{
    if (projectId.isEmpty())
        return m_workspace.control().change<void>(event, [](storage::WriteContext &) { return Result<void>(); });
    const Result<std::shared_ptr<ProjectFile>> file = m_workspace.project(projectId);
    if (!file)
        return readyFuture(Result<void>(file.unexpected()));
    if (nameSpace) {
        if (const Result<void> hidden = hideNames(**file, event, *nameSpace); !hidden)
            return readyFuture(hidden);
    }
    return (*file)->writer().submit<void>(
        [file = *file, event](storage::WriteContext &context) { return file->log().append(context, event); });
}

} // namespace cloister
