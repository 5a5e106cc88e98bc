#include "engine/service/AllowListService.h"

#include "engine/auth/AddressRules.h"
#include "engine/model/Fields.h"
#include "engine/model/Validate.h"
#include "engine/service/ControlFile.h"
#include "engine/service/EntityDigest.h"
#include "engine/service/RuleLoader.h"
#include "engine/service/Workspace.h"
#include "engine/tables/AllowedAddressTable.h"
#include "engine/tables/ApiKeyTable.h"
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

/// One event for each entry that goes, comes or gets another note.
class ListChange
{
public:
    ListChange(ControlFile &control, storage::WriteContext &context, const AuditEvent &event, const QString &projectId) :
        m_control(control),
        m_context(context),
        m_event(event),
        m_projectId(projectId)
    {
    }

    Result<void> record(const Entries &before, const Entries &after)
    {
        for (const AllowedNetwork &entry : before) {
            if (!find(after, entry.network))
                CLOISTER_TRY(recordOne("address.disallow", &entry, nullptr));
        }
        for (const AllowedNetwork &entry : after) {
            const AllowedNetwork *old = find(before, entry.network);
            if (!old || old->note != entry.note)
                CLOISTER_TRY(recordOne(old ? "address.note" : "address.allow", old, &entry));
        }
        return {};
    }

private:
    Result<void> recordOne(const char *action, const AllowedNetwork *before, const AllowedNetwork *after)
    {
        const QString network = before ? before->network : after->network;
        m_event.action = QString::fromLatin1(action);
        m_event.entity = m_projectId.isEmpty() ? network : m_projectId + QLatin1Char(' ') + network;
        m_event.before = before ? m_control.digest(describe(*before)) : QByteArray();
        m_event.after = after ? m_control.digest(describe(*after)) : QByteArray();
        return m_control.record(m_context, m_event);
    }

    ControlFile &m_control;
    storage::WriteContext &m_context;
    AuditEvent m_event;
    const QString m_projectId;
};

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
            CLOISTER_TRY(ListChange(workspace.control(), context, event, projectId).record(before, wanted));
            CLOISTER_TRY(renewRules(workspace, context));
            return table.list(projectId);
        });
}

static AddressVerdict verdictOf(const Entries &entries, const QString &projectId, const QHostAddress &host)
{
    using Why = AddressVerdict::Why;
    AddressVerdict verdict;
    if (const auto place = auth::AllowList(entries).match(host)) {
        verdict.why = Why::Listed;
        verdict.network = entries.at(*place).network;
        verdict.note = entries.at(*place).note;
    } else if (projectId.isEmpty()) {
        verdict.why = host.isLoopback() ? Why::ThisMachine : Why::NotListed;
    } else {
        verdict.why = entries.isEmpty() ? Why::NoList : Why::NotListed;
    }
    return verdict;
}

static void addKeysOwn(AddressVerdict &verdict, const ApiKey &key, const QHostAddress &host)
{
    using Why = AddressVerdict::Why;
    verdict.keyWhy = key.addresses ? Why::NotListed : Why::NoList;
    for (const QString &text : key.addresses.value_or(QStringList())) {
        const auto network = auth::Network::parse(text);
        if (!network || !network->contains(host))
            continue;
        verdict.keyWhy = Why::Listed;
        verdict.keyNetwork = text;
        return;
    }
}

Result<AddressVerdict> AllowListService::test(
    const QString &projectId, const QString &address, const std::optional<QString> &keyId) const
{
    CLOISTER_ASSIGN(const auth::Network one, auth::Network::parse(address));
    const QHostAddress host(one.text());
    if (host.isNull())
        return invalidField(QStringLiteral("address"), QStringLiteral("must be one address"), address);
    CLOISTER_ASSIGN(const Entries entries, list(projectId));
    AddressVerdict verdict = verdictOf(entries, projectId, host);
    if (!keyId)
        return verdict;
    using Found = std::optional<tables::ApiKeyRow>;
    CLOISTER_ASSIGN(const Found row, m_workspace.control().read<Found>([&](storage::Connection &connection) {
        return tables::ApiKeyTable(connection).find(*keyId);
    }));
    if (!row || row->key.projectId != projectId)
        return fail(ErrorCode::KeyNotFound, QStringLiteral("no key %1 in this project").arg(*keyId));
    addKeysOwn(verdict, row->key, host);
    return verdict;
}

} // namespace cloister
