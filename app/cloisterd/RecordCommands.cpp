#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Output.h"
#include "app/cloisterd/Progress.h"
#include "app/cloisterd/Session.h"
#include "app/cloisterd/Terminal.h"
#include "engine/client/RecordReader.h"

#include <QThread>

namespace cloister::cli {

static constexpr unsigned long kVerifyPollMs = 100;
static constexpr int kCheckpointsAtOnce = 1000;

static Result<ExitCode> exportEvents(const Arguments &arguments)
{
    const QString format = arguments.has("format") ? arguments.value("format") : QStringLiteral("jsonl");
    if (format != QLatin1String("jsonl") && format != QLatin1String("csv"))
        return fail(ErrorCode::InvalidParameter, QStringLiteral("--format must be jsonl or csv"));
    const auto asked = format == QLatin1String("csv") ? client::LogFormat::Csv : client::LogFormat::JsonLines;
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    return produceOutput(arguments, "event", [&](const Sink &write) -> Result<qint64> {
        Progress progress(QStringLiteral("Exporting"), ProgressUnit::Records, 0);
        qint64 events = 0;
        QString next;
        do {
            CLOISTER_ASSIGN(
                const auto page, session->api().exportLog(arguments.value("project"), asked, next).result());
            CLOISTER_TRY(write(page->lines));
            events += page->count;
            progress.update(events);
            next = page->next;
        } while (!next.isEmpty());
        return events;
    });
}

static Result<ExitCode> exportCheckpoints(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    QByteArray publicKey;
    CLOISTER_ASSIGN(const ExitCode code, produceOutput(arguments, "checkpoint", [&](const Sink &write) -> Result<qint64> {
        qint64 written = 0;
        qint64 after = 0;
        do {
            CLOISTER_ASSIGN(const auto page,
                session->api().checkpoints(arguments.value("project"), after, kCheckpointsAtOnce).result());
            publicKey = page->publicKey;
            for (const client::Checkpoint &checkpoint : page->items)
                CLOISTER_TRY(write(checkpoint.line + '\n'));
            written += page->items.size();
            after = page->next;
        } while (after > 0);
        return written;
    }));
    note(QStringLiteral("public key: ") + QString::fromLatin1(publicKey));
    return code;
}

static Result<client::Task> finishedTask(Session &session, client::Task task)
{
    Progress progress(QStringLiteral("Verifying"), ProgressUnit::Records, task.total);
    while (task.state == client::TaskState::Running) {
        progress.update(task.done, task.total);
        QThread::msleep(kVerifyPollMs);
        CLOISTER_ASSIGN(const auto now, session.api().task(task.id).result());
        task = now.value;
    }
    return task;
}

static QString proofText(client::Proof proof)
{
    switch (proof) {
    case client::Proof::Holds: return QStringLiteral("holds");
    case client::Proof::Broken: return QStringLiteral("broken");
    case client::Proof::Unproven: break;
    }
    return QStringLiteral("unproven: no checkpoint was signed yet");
}

static Result<ExitCode> verifyEvents(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_ASSIGN(const auto started, session->api().startVerify(arguments.value("project")).result());
    CLOISTER_ASSIGN(const client::Task task, finishedTask(*session, started.value));
    if (task.state != client::TaskState::Done)
        return fail(ErrorCode::Internal, QStringLiteral("the log was not examined: %1").arg(task.problem));
    CLOISTER_ASSIGN(const client::Verdict verdict, client::readVerdict(task.result));
    const QString text = QStringLiteral("integrity     %1\ncompleteness  %2\n%3, signed up to event %4 of %5")
                             .arg(proofText(verdict.integrity), proofText(verdict.completeness),
                                 counted(verdict.events, "event"))
                             .arg(verdict.coveredTo).arg(verdict.lastEvent);
    CLOISTER_TRY(done(arguments, task.result, text));
    if (verdict.integrity != client::Proof::Broken && verdict.completeness != client::Proof::Broken)
        return ExitCode::Ok;
    return fail(ErrorCode::Integrity, verdict.problems.join(QLatin1String("; ")));
}

std::vector<CommandSpec> recordCommands()
{
    const OptionSpec project{"project", "ID", "the project (else the workspace's own events)"};
    return {
        {"events export", {}, "export an audit log",
            "Writes a whole audit log, which is signed for that, as JSON Lines that 'cloister-verify' examines, or as\n"
            "CSV for people. The export is an event of the log itself.",
            "cloisterd events export --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N --output events.jsonl",
            {project, {"format", "jsonl|csv", "JSON Lines (the default) or CSV"},
                {"output", "FILE", "where to write (else stdout)"}},
            exportEvents},
        {"events checkpoints", {}, "export what was signed about an audit log",
            "Writes the signed checkpoints of an audit log, one a line, and the public key to stderr. Kept where whoever\n"
            "has the workspace cannot change them, they show 'cloister-verify' that nothing before them was changed\n"
            "or cut off.",
            "cloisterd events checkpoints --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N --output kept-in-march.jsonl",
            {project, {"output", "FILE", "where to write (else stdout)"}}, exportCheckpoints},
        {"events verify", {}, "examine an audit log",
            "Examines a log of the workspace against its hash chain and its signed checkpoints. The exit code is 4 when\n"
            "it was changed or something is missing. 'cloister-verify' does the same to an export, elsewhere.",
            "cloisterd events verify --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N", {project}, verifyEvents},
    };
}

} // namespace cloister::cli
