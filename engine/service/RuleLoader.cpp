#include "engine/service/RuleLoader.h"

#include "engine/service/Workspace.h"
#include "engine/tables/AllowedAddressTable.h"
#include "engine/tables/ProjectTable.h"
#include "engine/tables/SettingTable.h"

namespace cloister {

Result<auth::AddressRules> loadRules(storage::Connection &connection)
{
    const tables::AllowedAddressTable table(connection);
    auth::AddressRules rules;
    CLOISTER_ASSIGN(const QList<Project> projects, tables::ProjectTable(connection).list());
    for (const Project &project : projects) {
        CLOISTER_ASSIGN(const QList<AllowedNetwork> entries, table.list(project.id));
        rules.projects.insert(project.id, auth::AllowList(entries));
    }
    CLOISTER_ASSIGN(const QList<AllowedNetwork> admins, table.list({}));
    rules.admin = auth::AllowList(admins);
    CLOISTER_ASSIGN(const auto proxies, tables::SettingTable(connection).find(QStringLiteral("trustedProxies")));
    QList<AllowedNetwork> named;
    for (const QString &network : proxies.value_or(QString()).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        named.append({network, {}, 0});
    rules.proxies = auth::AllowList(named);
    return rules;
}

Result<void> renewRules(Workspace &workspace, storage::WriteContext &context)
{
    CLOISTER_ASSIGN(auth::AddressRules rules, loadRules(context.connection));
    context.afterCommit([&workspace, rules = std::move(rules)] { workspace.rules().set(rules); });
    return {};
}

} // namespace cloister
