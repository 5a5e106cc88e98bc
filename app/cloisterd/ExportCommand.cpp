#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Progress.h"
#include "app/cloisterd/Session.h"
#include "app/cloisterd/Terminal.h"
#include "engine/base/JsonWriter.h"

#include <QSaveFile>

#include <functional>

namespace cloister::cli {

using Sink = std::function<Result<void>(const QByteArray &)>;

// How many lines the export of a whole project will have, or nearly: long dialogues take more than one.
static qint64 expectedLines(Session &session, const QString &projectId)
{
    const auto overview = session.api().project(projectId).result();
    return overview ? overview->value.totals.dialogues + overview->value.totals.memories : 0;
}

static Result<qint64> exportAll(Session &session, const Arguments &arguments, const Sink &write)
{
    const QString projectId = arguments.value("project");
    std::optional<QString> nameSpace;
    if (arguments.has("namespace"))
        nameSpace = arguments.value("namespace");
    Progress progress(
        QStringLiteral("Exporting"), ProgressUnit::Records, nameSpace ? 0 : expectedLines(session, projectId));
    qint64 lines = 0;
    QString next;
    do {
        CLOISTER_ASSIGN(const auto page, session.api().exportLines(projectId, nameSpace, next).result());
        CLOISTER_TRY(write(page->lines));
        lines += page->count;
        progress.update(lines);
        next = page->next;
    } while (!next.isEmpty());
    return lines;
}

static Result<ExitCode> exportToFile(Session &session, const Arguments &arguments)
{
    const QString path = arguments.value("output");
    const auto failed = [&path](const QString &why) {
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("cannot write %1: %2").arg(path, why));
    };
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failed(file.errorString());
    const auto write = [&](const QByteArray &lines) -> Result<void> {
        return file.write(lines) == lines.size() ? Result<void>() : Result<void>(failed(file.errorString()));
    };
    CLOISTER_ASSIGN(const qint64 lines, exportAll(session, arguments, write));
    if (!file.commit())
        return failed(file.errorString());
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("file"), path);
    json.member(QLatin1String("lines"), lines);
    json.endObject();
    return done(arguments, json.take(), QStringLiteral("Exported %1 to %2.").arg(counted(lines, "line"), visible(path)));
}

static Result<ExitCode> runExport(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    if (arguments.has("output"))
        return exportToFile(*session, arguments);
    CLOISTER_TRY(exportAll(*session, arguments, printBytes));
    return ExitCode::Ok;
}

CommandSpec exportCommand()
{
    return {"export", {}, "export a project or a namespace (JSON Lines)",
        "Writes the dialogues with their messages and the memories of a project, or of one namespace, as JSON\n"
        "Lines that 'import' reads back. The text is not encrypted: a file is made with mode 0600, and appears\n"
        "under its name only when it is whole.",
        "cloisterd export --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N --namespace acme --output acme.jsonl",
        {{"project", "ID", "the project", OptionSpec::Need::Required},
            {"namespace", "NAME", "only this namespace; 'default' for the default one (else all)"},
            {"output", "FILE", "where to write (else stdout)"}},
        runExport};
}

} // namespace cloister::cli
