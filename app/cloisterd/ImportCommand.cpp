#include "app/cloisterd/Commands.h"
#include "app/cloisterd/LineBatches.h"
#include "app/cloisterd/Progress.h"
#include "app/cloisterd/Session.h"
#include "app/cloisterd/Terminal.h"
#include "engine/base/JsonWriter.h"

#include <QFile>

#include <algorithm>
#include <cstdio>

namespace cloister::cli {

static void addTo(client::ImportReport &sum, const client::ImportReport &part)
{
    sum.lines += part.lines;
    sum.dialogues += part.dialogues;
    sum.messages += part.messages;
    sum.memories += part.memories;
    sum.skipped += part.skipped;
    sum.problems += part.problems;
}

static void addTooLong(client::ImportReport &report, const LineBatch &batch)
{
    for (const qint64 line : batch.tooLong) {
        ++report.lines;
        report.problems.append({line, QStringLiteral("PAYLOAD_TOO_LARGE"),
            QStringLiteral("the line is longer than %1").arg(sizeText(LineBatches::kLineBytes))});
    }
    std::sort(report.problems.begin(), report.problems.end(),
        [](const client::ImportProblem &a, const client::ImportProblem &b) { return a.line < b.line; });
}

static QByteArray jsonOf(const client::ImportReport &report)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("lines"), report.lines);
    json.member(QLatin1String("dialogues"), report.dialogues);
    json.member(QLatin1String("messages"), report.messages);
    json.member(QLatin1String("memories"), report.memories);
    json.member(QLatin1String("skipped"), report.skipped);
    json.key(QLatin1String("problems"));
    json.beginArray();
    for (const client::ImportProblem &problem : report.problems) {
        json.beginObject();
        json.member(QLatin1String("line"), problem.line);
        json.member(QLatin1String("code"), problem.code);
        json.member(QLatin1String("message"), problem.message);
        json.endObject();
    }
    json.endArray();
    json.endObject();
    return json.take();
}

static QString textOf(const client::ImportReport &report)
{
    QString text = QStringLiteral("Imported %1, %2 and %3 from %4.")
                       .arg(counted(report.dialogues, "dialogue"), counted(report.messages, "message"),
                           counted(report.memories, "memory", "memories"), counted(report.lines, "line"));
    if (report.skipped > 0)
        text += QStringLiteral(" %1 there already and equal.").arg(counted(report.skipped, "record was", "records were"));
    return text;
}

static Result<client::ImportReport> importAll(Session &session, const QString &projectId, QIODevice &source)
{
    Progress progress(QStringLiteral("Importing"), ProgressUnit::Bytes, source.isSequential() ? 0 : source.size());
    LineBatches batches(source);
    client::ImportReport sum;
    while (true) {
        CLOISTER_ASSIGN(const std::optional<LineBatch> batch, batches.next());
        if (!batch)
            return sum;
        const auto part = session.api().importLines(projectId, batch->text, batch->firstLine).result();
        if (!part) {
            Error error = part.error();
            error.detail += QStringLiteral("; stopped at line %1 with what came before it kept. Run the import again "
                                           "to go on: what is there already is passed over")
                                .arg(batch->firstLine);
            return Unexpected{error};
        }
        addTo(sum, part->value);
        addTooLong(sum, *batch);
        progress.update(batches.bytesRead());
    }
}

static Result<ExitCode> runImport(const Arguments &arguments)
{
    const QString path = arguments.positional(0);
    QFile file(path);
    const bool isOpen = path == QLatin1String("-") ? file.open(stdin, QIODevice::ReadOnly)
                                                   : file.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    if (!isOpen)
        return fail(ErrorCode::NotFound, QStringLiteral("cannot read %1: %2").arg(path, file.errorString()));
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_ASSIGN(const client::ImportReport report, importAll(*session, arguments.value("project"), file));
    for (const client::ImportProblem &problem : report.problems) {
        note(QStringLiteral("%1:%2: %3: %4")
                 .arg(visible(path), QString::number(problem.line), problem.code, visible(problem.message)));
    }
    CLOISTER_TRY(done(arguments, jsonOf(report), textOf(report)));
    if (report.problems.isEmpty())
        return ExitCode::Ok;
    return fail(ErrorCode::ValidationError,
        QStringLiteral("%1 refused; the others are imported").arg(counted(report.problems.size(), "line was", "lines were")));
}

CommandSpec importCommand()
{
    return {"import", {"FILE"}, "import dialogues and memories (JSON Lines)",
        "Imports a file of JSON Lines, one dialogue with its messages or one memory a line, as the export writes\n"
        "them; '-' reads from a pipe. A line that is refused leaves nothing behind and is listed with its number;\n"
        "the others are imported all the same, and the exit code is 1. Records that are there already and equal\n"
        "are passed over, so that an import that was cut short goes on when it is run again. A line looks like\n\n"
        "  {\"namespace\":\"acme\",\"id\":\"call-17\",\"label\":\"Refund\",\"created\":\"2025-03-01T09:00:00Z\",\"messages\":\n"
        "   [{\"role\":\"user\",\"content\":\"Hello\"},{\"role\":\"assistant\",\"content\":\"How can I help?\"}]}\n"
        "  {\"object\":\"memory\",\"namespace\":\"acme\",\"label\":\"language\",\"value\":\"German\"}",
        "cloisterd import conversations.jsonl --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N\n"
        "Imported 128 dialogues, 2,760 messages and 0 memories from 128 lines.",
        {{"project", "ID", "the project", OptionSpec::Need::Required}}, runImport};
}

} // namespace cloister::cli
