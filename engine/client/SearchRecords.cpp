// How searches and summaries are asked for, and what comes back is read.
#include "engine/client/SearchRecords.h"

#include "engine/base/JsonWriter.h"
#include "engine/client/RecordReader.h"

namespace cloister::client {

static QLatin1String objectName(SearchObject object)
{
    switch (object) {
    case SearchObject::Message: break;
    case SearchObject::Dialogue: return QLatin1String("dialogue");
    case SearchObject::Memory: return QLatin1String("memory");
    }
    return QLatin1String("message");
}

static QLatin1String modeName(SearchMode mode)
{
    switch (mode) {
    case SearchMode::Hybrid: break;
    case SearchMode::Semantic: return QLatin1String("semantic");
    case SearchMode::Keyword: return QLatin1String("keyword");
    }
    return QLatin1String("hybrid");
}

static QLatin1String orderName(SearchOrder order)
{
    switch (order) {
    case SearchOrder::Relevance: break;
    case SearchOrder::Created: return QLatin1String("created");
    case SearchOrder::Modified: return QLatin1String("modified");
    }
    return QLatin1String("relevance");
}

static void writeText(JsonWriter &json, const char *name, const QString &text)
{
    if (!text.isEmpty())
        json.member(QLatin1String(name), text);
}

static void writeFilter(JsonWriter &json, const SearchRequest &request)
{
    if (request.created.isEmpty() && request.modified.isEmpty() && !request.hasImage)
        return;
    json.key(QLatin1String("filter"));
    json.beginObject();
    writeText(json, "created", request.created);
    writeText(json, "modified", request.modified);
    if (request.hasImage)
        json.member(QLatin1String("hasImage"), *request.hasImage);
    json.endObject();
}

QByteArray searchBody(const Place &place, const SearchRequest &request)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("query"), request.query);
    json.member(QLatin1String("object"), objectName(request.object));
    json.member(QLatin1String("mode"), modeName(request.mode));
    json.member(QLatin1String("limit"), request.limit);
    writeText(json, "namespace", place.nameSpace);
    writeText(json, "timezone", request.timezone);
    if (!request.tags.isEmpty())
        json.member(QLatin1String("tags"), request.tags);
    if (!request.metadata.isEmpty())
        json.rawMember(QLatin1String("metadata"), request.metadata);
    writeFilter(json, request);
    writeText(json, "dialogueId", request.dialogueId);
    writeText(json, "role", request.role);
    json.member(QLatin1String("orderBy"), orderName(request.orderBy));
    json.member(QLatin1String("order"), QLatin1String(request.order == Order::Ascending ? "asc" : "desc"));
    json.member(QLatin1String("explain"), request.explain);
    json.endObject();
    return json.take();
}

QByteArray summaryBody(const Place &place, const NewSummary &asked)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("dialogueId"), asked.dialogueId);
    writeText(json, "namespace", place.nameSpace);
    writeText(json, "id", asked.id);
    writeText(json, "template", asked.templateName.value_or(QString()));
    writeText(json, "startId", asked.startId.value_or(QString()));
    writeText(json, "endId", asked.endId.value_or(QString()));
    json.endObject();
    return json.take();
}

static JsonSlice memberOf(const JsonSlice &json, const char *name)
{
    return json.member(QLatin1String(name)).value_or(JsonSlice());
}

static double relevanceOf(const JsonSlice &json)
{
    return memberOf(json, "relevance").toNumber().value_or(0);
}

static Result<SearchResult> readResult(const JsonSlice &json)
{
    SearchResult result;
    result.relevance = relevanceOf(json);
    const QString object = memberOf(json, "object").toTextReplacing();
    const JsonSlice item = memberOf(json, "item");
    if (object == objectName(SearchObject::Dialogue)) {
        CLOISTER_ASSIGN(result.record, readDialogue(item));
    } else if (object == objectName(SearchObject::Memory)) {
        CLOISTER_ASSIGN(result.record, readMemory(item));
    } else {
        CLOISTER_ASSIGN(result.record, readMessage(item));
    }
    for (JsonCursor cursor(memberOf(json, "matches")); cursor.next();) {
        CLOISTER_ASSIGN(const Message message, readMessage(memberOf(cursor.value(), "item")));
        result.matches.append({relevanceOf(cursor.value()), message});
    }
    return result;
}

