#include "engine/service/AllowListService.h"

#include "engine/auth/AddressRules.h"
#include "engine/model/Fields.h"
#include "engine/model/Validate.h"
#include "engine/service/ControlFile.h"
#include "engine/service/RuleLoader.h"
#include "engine/service/Workspace.h"
#include "engine/tables/AllowedAddressTable.h"
#include "engine/tables/ProjectTable.h"

#include <QMap>

namespace cloister {

static constexpr qsizetype kMaxNote = 256;

using Entries = QList<AllowedNetwork>;

static Result<void> checkListExists(storage::Connection &connection, const QString &projectId)
{
    if (projectId.isEmpty())
        return {};
    CLOISTER_ASSIGN(const auto project, tables::ProjectTable(connection).find(projectId));
    if (!project)
        return fail(ErrorCode::ProjectNotFound, QStringLiteral("no project %1").arg(projectId));
    return {};
}

// Gives every entry its one spelling.
static Result<Entries> checkEntries(Entries entries)
{
    if (entries.size() > AllowListService::kMaxEntries) {
        return invalidField(QStringLiteral("items"),
            QStringLiteral("must be at most %1 networks").arg(AllowListService::kMaxEntries));
    }
    QMap<QString, bool> seen;
    for (AllowedNetwork &entry : entries) {
        CLOISTER_ASSIGN(const auth::Network network, auth::Network::parse(entry.network));
        entry.network = network.text();
        if (seen.contains(entry.network))
            return invalidField(QStringLiteral("network"), QStringLiteral("stands there twice"), entry.network);
        seen.insert(entry.network, true);
        if (!entry.note.isEmpty())
            CLOISTER_TRY(checkLine(entry.note, kMaxNote, QStringLiteral("note")));
    }
    return entries;
}

static bool passes(const QString &projectId, const Entries &entries, const QHostAddress &address)
{
    auth::AddressRules rules;
    if (projectId.isEmpty()) {
        rules.admin = auth::AllowList(entries);
        return rules.mayAdminister(address);
    }
    rules.projects.insert(projectId, auth::AllowList(entries));
    return rules.mayUse(projectId, address);
}

static const AllowedNetwork *find(const Entries &entries, const QString &network)
{
    const auto found = std::find_if(
        entries.begin(), entries.end(), [&](const AllowedNetwork &entry) { return entry.network == network; });
    return found == entries.end() ? nullptr : &*found;
}

Result<Entries> AllowListService::list(const QString &projectId) const
{
    return m_workspace.control().read<Entries>([&](storage::Connection &connection) -> Result<Entries> {
        CLOISTER_TRY(checkListExists(connection, projectId));
        return tables::AllowedAddressTable(connection).list(projectId);
    });
}

/// Events of the entries that are in `a` and not in `b`.
static Result<void> recordMissing(ControlFile &control, storage::WriteContext &context, AuditEvent event,
    const char *action, const QString &projectId, const Entries &a, const Entries &b)
{
    event.action = QString::fromLatin1(action);
    for (const AllowedNetwork &entry : a) {
        if (find(b, entry.network))
            continue;
        event.entity = projectId.isEmpty() ? entry.network : projectId + QLatin1Char(' ') + entry.network;
        CLOISTER_TRY(control.record(context, event));
    }
    return {};
}

Future<Result<Entries>> AllowListService::replace(
    const Caller &caller, const QString &projectId, Entries entries, LockOut lockOut) const
{
    const Result<Entries> checked = checkEntries(std::move(entries));
    if (!checked)
        return readyFuture(checked);
    const qint64 now = m_workspace.clock().nowMs();
    const AuditEvent event = ControlFile::eventBy(caller, now, {}, QStringLiteral("network"), {});
    return m_workspace.control().writer().submit<Entries>(
        [&workspace = m_workspace, event, projectId, wanted = *checked, now, lockOut, from = caller.address](
            storage::WriteContext &context) -> Result<Entries> {
            CLOISTER_TRY(checkListExists(context.connection, projectId));
            tables::AllowedAddressTable table(context.connection);
            CLOISTER_ASSIGN(const Entries before, table.list(projectId));
            if (lockOut == LockOut::Refuse && passes(projectId, before, from) && !passes(projectId, wanted, from)) {
                return fail(ErrorCode::Conflict,
                    QStringLiteral("the list would shut out %1, where this request comes from; confirm to do it all the same")
                        .arg(from.toString()));
            }
            CLOISTER_TRY(table.removeAll(projectId));
            for (AllowedNetwork entry : wanted) {
                const AllowedNetwork *known = find(before, entry.network);
                entry.created = known ? known->created : now;
                CLOISTER_TRY(table.insert(projectId, entry));
            }
            ControlFile &control = workspace.control();
            CLOISTER_TRY(recordMissing(control, context, event, "address.disallow", projectId, before, wanted));
            CLOISTER_TRY(recordMissing(control, context, event, "address.allow", projectId, wanted, before));
            CLOISTER_TRY(renewRules(workspace, context));
            return table.list(projectId);
        });
}

Result<AddressVerdict> AllowListService::test(const QString &projectId, const QString &address) const
{
    using Why = AddressVerdict::Why;
    CLOISTER_ASSIGN(const auth::Network one, auth::Network::parse(address));
    const QHostAddress host(one.text());
    if (host.isNull())
        return invalidField(QStringLiteral("address"), QStringLiteral("must be one address"), address);
    CLOISTER_ASSIGN(const Entries entries, list(projectId));
    if (const auto place = auth::AllowList(entries).match(host))
        return AddressVerdict{Why::Listed, entries.at(*place).network, entries.at(*place).note};
    if (projectId.isEmpty())
        return AddressVerdict{host.isLoopback() ? Why::ThisMachine : Why::NotListed, {}, {}};
    return AddressVerdict{entries.isEmpty() ? Why::NoList : Why::NotListed, {}, {}};
}

} // namespace cloister
