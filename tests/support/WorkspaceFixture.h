#pragma once

#include "engine/crypto/SelfTest.h"
#include "engine/model/Validate.h"
#include "engine/service/Engine.h"
#include "tests/support/ManualClock.h"
#include "tests/support/Test.h"

#include <QTemporaryDir>

#include <memory>

namespace cloister::test {

/// A workspace in a folder of its own, with a key derivation that costs next to nothing and a clock that stands still.
class WorkspaceFixture
{
public:
    /// Nothing is made yet but an open folder's name.
    WorkspaceFixture() { isReady = crypto::initialise().has_value() && m_folder.isValid(); }

    QString path() const { return m_folder.path() + QLatin1String("/workspace"); }
    QString file(const char *name) const { return path() + QLatin1Char('/') + QLatin1String(name); }

    static crypto::UnlockSecret secret(const char *passphrase = "correct horse")
    {
        return crypto::UnlockSecret::passphrase(passphrase).value();
    }

    Result<Workspace::Created> make()
    {
        return Workspace::create(path(), secret(), clock, crypto::Argon2Cost{64 * 1024, 1});
    }

    /// Makes the workspace and the engine on it; false with the reason printed.
    bool create()
    {
        auto created = make();
        if (!created)
            return explain(created.error());
        recoveryCode = created->recoveryCode;
        workspace = std::move(created->workspace);
        engine = std::make_unique<Engine>(*workspace);
        return isReady;
    }

    void close()
    {
        engine.reset();
        workspace.reset();
    }

    /// Opens the workspace again.
    bool open()
    {
        close();
        auto opened = Workspace::open(path(), secret(), clock);
        if (!opened)
            return explain(opened.error());
        workspace = std::move(*opened);
        engine = std::make_unique<Engine>(*workspace);
        return true;
    }

    static Caller admin(const QString &projectId = {})
    {
        Caller caller;
        caller.actor = {ActorKind::Admin, QStringLiteral("local")};
        caller.requestId = QStringLiteral("request-of-admin");
        caller.projectId = projectId;
        caller.scopes = kAllScopes;
        return caller;
    }

    static Caller keyCaller(const QString &projectId, std::optional<QStringList> namespaces = {})
    {
        Caller caller;
        caller.actor = {ActorKind::ApiKey, QStringLiteral("testkey1")};
        caller.address = QHostAddress(QStringLiteral("192.0.2.7"));
        caller.requestId = QStringLiteral("request-of-key");
        caller.projectId = projectId;
        caller.scopes = kAllScopes;
        caller.namespaces = std::move(namespaces);
        return caller;
    }

    Result<Project> project(const QString &name) { return engine->projects.create(admin(), name).result(); }

    /// A dialogue of one message.
    Result<Dialogue> dialogue(const Caller &caller, const QString &nameSpace, const QString &id)
    {
        CLOISTER_ASSIGN(const Partition partition,
            engine->partitions.open(caller, nameSpace, PartitionMint::Access::Creating));
        NewDialogue asked;
        asked.id = id;
        NewMessage message;
        message.role = QStringLiteral("user");
        message.content = "\"good morning\"";
        asked.messages.append(message);
        asked.hasMessages = true;
        return engine->dialogues.create(partition, asked, std::nullopt).result();
    }

    static bool explain(const Error &error)
    {
        qWarning("%s", qPrintable(error.detail));
        return false;
    }

private:
    QTemporaryDir m_folder; ///< first, as it must outlive the workspace in it

public:
    ManualClock clock;
    std::unique_ptr<Workspace> workspace;
    std::unique_ptr<Engine> engine;
    QString recoveryCode;
    bool isReady = false;
};

} // namespace cloister::test
