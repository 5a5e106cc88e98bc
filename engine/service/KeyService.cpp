#include "engine/service/KeyService.h"

#include "engine/auth/Network.h"
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
static constexpr qsizetype kMaxAddresses = 100;
static constexpr std::chrono::hours kMaxGrace(30 * 24);

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

// In their one spelling.
static Result<std::optional<QStringList>> checkAddresses(const std::optional<QStringList> &asked)
{
    if (!asked)
        return asked;
    if (asked->isEmpty() || asked->size() > kMaxAddresses) {
        return refusedField(QStringLiteral("addresses"),
            QStringLiteral("must be 1 to %1 networks, or left out for all").arg(kMaxAddresses));
    }
    QStringList addresses;
    for (const QString &text : *asked) {
        CLOISTER_ASSIGN(const auth::Network network, auth::Network::parse(text));
        addresses.append(network.text());
    }
    return std::optional(addresses);
}

static Result<void> checkProjectExists(storage::Connection &connection, const QString &projectId)
{
    CLOISTER_ASSIGN(const auto project, tables::ProjectTable(connection).find(projectId));
    if (!project)
        return fail(ErrorCode::ProjectNotFound, QStringLiteral("no project %1").arg(projectId));
    return {};
}

// The key with an id and a secret of its own.
static std::pair<tables::ApiKeyRow, CreatedApiKey> withSecret(const crypto::SecretKey &pepper, ApiKey key)
{
    const crypto::ApiKeyText::Fresh fresh = crypto::ApiKeyText::make();
    key.id = QString::fromLatin1(fresh.id);
    return {{key, crypto::ApiKeyText::verifier(pepper, fresh.secret.view())},
        {key, QString::fromLatin1(fresh.text.view())}};
}

Future<Result<CreatedApiKey>> KeyService::create(
    const Caller &caller, const QString &projectId, const NewApiKey &asked) const
{
    const qint64 now = m_workspace.clock().nowMs();
    if (const Result<void> checked = checkNewKey(asked, now); !checked)
        return readyFuture(Result<CreatedApiKey>(checked.unexpected()));
    const Result<std::optional<QStringList>> addresses = checkAddresses(asked.addresses);
    if (!addresses)
        return readyFuture(Result<CreatedApiKey>(addresses.unexpected()));
    ApiKey key;
    key.projectId = projectId;
    key.label = asked.label;
    key.scopes = asked.scopes;
    key.namespaces = asked.namespaces;
    key.addresses = *addresses;
    key.created = now;
    key.expires = asked.expires;
    const auto [row, created] = withSecret(m_workspace.apiKeyPepper(), key);
    const AuditEvent event
        = ControlFile::eventBy(caller, now, QStringLiteral("key.create"), QStringLiteral("key"), row.key.id);
    return m_workspace.control().change<CreatedApiKey>(
        event, [row = row, created = created](storage::WriteContext &context) -> Result<CreatedApiKey> {
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

Future<Result<ApiKey>> KeyService::revoke(const Caller &caller, const QString &projectId, const QString &keyId) const
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

static Result<void> endAfter(tables::ApiKeyTable &table, const ApiKey &key, qint64 now, std::chrono::seconds grace)
{
    if (grace.count() == 0)
        return table.revoke(key.id, now);
    const qint64 end = now + std::chrono::milliseconds(grace).count();
    return key.expires && *key.expires <= end ? Result<void>() : table.setExpires(key.id, end);
}

Future<Result<CreatedApiKey>> KeyService::rotate(
    const Caller &caller, const QString &projectId, const QString &keyId, std::chrono::seconds grace) const
{
    if (grace.count() < 0 || grace > kMaxGrace) {
        return readyFuture(Result<CreatedApiKey>(
            refusedField(QStringLiteral("graceSeconds"), QStringLiteral("must be 0 to 2592000"))));
    }
    const qint64 now = m_workspace.clock().nowMs();
    const AuditEvent rotated
        = ControlFile::eventBy(caller, now, QStringLiteral("key.rotate"), QStringLiteral("key"), keyId);
    return m_workspace.control().writer().submit<CreatedApiKey>(
        [&workspace = m_workspace, rotated, projectId, keyId, now, grace](
            storage::WriteContext &context) -> Result<CreatedApiKey> {
            tables::ApiKeyTable table(context.connection);
            CLOISTER_ASSIGN(const auto old, table.find(keyId));
            if (!old || old->key.projectId != projectId)
                return fail(ErrorCode::KeyNotFound, QStringLiteral("no key %1 in this project").arg(keyId));
            if (old->key.revoked || (old->key.expires && *old->key.expires <= now))
                return fail(ErrorCode::Conflict, QStringLiteral("this key has ended; create a new one"));
            ApiKey next = old->key;
            next.created = now;
            next.lastUsed.reset();
            const auto [row, created] = withSecret(workspace.apiKeyPepper(), next);
            CLOISTER_TRY(table.insert(row));
            CLOISTER_TRY(endAfter(table, old->key, now, grace));
            CLOISTER_TRY(workspace.control().record(context, rotated));
            AuditEvent made = rotated;
            made.action = QStringLiteral("key.create");
            made.entity = created.key.id;
            CLOISTER_TRY(workspace.control().record(context, made));
            context.afterCommit([&workspace] { workspace.keyCache().forget(); });
            return created;
        });
}

} // namespace cloister
