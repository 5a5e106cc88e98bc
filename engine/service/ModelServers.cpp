#include "engine/service/ModelServers.h"

#include "engine/service/ControlFile.h"
#include "engine/service/Workspace.h"
#include "engine/tables/SettingTable.h"

namespace cloister {

QString ModelServerStore::nameOf(ModelPurpose purpose)
{
    return purpose == ModelPurpose::Embedding ? QStringLiteral("embedding") : QStringLiteral("summaries");
}

static QString secretNameOf(ModelPurpose purpose)
{
    return ModelServerStore::nameOf(purpose) + QStringLiteral("-server");
}

static Result<std::optional<ModelServer>> findServer(storage::Connection &connection, ModelPurpose purpose)
{
    const tables::SettingTable table(connection);
    const QString name = ModelServerStore::nameOf(purpose);
    CLOISTER_ASSIGN(const auto url, table.find(name + QLatin1String(".url")));
    if (url.value_or(QString()).isEmpty())
        return std::optional<ModelServer>();
    CLOISTER_ASSIGN(const auto model, table.find(name + QLatin1String(".model")));
    CLOISTER_ASSIGN(const auto dimensions, table.find(name + QLatin1String(".dimensions")));
    ModelServer server;
    server.url = QUrl(*url);
    server.model = model.value_or(QString());
    server.dimensions = dimensions.value_or(QString()).toInt();
    return std::optional(server);
}

Result<ModelServers> ModelServerStore::read() const
{
    ModelServers servers;
    for (const auto &[purpose, target] : {std::pair(ModelPurpose::Embedding, &servers.embedding),
             std::pair(ModelPurpose::Summaries, &servers.summaries)}) {
        const auto job = [purpose = purpose](storage::Connection &connection) { return findServer(connection, purpose); };
        CLOISTER_ASSIGN(*target, m_workspace.control().read<std::optional<ModelServer>>(job));
        if (*target) {
            CLOISTER_ASSIGN((*target)->key, keyOf(purpose, (*target)->url));
        }
    }
    return servers;
}

// A line with the address it is for, then the key: should the settings and the keystore part ways, no key goes to an
// address it was not given for.
Result<QByteArray> ModelServerStore::keyOf(ModelPurpose purpose, const QUrl &url) const
{
    const Result<crypto::SecureBytes> kept = m_workspace.keystore().secret(secretNameOf(purpose));
    if (!kept && kept.error().code == ErrorCode::NotFound)
        return QByteArray();
    if (!kept)
        return kept.unexpected();
    const QByteArray line = url.toEncoded() + '\n';
    const QByteArrayView text = kept->view();
    return text.startsWith(line) ? text.sliced(line.size()).toByteArray() : QByteArray();
}

Result<void> ModelServerStore::keepKey(ModelPurpose purpose, const std::optional<ModelServer> &server) const
{
    if (!server || server->key.isEmpty())
        return m_workspace.keystore().setSecret(secretNameOf(purpose), {});
    return m_workspace.keystore().setSecret(secretNameOf(purpose), server->url.toEncoded() + '\n' + server->key);
}

Result<void> ModelServerStore::write(
    storage::WriteContext &context, ModelPurpose purpose, const std::optional<ModelServer> &server)
{
    tables::SettingTable table(context.connection);
    const QString name = nameOf(purpose);
    const ModelServer stored = server.value_or(ModelServer());
    CLOISTER_TRY(table.set(name + QLatin1String(".url"), QString::fromLatin1(stored.url.toEncoded())));
    CLOISTER_TRY(table.set(name + QLatin1String(".model"), stored.model));
    return table.set(name + QLatin1String(".dimensions"), QString::number(stored.dimensions));
}

} // namespace cloister
