#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Session.h"
#include "app/cloisterd/Terminal.h"
#include "app/cloisterd/Unlock.h"
#include "engine/base/Json.h"

#include <QThread>

namespace cloister::cli {

static constexpr unsigned long kFollowPauseMs = 300;

static Result<std::optional<qint64>> numberOf(const Arguments &arguments, const char *option)
{
    if (!arguments.has(option))
        return std::optional<qint64>();
    bool isNumber = false;
    const qint64 number = arguments.value(option).toLongLong(&isNumber);
    if (!isNumber || number < 0) {
        return fail(ErrorCode::InvalidParameter,
            QStringLiteral("--%1 must be a whole number, not '%2'").arg(QLatin1String(option), arguments.value(option)));
    }
    return std::optional(number);
}

static Result<client::EventFilter> filterOf(const Arguments &arguments)
{
    client::EventFilter filter;
    CLOISTER_ASSIGN(filter.after, numberOf(arguments, "after"));
    CLOISTER_ASSIGN(filter.before, numberOf(arguments, "before"));
    CLOISTER_ASSIGN(const std::optional<qint64> limit, numberOf(arguments, "limit"));
    filter.limit = static_cast<int>(qMin<qint64>(limit.value_or(100), 1'000'000)); // the service says what is too much
    filter.nameSpace = arguments.value("namespace");
    filter.action = arguments.value("action");
    filter.entity = arguments.value("entity");
    filter.actor = arguments.value("actor");
    filter.outcome = arguments.value("outcome");
    filter.address = arguments.value("address");
    filter.from = arguments.value("from");
    filter.to = arguments.value("to");
    if (arguments.has("newest"))
        filter.order = QStringLiteral("desc");
    return filter;
}

static QString aboutWhat(const client::Event &event)
{
    if (event.entityKind.isEmpty())
        return QStringLiteral("-");
    return event.entity.isEmpty() ? event.entityKind : event.entityKind + QLatin1Char(':') + event.entity;
}

static QStringList cellsOf(const client::Event &event)
{
    return {QString::number(event.seq), timeText(event.time), event.actor,
        event.address.isEmpty() ? QStringLiteral("-") : event.address, event.action, event.outcome,
        event.nameSpace.value_or(QStringLiteral("-")), aboutWhat(event)};
}

static Result<void> printFollowed(const Arguments &arguments, const client::Answer<client::Items<client::Event>> &page)
{
    if (!arguments.has("json")) {
        for (const client::Event &event : page->items)
            print(visible(cellsOf(event).join(QLatin1String("  "))));
    } else {
        CLOISTER_ASSIGN(const JsonSlice json, parseJson(page.json));
        const JsonSlice items = json.member(QLatin1String("items")).value_or(JsonSlice());
        for (JsonCursor cursor(items); cursor.next();)
            CLOISTER_TRY(printBytes(cursor.value().rawBytes() + '\n'));
    }
    if (!finishOutput())
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("the output could not be written"));
    return {};
}

// Until somebody stops the program, or the service goes.
static Result<ExitCode> follow(const Arguments &arguments, client::EventFilter filter)
{
    CLOISTER_ASSIGN(const std::optional<ServedWorkspace> served, servedWorkspace(workspaceDirectory(arguments)));
    if (!served) {
        return fail(ErrorCode::InvalidParameter,
            QStringLiteral("nothing happens in a workspace that is not served; start it with: cloisterd serve"));
    }
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    const QString project = arguments.value("project");
    if (!filter.after) {
        // Only what is to come: from the newest on.
        client::EventFilter newestOne;
        newestOne.order = QStringLiteral("desc");
        newestOne.limit = 1;
        CLOISTER_ASSIGN(const auto newest, session->api().events(project, newestOne).result());
        filter.after = newest->items.isEmpty() ? 0 : newest->items.first().seq;
    }
    while (true) {
        CLOISTER_ASSIGN(const auto page, session->api().events(project, filter).result());
        CLOISTER_TRY(printFollowed(arguments, page));
        if (!page->items.isEmpty())
            filter.after = page->items.last().seq;
        if (page->items.size() < filter.limit)
            QThread::msleep(kFollowPauseMs);
    }
}

static Result<ExitCode> runEvents(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const client::EventFilter filter, filterOf(arguments));
    if (arguments.has("follow"))
        return follow(arguments, filter);
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_ASSIGN(const auto events, session->api().events(arguments.value("project"), filter).result());
    if (events->items.isEmpty())
        return done(arguments, events.json, QStringLiteral("There are no such events."));
    QList<QStringList> rows;
    for (const client::Event &event : events->items)
        rows.append(cellsOf(event));
    QString text = table({QStringLiteral("SEQ"), QStringLiteral("TIME"), QStringLiteral("ACTOR"),
                             QStringLiteral("ADDRESS"), QStringLiteral("ACTION"), QStringLiteral("OUTCOME"),
                             QStringLiteral("NAMESPACE"), QStringLiteral("ABOUT")},
        rows);
    if (events->items.size() == filter.limit) {
        text += QStringLiteral("\n\nThere may be more: --%1 %2")
                    .arg(filter.before || !filter.order.isEmpty() ? QLatin1String("before") : QLatin1String("after"))
                    .arg(events->items.last().seq);
    }
    return done(arguments, events.json, text);
}

CommandSpec eventsCommand()
{
    return {"events", {}, "read the audit log",
        "Reads the audit log of a project, or without --project that of the workspace: who did what, from where,\n"
        "in which request. Oldest first, and newest first with --newest or --before. Events hold no content. With\n"
        "--follow it waits for what happens from now on (or after --after) in a workspace that is served.",
        "cloisterd events --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N --namespace acme --from 2025-03-01",
        {{"project", "ID", "the project (else the workspace's own events)"},
            {"namespace", "NAME", "only of this namespace; 'default' for the default one"},
            {"action", "NAME", "only this action, such as dialogue.delete"},
            {"entity", "KIND:ID", "only about this, such as dialogue:call-17 (with --namespace)"},
            {"actor", "KIND:ID", "only by this one, such as key:7Qm2xK9a"},
            {"outcome", "CODE", "only with this outcome, such as ok"}, {"address", "IP", "only from there"},
            {"from", "TIME", "from this day or time on"}, {"to", "TIME", "up to this day or time"},
            {"after", "SEQ", "only events after this one"}, {"before", "SEQ", "only events before it, newest first"},
            {"newest", nullptr, "newest first"}, {"follow", nullptr, "print events as they happen, until it is stopped"},
            {"limit", "N", "at most so many, up to 1000 (else 100)"}},
        runEvents};
}

} // namespace cloister::cli
