#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Service.h"
#include "app/cloisterd/StopSignal.h"
#include "app/cloisterd/Unlock.h"
#include "engine/base/AtomicFile.h"
#include "engine/base/JsonWriter.h"
#include "engine/base/Logging.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <csignal>

namespace cloister::cli {

static constexpr std::chrono::seconds kPatience{30};

struct ServeOptions
{
    ListenAddress listen;
    std::optional<ListenAddress> plain;
    QString readyFile;
    std::optional<SinkSettings> auditFile;
};

static Result<int> wholeNumber(const Arguments &arguments, const char *option, int fallback)
{
    bool isNumber = true;
    const int number = arguments.has(option) ? arguments.value(option).toInt(&isNumber) : fallback;
    if (!isNumber || number < 1 || number > 1'000'000) {
        return fail(ErrorCode::InvalidParameter,
            QStringLiteral("--%1 must be a whole number from 1 on, not '%2'").arg(QLatin1String(option), arguments.value(option)));
    }
    return number;
}

static Result<std::optional<SinkSettings>> auditFileOf(const Arguments &arguments)
{
    if (!arguments.has("audit-file"))
        return std::optional<SinkSettings>();
    SinkSettings settings;
    settings.path = QFileInfo(arguments.value("audit-file")).absoluteFilePath();
    CLOISTER_ASSIGN(const int megabytes, wholeNumber(arguments, "audit-file-size", 64));
    CLOISTER_ASSIGN(settings.keptFiles, wholeNumber(arguments, "audit-file-keep", 10));
    settings.rotateBytes = qint64(megabytes) * 1024 * 1024;
    return std::optional(settings);
}

static Result<ServeOptions> optionsOf(const Arguments &arguments)
{
    ServeOptions options;
    CLOISTER_ASSIGN(options.listen,
        ListenAddress::parse(arguments.has("listen") ? arguments.value("listen") : QStringLiteral("127.0.0.1:8443")));
    if (arguments.has("http")) {
        CLOISTER_ASSIGN(options.plain, ListenAddress::parse(arguments.value("http")));
        if (!options.plain->host.isLoopback()) {
            return fail(ErrorCode::Forbidden,
                QStringLiteral("plain HTTP is served on loopback addresses only, such as 127.0.0.1:8080"));
        }
    }
    options.readyFile = arguments.value("ready-file");
    CLOISTER_ASSIGN(options.auditFile, auditFileOf(arguments));
    return options;
}

static Result<void> writeReadyFile(const QString &path, const Service &service)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("url"), service.url());
    if (!service.httpUrl().isEmpty())
        json.member(QLatin1String("httpUrl"), service.httpUrl());
    json.member(QLatin1String("caFile"), service.caFile());
    json.member(QLatin1String("pid"), QCoreApplication::applicationPid());
    json.endObject();
    return files::writeAtomically(path, json.take() + '\n');
}

static Result<std::unique_ptr<Service>> startService(const Arguments &arguments, const ServeOptions &options)
{
    // Before the passphrase is asked for, which would be in vain.
    CLOISTER_ASSIGN(const std::optional<ServedWorkspace> served, servedWorkspace(workspaceDirectory(arguments)));
    if (served) {
        return fail(ErrorCode::Overloaded,
            QStringLiteral("the workspace is served already at %1 (pid %2)").arg(served->url).arg(served->pid));
    }
    CLOISTER_ASSIGN(auto host, EngineHost::open(arguments));
    CLOISTER_ASSIGN(auto service, Service::start(std::move(host), options.listen, options.plain, options.auditFile));
    CLOISTER_TRY(service->announce());
    if (!options.readyFile.isEmpty())
        CLOISTER_TRY(writeReadyFile(options.readyFile, *service));
    return service;
}

// One who searches by meaning must not have to guess why little is found.
static void tellSearchModel(const SearchModel &model)
{
    if (!model.problem.isEmpty())
        qCCritical(lcSearch).noquote() << model.problem;
    if (model.source == SearchModel::Source::Fallback)
        qCWarning(lcSearch) << "search finds words and spellings, not meanings: no model is in use";
    else
        qCInfo(lcSearch).noquote() << "search by meaning with" << model.embedder->id().name;
}

static Result<ExitCode> runServe(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const ServeOptions options, optionsOf(arguments));
    ::signal(SIGPIPE, SIG_IGN); // a log collector that goes away must not take the service with it
    CLOISTER_ASSIGN(const auto signal, StopSignal::install());
    CLOISTER_ASSIGN(auto service, startService(arguments, options));
    installLogHandler();
    qCInfo(lcApp).noquote() << "cloisterd" << CLOISTER_VERSION << "serves" << service->url();
    if (!service->httpUrl().isEmpty())
        qCInfo(lcApp).noquote() << "plain HTTP at" << service->httpUrl();
    qCInfo(lcApp).noquote() << "clients trust it by" << service->caFile();
    tellSearchModel(service->gate().searchModel());
    signal->onSignal([&service = *service](const QString &name) {
        qCInfo(lcApp).noquote() << "stopping on" << name;
        service.stop(kPatience);
        QCoreApplication::quit();
    });
    QCoreApplication::exec();
    if (!options.readyFile.isEmpty())
        QFile::remove(options.readyFile);
    service.reset(); // finishes the writes and closes the files
    qCInfo(lcApp) << "stopped";
    return ExitCode::Ok;
}

CommandSpec serveCommand()
{
    return {"serve", {}, "serve a workspace over HTTPS",
        "Unlocks the workspace and serves its API until it gets SIGTERM or SIGINT; then it takes no new\n"
        "connections, finishes the requests it has, and ends. Logs a line of JSON for each thing worth knowing\n"
        "to stderr. The address must be one of this machine; port 0 picks a free port, which the ready file tells:\n"
        "{\"url\", \"httpUrl\"?, \"caFile\", \"pid\"}, written when the service answers and removed when it ends.",
        "cloisterd serve --workspace /srv/cloister --listen 0.0.0.0:8443\n\n"
        "Then, elsewhere:\n\n"
        "curl --cacert /srv/cloister/tls/ca.pem -H \"Authorization: Bearer $KEY\" \\\n"
        "    https://127.0.0.1:8443/api/v1/dialogue",
        {{"listen", "ADDR:PORT", "where to serve HTTPS (else 127.0.0.1:8443)"},
            {"http", "ADDR:PORT", "serve plain HTTP too, on a loopback address"},
            {"ready-file", "FILE", "write where the service is once it answers"},
            {"audit-file", "FILE",
                "write every event of every log to this file too, a line of JSON each,\n"
                "for log collectors; after a crash it goes on without gap or repetition"},
            {"audit-file-size", "MB", "put the file aside as FILE.1 when it grows past this (else 64)"},
            {"audit-file-keep", "N", "how many files put aside are kept (else 10)"}},
        runServe};
}

} // namespace cloister::cli
