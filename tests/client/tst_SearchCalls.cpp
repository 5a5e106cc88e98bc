#include "engine/base/Json.h"
#include "engine/base/Time.h"
#include "engine/client/ApiClient.h"
#include "tests/client/CannedTransport.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::client;
using cloister::test::CannedTransport;

/// Searches, summaries and the index: requests as they go out, answers as they are read.
class tst_SearchCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void search_plain_goesInTheBody();
    void search_everyFilter_goesInTheBody();
    void search_answer_isRead();
    void search_dialogues_haveMatches();
    void search_answerNotUnderstood_isInternal();
    void summarise_asksAndReads();
    void summaries_dialogue_goesInTheQuery();
    void indexStatus_answer_isRead();
    void rebuildIndex_namespace_isNamed();

private:
    CannedTransport m_transport;
    ApiClient m_api{m_transport, "token"};
    const Place m_place{QStringLiteral("P1"), QStringLiteral("acme")};
};

static const QByteArray kTimes
    = R"("created":"2025-01-01T00:00:00.000Z","modified":"2025-01-02T00:00:00.000Z")";
static const QByteArray kMessage
    = R"({"id":"m-1","dialogueId":"d-1","role":"user","content":"hello","contentLength":5,"tags":[],"metadata":{},)" + kTimes + '}';

void tst_SearchCalls::search_plain_goesInTheBody()
{
    m_transport.answerWith(R"({"results":[],"items":[],"request":{}})");
    SearchRequest request;
    request.query = QStringLiteral("refunds \"now\"");
    QVERIFY(m_api.search(m_place, request).result().has_value());
    QCOMPARE(m_transport.line(), QByteArray("POST /admin/v1/projects/P1/search"));
    const JsonSlice body = *parseJson(m_transport.asked.body);
    QCOMPARE(body.member(QLatin1String("query"))->toTextReplacing(), request.query);
    QCOMPARE(body.member(QLatin1String("object"))->toTextReplacing(), QStringLiteral("message"));
    QCOMPARE(body.member(QLatin1String("mode"))->toTextReplacing(), QStringLiteral("hybrid"));
    QCOMPARE(body.member(QLatin1String("namespace"))->toTextReplacing(), QStringLiteral("acme"));
    QVERIFY(!body.member(QLatin1String("filter")));
    QVERIFY(!body.member(QLatin1String("tags")));
}

void tst_SearchCalls::search_everyFilter_goesInTheBody()
{
    m_transport.answerWith(R"({"results":[],"items":[],"request":{}})");
    SearchRequest request;
    request.query = QStringLiteral("x");
    request.object = SearchObject::Dialogue;
    request.mode = SearchMode::Keyword;
    request.limit = 5;
    request.timezone = QStringLiteral("Europe/Berlin");
    request.tags = {QStringLiteral("a"), QStringLiteral("b")};
    request.metadata = R"({"year":{"$gte":2024}})";
    request.created = QStringLiteral("last month");
    request.hasImage = true;
    request.dialogueId = QStringLiteral("d-1");
    request.role = QStringLiteral("user");
    request.orderBy = SearchOrder::Created;
    request.order = Order::Ascending;
    request.explain = true;
    QVERIFY(m_api.search({QStringLiteral("P1"), {}}, request).result().has_value());
    QCOMPARE(m_transport.asked.body,
        QByteArray(R"({"query":"x","object":"dialogue","mode":"keyword","limit":5,"timezone":"Europe/Berlin","tags":["a","b"],)"
                   R"("metadata":{"year":{"$gte":2024}},"filter":{"created":"last month","hasImage":true},"dialogueId":"d-1",)"
                   R"("role":"user","orderBy":"created","order":"asc","explain":true})"));
}

void tst_SearchCalls::search_answer_isRead()
{
    m_transport.answerWith(R"({"results":[{"object":"message","relevance":0.75,"item":)" + kMessage
        + R"(}],"items":[],"request":{"orderBy":"relevance","order":"desc","candidateOrderBy":"relevance",)"
          R"("filter":{"created":{"gte":"2025-03-01T00:00:00.000Z"}},"pending":3},"explain":{"partition":"DIALOGUE#acme#P1",)"
          R"("mode":"hybrid","candidates":{"words":2,"vectors":4},"milliseconds":{"rank":0.5}}})");
    const auto answer = m_api.search(m_place, {}).result();
    QVERIFY(answer.has_value());
    QCOMPARE(answer->value.results.size(), 1);
    QCOMPARE(answer->value.results.first().relevance, 0.75);
    QCOMPARE(std::get<Message>(answer->value.results.first().record).id, QStringLiteral("m-1"));
    QCOMPARE(toIso(answer->value.created->from.value()), QStringLiteral("2025-03-01T00:00:00.000Z"));
    QVERIFY(!answer->value.created->until);
    QVERIFY(!answer->value.modified);
    QCOMPARE(answer->value.pending, 3);
    QCOMPARE(answer->value.explanation->partition, QStringLiteral("DIALOGUE#acme#P1"));
    QCOMPARE(answer->value.explanation->candidates.at(1).name, QStringLiteral("vectors"));
    QCOMPARE(answer->value.explanation->candidates.at(1).value, 4.0);
    QCOMPARE(answer->value.explanation->milliseconds.first().value, 0.5);
}

