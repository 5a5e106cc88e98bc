// How the records of the administration are read.
#include "engine/base/Json.h"
#include "engine/client/RecordReader.h"

namespace cloister::client {

Result<Health> readHealth(const JsonSlice &json)
{
    RecordReader in(json);
    return in.orElse(Health{in.requiredText("status"), in.text("version")});
}

static Project projectOf(RecordReader &in)
{
    Project project;
    project.id = in.requiredText("id");
    project.name = in.requiredText("name");
    project.created = in.time("created");
    project.isImmutable = in.truth("immutable");
    project.isDeletionProtected = in.truth("deletionProtected");
    return project;
}

static Totals totalsOf(RecordReader &in)
{
    return {in.integer("namespaces"), in.integer("dialogues"), in.integer("messages"), in.integer("memories"),
        in.integer("bytes")};
}

Result<Project> readProject(const JsonSlice &json)
{
    RecordReader in(json);
    return in.orElse(projectOf(in));
}

Result<ProjectOverview> readOverview(const JsonSlice &json)
{
    RecordReader in(json);
    return in.orElse(ProjectOverview{projectOf(in), totalsOf(in), in.truth("damaged")});
}

Result<Totals> readDeletedTotals(const JsonSlice &json)
{
    auto counts = json.member(QLatin1String("deleted"));
    if (!counts)
        counts = json.member(QLatin1String("counts")); // of a dry run
    RecordReader in(counts.value_or(JsonSlice()));
    return in.orElse(totalsOf(in));
}

static Scopes scopesOf(const QStringList &names)
{
    static const QList<std::pair<QLatin1String, Scope>> known{{QLatin1String("read"), Scope::Read},
        {QLatin1String("write"), Scope::Write}, {QLatin1String("delete"), Scope::Delete},
        {QLatin1String("search"), Scope::Search}, {QLatin1String("audit"), Scope::Audit},
        {QLatin1String("export"), Scope::Export}};
    Scopes scopes;
    for (const auto &[name, scope] : known)
        scopes.setFlag(scope, names.contains(name));
    return scopes;
}

static ApiKey keyOf(RecordReader &in, const JsonSlice &json)
{
    ApiKey key;
    key.id = in.requiredText("id");
    key.projectId = in.text("projectId");
    key.label = in.text("label");
    key.scopes = scopesOf(in.texts("scopes"));
    if (json.member(QLatin1String("namespaces")))
        key.namespaces = in.texts("namespaces");
    if (json.member(QLatin1String("addresses")))
        key.addresses = in.texts("addresses");
    key.created = in.time("created");
    key.expires = in.optionalTime("expires");
    key.lastUsed = in.optionalTime("lastUsed");
    key.revoked = in.optionalTime("revoked");
    return key;
}

Result<ApiKey> readKey(const JsonSlice &json)
{
    RecordReader in(json);
    return in.orElse(keyOf(in, json));
}

Result<CreatedKey> readCreatedKey(const JsonSlice &json)
{
    RecordReader in(json);
    return in.orElse(CreatedKey{keyOf(in, json), in.requiredText("key")});
}

Result<ImportReport> readImportReport(const JsonSlice &json)
{
    RecordReader in(json);
    ImportReport report;
    report.lines = in.integer("lines");
    report.dialogues = in.integer("dialogues");
    report.messages = in.integer("messages");
    report.memories = in.integer("memories");
    report.skipped = in.integer("skipped");
    const JsonSlice problems = json.member(QLatin1String("problems")).value_or(JsonSlice());
    for (JsonCursor cursor(problems); cursor.next();) {
        RecordReader problem(cursor.value());
        report.problems.append({problem.integer("line"), problem.text("code"), problem.text("message")});
    }
    return in.orElse(report);
}

Result<ExportPage> readExportPage(const JsonSlice &json)
{
    RecordReader in(json);
    return in.orElse(ExportPage{in.text("lines").toUtf8(), in.integer("count"), in.text("next")});
}

Result<Event> readEvent(const JsonSlice &json)
{
    const JsonSlice body = json.member(QLatin1String("event")).value_or(JsonSlice());
    const JsonSlice who = body.member(QLatin1String("actor")).value_or(JsonSlice());
    RecordReader outer(json);
    RecordReader in(body);
    RecordReader actor(who);
    Event event;
    event.seq = in.integer("seq");
    event.time = in.time("time");
    event.actor = actor.text("kind") + QLatin1Char(':') + actor.text("id");
    event.address = in.text("address");
    event.requestId = in.text("requestId");
    event.action = in.requiredText("action");
    event.outcome = in.text("outcome");
    event.nameSpace = outer.optionalText("namespace");
    event.entity = outer.text("entityId");
    if (const auto entity = body.member(QLatin1String("entity"))) {
        RecordReader about(*entity);
        event.entityKind = about.text("kind");
        if (event.entity.isEmpty())
            event.entity = about.text("ref");
    }
    event.count = in.integer("count");
    event.hash = outer.text("hash").toLatin1();
    return in.orElse(event);
}

static Result<Checkpoint> readCheckpoint(const JsonSlice &json)
{
    RecordReader in(json.member(QLatin1String("checkpoint")).value_or(JsonSlice()));
    Checkpoint checkpoint;
    checkpoint.chain = in.requiredText("chain");
    checkpoint.seq = in.integer("seq");
    checkpoint.head = in.text("head").toLatin1();
    checkpoint.root = in.text("root").toLatin1();
    checkpoint.time = in.time("time");
    checkpoint.reason = in.text("reason");
    checkpoint.line = json.rawBytes();
    return in.orElse(checkpoint);
}

Result<Checkpoints> readCheckpoints(const JsonSlice &json)
{
    CLOISTER_ASSIGN(const Items<Checkpoint> items, readItems<Checkpoint>(json, readCheckpoint));
    RecordReader in(json);
    Checkpoints page;
    page.publicKey = in.requiredText("publicKey").toLatin1();
    page.items = items.items;
    page.next = items.next.toLongLong();
    page.alarm = in.text("alarm");
    return in.orElse(page);
}

static Proof proofOf(const QString &name)
{
    if (name == QLatin1String("holds"))
        return Proof::Holds;
    return name == QLatin1String("broken") ? Proof::Broken : Proof::Unproven;
}

Result<Verdict> readVerdict(const QByteArray &result)
{
    CLOISTER_ASSIGN(const JsonSlice json, parseJson(result));
    RecordReader in(json);
    Verdict verdict;
    verdict.integrity = proofOf(in.requiredText("integrity"));
    verdict.completeness = proofOf(in.requiredText("completeness"));
    verdict.events = in.integer("events");
    verdict.checkpoints = in.integer("checkpoints");
    verdict.coveredTo = in.integer("coveredTo");
    verdict.lastEvent = in.integer("lastEvent");
    if (json.member(QLatin1String("firstBad")))
        verdict.firstBad = in.integer("firstBad");
    verdict.problems = in.texts("problems");
    return in.orElse(verdict);
}

static TaskState taskStateOf(const QString &name)
{
    if (name == QLatin1String("done"))
        return TaskState::Done;
    if (name == QLatin1String("failed"))
        return TaskState::Failed;
    return name == QLatin1String("cancelled") ? TaskState::Cancelled : TaskState::Running;
}

Result<Task> readTask(const JsonSlice &json)
{
    RecordReader in(json);
    Task task;
    task.id = in.requiredText("id");
    task.kind = in.text("kind");
    task.projectId = in.text("projectId");
    task.state = taskStateOf(in.requiredText("state"));
    task.started = in.time("started");
    task.ended = in.optionalTime("ended");
    task.done = in.integer("done");
    task.total = in.integer("total");
    task.result = in.raw("result");
    if (const auto error = json.member(QLatin1String("error"))) {
        RecordReader about(*error);
        task.problem = about.text("message").isEmpty() ? about.text("code") : about.text("message");
    }
    return in.orElse(task);
}

Result<QList<CheckedFile>> readCheckedFiles(const QByteArray &result)
{
    CLOISTER_ASSIGN(const JsonSlice json, parseJson(result));
    QList<CheckedFile> files;
    const JsonSlice list = json.member(QLatin1String("files")).value_or(JsonSlice());
    if (!list.isArray())
        return fail(ErrorCode::Internal, QStringLiteral("the service's answer is not understood: it has no files"));
    for (JsonCursor cursor(list); cursor.next();) {
        RecordReader in(cursor.value());
        files.append({in.text("file"), in.texts("problems")});
    }
    return files;
}

} // namespace cloister::client
