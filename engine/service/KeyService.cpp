#include "engine/service/KeyService.h"

#include "engine/crypto/ApiKeyText.h"
#include "engine/model/Validate.h"
#include "engine/service/ControlFile.h"
#include "engine/service/KeyCache.h"
#include "engine/service/Workspace.h"
#include "engine/tables/ApiKeyTable.h"
#include "engine/tables/ProjectTable.h"

#include <QSet>

namespace cloister {

static constexpr qsizetype kMaxLabel = 128;
static constexpr qsizetype kMaxNamespaces = 100;

static Unexpected refusedField(const QString &field, const QString &why)
{
    return Unexpected{Error{ErrorCode::InvalidParameter, field + QLatin1Char(' ') + why,
        {{field, QStringLiteral("INVALID"), why, {}}}}};
}

static Result<void> checkNewKey(const NewApiKey &asked, qint64 now)
{
    CLOISTER_TRY(checkLine(asked.label, kMaxLabel, QStringLiteral("label")));
    if (!asked.scopes || (asked.scopes & ~kAllScopes))
        return refusedField(QStringLiteral("scopes"), QStringLiteral("must name at least one known scope"));
    if (asked.expires && *asked.expires <= now)
        return refusedField(QStringLiteral("expires"), QStringLiteral("must be in the future"));
    if (!asked.namespaces)
        return {};
    if (asked.namespaces->isEmpty() || asked.namespaces->size() > kMaxNamespaces) {
        return refusedField(QStringLiteral("namespaces"),
            QStringLiteral("must be 1 to %1 names, or left out for all").arg(kMaxNamespaces));
    }
    QSet<QString> seen;
    for (const QString &name : *asked.namespaces) {
        CLOISTER_ASSIGN(const QString accepted, checkNamespace(name, QStringLiteral("namespaces")));
        if (accepted != name || seen.contains(name))
            return refusedField(QStringLiteral("namespaces"), QStringLiteral("must be distinct names"));
        seen.insert(name);
    }
    return {};
}

static Result<void> checkProjectExists(storage::Connection &connection, const QString &projectId)
{
    CLOISTER_ASSIGN(const auto project, tables::ProjectTable(connection).find(projectId));
    if (!project)
        return fail(ErrorCode::ProjectNotFound, QStringLiteral("no project %1").arg(projectId));
    return {};
}

QFuture<Result<CreatedApiKey>> KeyService::create(
    const Caller &caller, const QString &projectId, const NewApiKey &asked) const
{
    const qint64 now = m_workspace.clock().nowMs();
    if (const Result<void> checked = checkNewKey(asked, now); !checked)
        return QtFuture::makeReadyFuture(Result<CreatedApiKey>(checked.unexpected()));
    const crypto::ApiKeyText::Fresh fresh = crypto::ApiKeyText::make();
    tables::ApiKeyRow row;
    row.key.id = QString::fromLatin1(fresh.id);
    row.key.projectId = projectId;
    row.key.label = asked.label;
    row.key.scopes = asked.scopes;
    row.key.namespaces = asked.namespaces;
    row.key.created = now;
    row.key.expires = asked.expires;
    row.verifier = crypto::ApiKeyText::verifier(m_workspace.apiKeyPepper(), fresh.secret.view());
    const CreatedApiKey created{row.key, QString::fromLatin1(fresh.text.view())};
    const AuditEvent event
        = ControlFile::eventBy(caller, now, QStringLiteral("key.create"), QStringLiteral("key"), row.key.id);
    return m_workspace.control().change<CreatedApiKey>(
        event, [row, created](storage::WriteContext &context) -> Result<CreatedApiKey> {
            CLOISTER_TRY(checkProjectExists(context.connection, row.key.projectId));
            CLOISTER_TRY(tables::ApiKeyTable(context.connection).insert(row));
            return created;
        });
}

Result<QList<ApiKey>> KeyService::list(const QString &projectId) const
{
    return m_workspace.control().read<QList<ApiKey>>([&](storage::Connection &connection) -> Result<QList<ApiKey>> {
        CLOISTER_TRY(checkProjectExists(connection, projectId));
        return tables::ApiKeyTable(connection).list(projectId);
    });
}

QFuture<Result<ApiKey>> KeyService::revoke(const Caller &caller, const QString &projectId, const QString &keyId) const
{
    const qint64 now = m_workspace.clock().nowMs();
    const AuditEvent event
        = ControlFile::eventBy(caller, now, QStringLiteral("key.revoke"), QStringLiteral("key"), keyId);
    return m_workspace.control().writer().submit<ApiKey>(
        [&workspace = m_workspace, event, projectId, keyId, now](storage::WriteContext &context) -> Result<ApiKey> {
            tables::ApiKeyTable table(context.connection);
            CLOISTER_ASSIGN(auto row, table.find(keyId));
            if (!row || row->key.projectId != projectId)
                return fail(ErrorCode::KeyNotFound, QStringLiteral("no key %1 in this project").arg(keyId));
            if (row->key.revoked)
                return row->key;
            CLOISTER_TRY(table.revoke(keyId, now));
            CLOISTER_TRY(workspace.control().record(context, event));
            context.afterCommit([&workspace] { workspace.keyCache().forget(); });
            row->key.revoked = now;
            return row->key;
        },
        {}, storage::WritePurpose::FreesSpace);
}

} // namespace cloister