void tst_SearchCalls::search_dialogues_haveMatches()
{
    m_transport.answerWith(R"({"results":[{"object":"dialogue","relevance":1,"item":{"id":"d-1","status":"active","tags":[],)"
                           R"("metadata":{},"totalMessages":1,"threadCount":0,)" + kTimes
        + R"(},"matches":[{"object":"message","relevance":0.5,"item":)" + kMessage + R"(}]}],"items":[],"request":{}})");
    const auto answer = m_api.search(m_place, {}).result();
    QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().detail));
    const SearchResult &found = answer->value.results.first();
    QCOMPARE(std::get<Dialogue>(found.record).id, QStringLiteral("d-1"));
    QCOMPARE(found.matches.first().relevance, 0.5);
    QCOMPARE(found.matches.first().message.id, QStringLiteral("m-1"));
}

void tst_SearchCalls::search_answerNotUnderstood_isInternal()
{
    for (const char *body : {"{}", "[]", R"({"results":{}})", R"({"results":[{"object":"message","item":{}}]})"}) {
        m_transport.answerWith(body);
        const auto answer = m_api.search(m_place, {}).result();
        QVERIFY2(!answer, body);
        QCOMPARE(answer.error().code, ErrorCode::Internal);
    }
}

static QByteArray summaryJson(const char *status)
{
    return QByteArray(R"({"id":"s-1","dialogueId":"d-1","status":")") + status
        + R"(","provider":"cloister","model":"m","template":"brief","content":"Short.","messageCount":4,"tags":[],"metadata":{},)"
        + kTimes + '}';
}

void tst_SearchCalls::summarise_asksAndReads()
{
    m_transport.answerWith(summaryJson("processing"), 202);
    NewSummary asked;
    asked.dialogueId = QStringLiteral("d-1");
    asked.templateName = QStringLiteral("brief");
    const auto made = m_api.summarise(m_place, asked).result();
    QVERIFY(made.has_value());
    QCOMPARE(m_transport.line(), QByteArray("POST /admin/v1/projects/P1/summary"));
    QCOMPARE(m_transport.asked.body, QByteArray(R"({"dialogueId":"d-1","namespace":"acme","template":"brief"})"));
    QCOMPARE(made->value.status, SummaryStatus::Processing);
    m_transport.answerWith(summaryJson("completed"));
    const auto done = m_api.summary(m_place, QStringLiteral("s-1")).result();
    QCOMPARE(m_transport.line(), QByteArray("GET /admin/v1/projects/P1/summary/s-1?namespace=acme"));
    QCOMPARE(done->value.status, SummaryStatus::Completed);
    QCOMPARE(done->value.content, QStringLiteral("Short."));
    QCOMPARE(done->value.messageCount, 4);
}

void tst_SearchCalls::summaries_dialogue_goesInTheQuery()
{
    m_transport.answerWith("{\"items\":[" + summaryJson("failed") + "],\"next\":\"token\"}");
    const auto page = m_api.summaries(m_place, QStringLiteral("d-1"), {}).result();
    QVERIFY(page.has_value());
    QVERIFY2(m_transport.line().startsWith("GET /admin/v1/projects/P1/summary?") && m_transport.line().contains("dialogueId=d-1")
            && m_transport.line().contains("namespace=acme"), m_transport.line().constData());
    QCOMPARE(page->value.items.first().status, SummaryStatus::Failed);
    QCOMPARE(page->value.next, QStringLiteral("token"));
}

void tst_SearchCalls::indexStatus_answer_isRead()
{
    m_transport.answerWith(R"({"items":[{"namespace":"default","entries":9,"waiting":2,"loaded":true,"memoryBytes":4096}],)"
                           R"("embedder":"ngram","next":"n"})");
    const auto page = m_api.indexStatus(QStringLiteral("P1"), std::nullopt).result();
    QVERIFY(page.has_value());
    QCOMPARE(m_transport.line(), QByteArray("GET /admin/v1/projects/P1/index"));
    QCOMPARE(page->value.embedder, QStringLiteral("ngram"));
    QCOMPARE(page->value.next, QStringLiteral("n"));
    const IndexInfo &info = page->value.items.first();
    QVERIFY(info.nameSpace.isEmpty() && info.isLoaded);
    QCOMPARE(info.entries, 9);
    QCOMPARE(info.waiting, 2);
    QCOMPARE(info.memoryBytes, 4096);
}

void tst_SearchCalls::rebuildIndex_namespace_isNamed()
{
    m_transport.answerWith(R"({"id":"job-1","kind":"index","projectId":"P1","state":"running","started":"2025-01-01T00:00:00.000Z",)"
                           R"("done":0,"total":0})", 202);
    const auto task = m_api.rebuildIndex(QStringLiteral("P1"), QString()).result();
    QVERIFY(task.has_value());
    QCOMPARE(m_transport.line(), QByteArray("POST /admin/v1/projects/P1/index/rebuild?namespace=default"));
    QCOMPARE(task->value.id, QStringLiteral("job-1"));
    (void)m_api.rebuildIndex(QStringLiteral("P1"), std::nullopt).result().has_value();
    QCOMPARE(m_transport.line(), QByteArray("POST /admin/v1/projects/P1/index/rebuild"));
}

CLOISTER_TEST(tst_SearchCalls)
#include "tst_SearchCalls.moc"
