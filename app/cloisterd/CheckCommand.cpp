#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Progress.h"
#include "app/cloisterd/Session.h"
#include "app/cloisterd/Terminal.h"
#include "engine/client/RecordReader.h"

#include <QThread>

namespace cloister::cli {

static constexpr unsigned long kPollMs = 100;

static Result<client::Task> finished(Session &session, client::Task task)
{
    Progress progress(QStringLiteral("Checking"), ProgressUnit::Records, task.total);
    while (task.state == client::TaskState::Running) {
        progress.update(task.done, task.total);
        QThread::msleep(kPollMs);
        CLOISTER_ASSIGN(const auto now, session.api().task(task.id).result());
        task = now.value;
    }
    return task;
}

static Result<ExitCode> runCheck(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_ASSIGN(const auto started, session->api().startCheck().result());
    CLOISTER_ASSIGN(const client::Task task, finished(*session, started.value));
    if (task.state == client::TaskState::Cancelled)
        return fail(ErrorCode::ShuttingDown, QStringLiteral("the check was stopped before it was through"));
    if (task.state != client::TaskState::Done)
        return fail(ErrorCode::Internal, QStringLiteral("the check failed: %1").arg(task.problem));
    CLOISTER_ASSIGN(const QList<client::CheckedFile> files, client::readCheckedFiles(task.result));
    QList<QStringList> rows;
    qsizetype damaged = 0;
    for (const client::CheckedFile &file : files) {
        damaged += file.problems.isEmpty() ? 0 : 1;
        rows.append({file.file, file.problems.isEmpty() ? QStringLiteral("whole") : file.problems.join(QLatin1String("; "))});
    }
    CLOISTER_TRY(done(arguments, task.result, table({QStringLiteral("FILE"), QStringLiteral("STATE")}, rows)));
    if (damaged == 0)
        return ExitCode::Ok;
    return fail(ErrorCode::Integrity,
        QStringLiteral("%1 damaged; keep a copy of the workspace as it is and restore from a backup")
            .arg(counted(damaged, "file is", "files are")));
}

CommandSpec checkCommand()
{
    return {"check", {}, "check every file of the workspace",
        "Reads every file of the workspace and verifies it. The exit code is 4 when one is damaged.",
        "cloisterd check", {}, runCheck};
}

} // namespace cloister::cli
