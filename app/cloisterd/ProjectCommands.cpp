#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Session.h"
#include "app/cloisterd/Terminal.h"

namespace cloister::cli {

static Result<ExitCode> createProject(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_ASSIGN(const auto project, session->api().createProject(arguments.positional(0)).result());
    return done(arguments, project.json,
        QStringLiteral("Created the project %1.\n\n  id   %2\n\nNext, a key for it: cloisterd key create --project %2")
            .arg(visible(project->name), project->id));
}

static Result<ExitCode> listProjects(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_ASSIGN(const auto projects, session->api().projects().result());
    if (projects->items.isEmpty())
        return done(arguments, projects.json, QStringLiteral("There are no projects yet: cloisterd project create NAME"));
    QList<QStringList> rows;
    for (const Project &project : projects->items)
        rows.append({project.id, timeText(project.created), project.name});
    return done(arguments, projects.json,
        table({QStringLiteral("ID"), QStringLiteral("CREATED"), QStringLiteral("NAME")}, rows));
}

static Result<ExitCode> showProject(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_ASSIGN(const auto found, session->api().project(arguments.positional(0)).result());
    const client::Totals &totals = found->totals;
    QString text = QStringLiteral("%1\n\n  id           %2\n  created      %3\n")
                       .arg(visible(found->project.name), found->project.id, timeText(found->project.created));
    if (found->isDamaged) {
        text += QStringLiteral("\nIts file is damaged and cannot be opened; 'cloisterd check' says more.");
    } else {
        text += QStringLiteral("  namespaces   %1\n  dialogues    %2\n  messages     %3\n  memories     %4\n  content      %5")
                    .arg(grouped(totals.namespaces), grouped(totals.dialogues), grouped(totals.messages),
                        grouped(totals.memories), sizeText(totals.bytes));
    }
    return done(arguments, found.json, text);
}

static QString holdings(const client::Totals &totals)
{
    return QStringLiteral("%1, %2 and %3").arg(counted(totals.dialogues, "dialogue"),
        counted(totals.messages, "message"), counted(totals.memories, "memory", "memories"));
}

static Result<ExitCode> deleteProject(const Arguments &arguments)
{
    if (!arguments.has("confirm") && !arguments.has("dry-run")) {
        note(QStringLiteral("cloisterd project delete: --confirm NAME is missing, or --dry-run"));
        return ExitCode::Usage;
    }
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    if (arguments.has("dry-run")) {
        CLOISTER_ASSIGN(const auto found, session->api().previewProjectDelete(arguments.positional(0)).result());
        return done(arguments, found.json,
            QStringLiteral("Deleting it would take %1 with %2.")
                .arg(counted(found->namespaces, "namespace"), holdings(found.value)));
    }
    CLOISTER_ASSIGN(const auto totals,
        session->api().deleteProject(arguments.positional(0), arguments.value("confirm")).result());
    return done(arguments, totals.json,
        QStringLiteral("Deleted the project %1 with %2. Its keys are destroyed.")
            .arg(visible(arguments.value("confirm")), holdings(totals.value)));
}

static Result<ExitCode> setSwitches(const Arguments &arguments)
{
    client::ProjectSwitches switches;
    if (arguments.has("immutable"))
        switches.immutable = true;
    if (arguments.has("deletion-protection")) {
        const QString wanted = arguments.value("deletion-protection");
        if (wanted != QLatin1String("on") && wanted != QLatin1String("off"))
            return fail(ErrorCode::InvalidParameter, QStringLiteral("--deletion-protection must be on or off"));
        switches.deletionProtected = wanted == QLatin1String("on");
    }
    if (!switches.immutable && !switches.deletionProtected)
        return fail(ErrorCode::InvalidParameter, QStringLiteral("no switch is given"));
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_ASSIGN(const auto project, session->api().changeProject(arguments.positional(0), switches).result());
    const auto onOff = [](bool isOn) { return isOn ? QStringLiteral("on") : QStringLiteral("off"); };
    return done(arguments, project.json,
        QStringLiteral("%1\n\n  immutable mode        %2\n  deletion protection   %3")
            .arg(visible(project->name), onOff(project->isImmutable), onOff(project->isDeletionProtected)));
}

std::vector<CommandSpec> projectCommands()
{
    return {
        {"project create", {"NAME"}, "make a project",
            "Makes a project: a file of its own with its own keys. An API key belongs to exactly one project.",
            "cloisterd project create Support", {}, createProject},
        {"project list", {}, "list the projects", "Lists the projects of the workspace.", "cloisterd project list", {},
            listProjects},
        {"project show", {"ID"}, "show a project and what it holds", "Shows a project and how much it holds.",
            "cloisterd project show 01J8ZK3T5W7Y9B2D4F6H8K0M2N", {}, showProject},
        {"project delete", {"ID"}, "delete a project with everything in it",
            "Deletes a project with all dialogues, messages and memories of all its namespaces, destroys its keys\n"
            "and revokes its API keys. This cannot be undone. The name must be repeated to show that the right\n"
            "project is meant.",
            "cloisterd project delete 01J8ZK3T5W7Y9B2D4F6H8K0M2N --confirm Support",
            {{"confirm", "NAME", "the project's name"}, {"dry-run", nullptr, "only say what it holds"}}, deleteProject},
        {"project set", {"ID"}, "switch a project's protections",
            "Immutable mode: dialogues, messages and memories can be added, and not deleted any more; it cannot be\n"
            "switched off. State, tags and labels stay writable. Deletion protection: the project and its namespaces\n"
            "cannot be deleted until it is switched off.",
            "cloisterd project set 01J8ZK3T5W7Y9B2D4F6H8K0M2N --deletion-protection on",
            {{"immutable", nullptr, "switch immutable mode on, for good"},
                {"deletion-protection", "on|off", "switch deletion protection"}},
            setSwitches},
    };
}

} // namespace cloister::cli
