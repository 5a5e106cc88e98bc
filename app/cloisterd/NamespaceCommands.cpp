#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Session.h"
#include "app/cloisterd/Terminal.h"

namespace cloister::cli {

static Result<ExitCode> deleteNamespace(const Arguments &arguments)
{
    const QString name = arguments.positional(0);
    const client::Place place{arguments.value("project"), name == QLatin1String("default") ? QString() : name};
    if (!arguments.has("confirm") && !arguments.has("dry-run")) {
        note(QStringLiteral("cloisterd namespace delete: --confirm NAME is missing, or --dry-run"));
        return ExitCode::Usage;
    }
    if (arguments.has("confirm") && arguments.value("confirm") != name)
        return fail(ErrorCode::InvalidParameter, QStringLiteral("the name given with --confirm is another one"));
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    const bool isDryRun = arguments.has("dry-run");
    CLOISTER_ASSIGN(const auto totals,
        (isDryRun ? session->api().previewNamespaceDelete(place) : session->api().deleteNamespace(place)).result());
    const QString held = QStringLiteral("%1, %2 and %3").arg(counted(totals->dialogues, "dialogue"),
        counted(totals->messages, "message"), counted(totals->memories, "memory", "memories"));
    return done(arguments, totals.json,
        isDryRun ? QStringLiteral("Deleting it would take %1.").arg(held)
                 : QStringLiteral("Deleted the namespace %1 with %2. Its key is destroyed.").arg(visible(name), held));
}

std::vector<CommandSpec> namespaceCommands()
{
    return {
        {"namespace delete", {"NAME"}, "delete a namespace with everything in it",
            "Deletes a namespace of a project with all its dialogues, messages and memories, and destroys its key, so\n"
            "that older copies of the project's file cannot be read for it any more. This cannot be undone. The name\n"
            "must be repeated; 'default' is the default namespace.",
            "cloisterd namespace delete acme --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N --confirm acme",
            {{"project", "ID", "the project", OptionSpec::Need::Required}, {"confirm", "NAME", "the namespace's name"},
                {"dry-run", nullptr, "only say what it holds"}},
            deleteNamespace},
    };
}

} // namespace cloister::cli
