#include "app/cloisterd/Session.h"

#include "app/cloisterd/Terminal.h"
#include "app/cloisterd/Unlock.h"
#include "engine/client/HttpsTransport.h"
#include "engine/http/InProcessTransport.h"

namespace cloister::cli {

Result<std::unique_ptr<Session>> Session::open(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const std::optional<ServedWorkspace> served, servedWorkspace(workspaceDirectory(arguments)));
    std::unique_ptr<Session> session(new Session);
    QByteArray token;
    if (served) {
        CLOISTER_ASSIGN(
            session->m_transport, client::HttpsTransport::create({.url = served->url, .caFile = served->caFile}));
        token = served->adminToken.view().toByteArray();
    } else {
        CLOISTER_ASSIGN(session->m_host, EngineHost::open(arguments));
        session->m_transport = std::make_unique<http::InProcessTransport>(session->m_host->dispatcher());
        token = session->m_host->workspace().lock().adminToken().toByteArray();
    }
    session->m_api = std::make_unique<client::ApiClient>(*session->m_transport, token);
    return session;
}

Result<void> Session::checkNamespace(const Arguments &arguments)
{
    const QString name = arguments.value("namespace");
    if (name.isEmpty() || name == QLatin1String("default"))
        return {}; // the default one is there before anything is in it
    const auto held = m_api->previewNamespaceDelete({arguments.value("project"), name}).result();
    return held ? Result<void>() : held.unexpected();
}

Result<ExitCode> done(const Arguments &arguments, const QByteArray &json, const QString &text)
{
    if (arguments.has("json"))
        CLOISTER_TRY(printBytes(json + '\n'));
    else if (!text.isEmpty())
        print(text);
    return ExitCode::Ok;
}

} // namespace cloister::cli
