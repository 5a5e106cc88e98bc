#include "engine/base/Time.h"
#include "engine/base/Utf8.h"
#include "engine/http/Controllers.h"
#include "engine/model/PartitionKey.h"
#include "engine/service/Engine.h"

namespace cloister::http {

namespace {

QLatin1String orderName(SearchOrder order)
{
    switch (order) {
    case SearchOrder::Relevance: return QLatin1String("relevance");
    case SearchOrder::Created: return QLatin1String("created");
    case SearchOrder::Modified: return QLatin1String("modified");
    }
    return QLatin1String("relevance");
}

QLatin1String modeName(SearchMode mode)
{
    switch (mode) {
    case SearchMode::Hybrid: return QLatin1String("hybrid");
    case SearchMode::Semantic: return QLatin1String("semantic");
    case SearchMode::Keyword: return QLatin1String("keyword");
    }
    return QLatin1String("hybrid");
}

QLatin1String objectName(SearchObject object)
{
    switch (object) {
    case SearchObject::Message: return QLatin1String("message");
    case SearchObject::Dialogue: return QLatin1String("dialogue");
    case SearchObject::Memory: return QLatin1String("memory");
    }
    return QLatin1String("message");
}

/// Writes one answer; borrows all it is given.
class SearchJson
{
public:
    SearchJson(const SearchQuery &query, const SearchOutcome &outcome, const RecordContext &record) :
        m_query(query),
        m_outcome(outcome),
        m_record(record)
    {
    }

    QByteArray write()
    {
        m_json.beginObject();
        m_json.key(QLatin1String("results"));
        m_json.beginArray();
        for (const FoundRecord &found : m_outcome.results)
            writeResult(found);
        m_json.endArray();
        m_json.key(QLatin1String("items"));
        m_json.beginArray();
        for (const FoundRecord &found : m_outcome.results)
            writeRecord(found);
        m_json.endArray();
        writeRequest();
        if (m_query.explain)
            writeExplain();
        m_json.endObject();
        return m_json.take();
    }

private:
    void writeRecord(const FoundRecord &found)
    {
        std::visit([this](const auto &record) { cloister::write(m_json, record, m_record); }, found.record);
    }

    void writeResult(const FoundRecord &found)
    {
        m_json.beginObject();
        m_json.member(QLatin1String("object"), objectName(m_query.object));
        m_json.member(QLatin1String("relevance"), found.relevance);
        m_json.key(QLatin1String("item"));
        writeRecord(found);
        if (m_query.object == SearchObject::Dialogue) {
            m_json.key(QLatin1String("matches"));
            m_json.beginArray();
            for (const FoundMessage &match : found.matches) {
                m_json.beginObject();
                m_json.member(QLatin1String("object"), QLatin1String("message"));
                m_json.member(QLatin1String("relevance"), match.relevance);
                m_json.key(QLatin1String("item"));
                cloister::write(m_json, match.message, m_record);
                m_json.endObject();
            }
            m_json.endArray();
        }
        m_json.endObject();
    }

    void writeRange(QLatin1String name, const std::optional<TimeRange> &range)
    {
        if (!range)
            return;
        m_json.key(name);
        m_json.beginObject();
        if (range->from)
            m_json.member(QLatin1String("gte"), toIso(*range->from));
        if (range->until)
            m_json.member(QLatin1String("lt"), toIso(*range->until));
        m_json.endObject();
    }

    void writeRequest()
    {
        m_json.key(QLatin1String("request"));
        m_json.beginObject();
        m_json.member(QLatin1String("orderBy"), orderName(m_query.orderBy));
        m_json.member(
            QLatin1String("order"), QLatin1String(m_query.order == Order::Ascending ? "asc" : "desc"));
        m_json.member(QLatin1String("candidateOrderBy"), QLatin1String("relevance"));
        if (m_outcome.created || m_outcome.modified) {
            m_json.key(QLatin1String("filter"));
            m_json.beginObject();
            writeRange(QLatin1String("created"), m_outcome.created);
            writeRange(QLatin1String("modified"), m_outcome.modified);
            m_json.endObject();
        }
        m_json.member(QLatin1String("pending"), m_outcome.pending);
        m_json.endObject();
    }

    void writeExplain()
    {
        const search::SearchExplain &explain = m_outcome.explain;
        const PartitionKey asked(m_record.nameSpace, m_record.projectId);
        m_json.key(QLatin1String("explain"));
        m_json.beginObject();
        m_json.member(QLatin1String("partition"), fromUtf8(asked.bytes()));
        m_json.member(QLatin1String("mode"), modeName(m_query.mode));
        m_json.key(QLatin1String("candidates"));
        m_json.beginObject();
        m_json.member(QLatin1String("filtered"), explain.considered);
        m_json.member(QLatin1String("words"), explain.lexical);
        m_json.member(QLatin1String("vectors"), explain.vectors);
        m_json.endObject();
        m_json.key(QLatin1String("milliseconds"));
        m_json.beginObject();
        m_json.member(QLatin1String("index"), m_outcome.indexMs);
        m_json.member(QLatin1String("embed"), m_outcome.embedMs);
        m_json.member(QLatin1String("filter"), explain.filterMs);
        m_json.member(QLatin1String("words"), explain.lexicalMs);
        m_json.member(QLatin1String("vectors"), explain.vectorMs);
        m_json.member(QLatin1String("rank"), explain.rankMs);
        m_json.member(QLatin1String("read"), m_outcome.readMs);
        m_json.endObject();
        m_json.endObject();
    }

    JsonWriter m_json;
    const SearchQuery &m_query;
    const SearchOutcome &m_outcome;
    const RecordContext &m_record;
};

Future<Result<Answer>> searchPartition(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice slice, bodyOf(context));
    CLOISTER_ANSWER(const SearchQuery query, readSearchQuery(slice));
    CLOISTER_ANSWER(const Partition partition,
        engine.partitions.open(context.caller, query.nameSpace, PartitionMint::Access::Existing));
    CLOISTER_ANSWER(const SearchOutcome outcome, engine.search.search(partition, query));
    const RecordContext record = recordContext(context, query.nameSpace);
    return ready(Answer{SearchJson(query, outcome, record).write()});
}

} // namespace

void addSearchRoutes(RouteTable &routes, Engine &engine)
{
    routes.add({.method = Method::Post, .pattern = "/search", .door = Door::Key, .scope = Scope::Search,
        .contentRead = QStringLiteral("admin.search"), .nameSpaceIn = NameSpaceIn::Body,
        .summary = QStringLiteral("Find messages, dialogues or memories of one namespace by meaning and words"),
        .requestSchema = QStringLiteral("SearchRequest"), .responseSchema = QStringLiteral("SearchAnswer"),
        .handler = handledBy(engine, searchPartition)});
}

} // namespace cloister::http