static Result<std::optional<TimeRange>> readRange(const std::optional<JsonSlice> &json)
{
    if (!json)
        return std::optional<TimeRange>();
    RecordReader in(*json);
    return in.orElse(std::optional(TimeRange{in.optionalTime("gte"), in.optionalTime("lt")}));
}

static QList<ExplainFigure> readFigures(const JsonSlice &json)
{
    QList<ExplainFigure> figures;
    for (const JsonMember &member : json.members())
        figures.append({member.key, member.value.toNumber().value_or(0)});
    return figures;
}

Result<SearchAnswer> readSearchAnswer(const JsonSlice &json)
{
    SearchAnswer answer;
    const JsonSlice results = memberOf(json, "results");
    if (!results.isArray())
        return fail(ErrorCode::Internal, QStringLiteral("the service's answer is not understood: it has no results"));
    for (JsonCursor cursor(results); cursor.next();) {
        CLOISTER_ASSIGN(SearchResult result, readResult(cursor.value()));
        answer.results.append(std::move(result));
    }
    const JsonSlice request = memberOf(json, "request");
    const JsonSlice filter = memberOf(request, "filter");
    CLOISTER_ASSIGN(answer.created, readRange(filter.member(QLatin1String("created"))));
    CLOISTER_ASSIGN(answer.modified, readRange(filter.member(QLatin1String("modified"))));
    answer.pending = memberOf(request, "pending").toInteger().value_or(0);
    if (const std::optional<JsonSlice> explain = json.member(QLatin1String("explain"))) {
        RecordReader in(*explain);
        CLOISTER_ASSIGN(answer.explanation,
            in.orElse(SearchExplanation{in.text("partition"), in.text("mode"),
                readFigures(memberOf(*explain, "candidates")), readFigures(memberOf(*explain, "milliseconds"))}));
    }
    return answer;
}

static SummaryStatus statusOf(const QString &name)
{
    if (name == QLatin1String("completed"))
        return SummaryStatus::Completed;
    return name == QLatin1String("failed") ? SummaryStatus::Failed : SummaryStatus::Processing;
}

Result<Summary> readSummary(const JsonSlice &json)
{
    RecordReader in(json);
    Summary summary;
    summary.id = in.requiredText("id");
    summary.dialogueId = in.requiredText("dialogueId");
    summary.status = statusOf(in.requiredText("status"));
    summary.provider = in.text("provider");
    summary.model = in.text("model");
    summary.templateName = in.text("template");
    summary.content = in.text("content");
    summary.contentTokenCount = in.integer("contentTokenCount");
    summary.fromCreated = in.optionalTime("fromCreated");
    summary.toCreated = in.optionalTime("toCreated");
    summary.messageCount = in.integer("messageCount");
    summary.summarizedCount = in.integer("summarizedCount");
    summary.skippedCount = in.integer("skippedCount");
    summary.totalTokens = in.integer("totalTokens");
    summary.chunks = in.integer("chunks");
    summary.llmInputTokens = in.integer("llmInputTokens");
    summary.llmOutputTokens = in.integer("llmOutputTokens");
    summary.llmTotalTokens = in.integer("llmTotalTokens");
    summary.llmCallCount = in.integer("llmCallCount");
    summary.error = in.optionalText("error");
    summary.metadata = in.raw("metadata", "{}");
    summary.tags = in.texts("tags");
    summary.created = in.time("created");
    summary.modified = in.time("modified");
    return in.orElse(summary);
}

static Result<IndexInfo> readIndexInfo(const JsonSlice &json)
{
    RecordReader in(json);
    IndexInfo info{in.requiredText("namespace"), in.integer("entries"), in.integer("waiting"), in.truth("loaded"),
        in.integer("memoryBytes")};
    if (info.nameSpace == QLatin1String("default"))
        info.nameSpace.clear();
    return in.orElse(info);
}

Result<IndexPage> readIndexPage(const JsonSlice &json)
{
    CLOISTER_ASSIGN(const Items<IndexInfo> page, readItems<IndexInfo>(json, readIndexInfo));
    RecordReader in(json);
    return in.orElse(IndexPage{page.items, page.next, in.requiredText("embedder")});
}

} // namespace cloister::client
