#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Output.h"
#include "app/cloisterd/Progress.h"
#include "app/cloisterd/Session.h"

namespace cloister::cli {

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

static Result<ExitCode> runExport(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_TRY(session->checkNamespace(arguments));
    return produceOutput(
        arguments, "line", [&](const Sink &write) { return exportAll(*session, arguments, write); });
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
