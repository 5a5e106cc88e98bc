#pragma once

#include "engine/base/Result.h"
#include "engine/storage/WriteQueue.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <optional>

namespace cloister {

class Workspace;

/// A server on the customer's network that speaks OpenAI's protocol. What is embedded or summarised is sent to it.
struct ModelServer
{
    QUrl url;           ///< http or https, without a user
    QString model;      ///< the server's name for it
    int dimensions = 0; ///< of an embedding server's vectors; 0 of the other kind
    QByteArray key;     ///< sent as bearer token; empty: none. Never shown
};

/// What servers are for.
enum class ModelPurpose { Embedding, Summaries };

/// The servers that a workspace was told to use; nullopt for none, which is the default.
struct ModelServers
{
    std::optional<ModelServer> embedding;
    std::optional<ModelServer> summaries;
};

/// Where they are kept: the control database, their keys in the keystore. Blocks; any thread.
class ModelServerStore
{
public:
    /// `workspace` outlives it.
    explicit ModelServerStore(Workspace &workspace) : m_workspace(workspace) {}

    /// A key that was stored for another address than the server's is left out.
    Result<ModelServers> read() const;

    /// Keeps the server's key, sealed and bound to its address; to be called before write().
    Result<void> keepKey(ModelPurpose purpose, const std::optional<ModelServer> &server) const;
    /// Stores the rest, in the caller's transaction.
    static Result<void> write(
        storage::WriteContext &context, ModelPurpose purpose, const std::optional<ModelServer> &server);

    /// "embedding" or "summaries": the name of the setting.
    static QString nameOf(ModelPurpose purpose);

private:
    Result<QByteArray> keyOf(ModelPurpose purpose, const QUrl &url) const;

    Workspace &m_workspace;
};

} // namespace cloister
