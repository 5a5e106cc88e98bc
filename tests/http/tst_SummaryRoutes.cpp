#include "tests/support/SearchFixture.h"

#include "engine/http/Dispatcher.h"
#include "engine/service/Lock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace cloister;
using namespace cloister::http;
using namespace cloister::test;

/// Summaries, and what admins see of the search, as clients see them.
class tst_SummaryRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void create_answersProcessingThenCompleted();
    void create_refusesWhatIsWrong();
    void create_startAfterEnd_isRefused();
    void list_needsADialogue();
    void anAdminsReading_isRecorded();
    void indexStatus_countsEntries();
    void indexRebuild_isAJob();

private:
    QJsonObject call(Method method, const QByteArray &path, const QByteArray &body, int status, bool isAdmin = false);

    std::unique_ptr<SearchFixture> m_fixture;
    std::unique_ptr<Dispatcher> m_dispatcher;
    QByteArray m_key;
};

void tst_SummaryRoutes::init()
{
    m_fixture = std::make_unique<SearchFixture>();
    QVERIFY(m_fixture->create());
    m_dispatcher = std::make_unique<Dispatcher>(*m_fixture->engine);
    const auto key
        = m_fixture->engine->keys.create(SearchFixture::admin(m_fixture->projectId), m_fixture->projectId, {}).result();
    QVERIFY(key.has_value());
    m_key = key->text.toLatin1();
    QVERIFY(m_fixture->talk(QStringLiteral("acme"), QStringLiteral("boiler"),
        {QStringLiteral("The boiler has stopped heating the water."), QStringLiteral("A plumber comes tomorrow."),
            QStringLiteral("The pump of the boiler was replaced.")}));
}

void tst_SummaryRoutes::cleanup()
{
    m_dispatcher.reset();
    m_fixture.reset();
}

QJsonObject tst_SummaryRoutes::call(
    Method method, const QByteArray &path, const QByteArray &body, int status, bool isAdmin)
{
    Request request;
    request.method = method;
    request.path = path.left(path.contains('?') ? path.indexOf('?') : path.size());
    request.query = path.contains('?') ? path.mid(path.indexOf('?') + 1) : QByteArray();
    request.body = body;
    request.address = QHostAddress(QHostAddress::LocalHost);
    const QByteArray key = isAdmin ? m_fixture->workspace->lock().adminToken().toByteArray() : m_key;
    request.headers = {{"authorization", "Bearer " + key}, {"content-type", "application/json"}};
    const Response response = m_dispatcher->handle(request).result();
    if (response.status != status)
        qWarning("%d %s", response.status, response.body.constData());
    return response.status == status ? QJsonDocument::fromJson(response.body).object()
                                     : QJsonObject{{QStringLiteral("wrongStatus"), response.status}};
}

void tst_SummaryRoutes::create_answersProcessingThenCompleted()
{
    QJsonObject summary = call(Method::Post, "/summary", "{\"dialogueId\":\"boiler\",\"namespace\":\"acme\"}", 202);
    QCOMPARE(summary.value(QLatin1String("status")).toString(), QStringLiteral("processing"));
    QCOMPARE(summary.value(QLatin1String("dialogueId")).toString(), QStringLiteral("boiler"));
    QCOMPARE(summary.value(QLatin1String("namespace")).toString(), QStringLiteral("acme"));
    const QByteArray path = "/summary/" + summary.value(QLatin1String("id")).toString().toLatin1() + "?namespace=acme";
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 300'000 && summary.value(QLatin1String("status")).toString() == QLatin1String("processing"))
        summary = call(Method::Get, path, {}, 200);
    QCOMPARE(summary.value(QLatin1String("status")).toString(), QStringLiteral("completed"));
    QVERIFY(summary.value(QLatin1String("content")).toString().contains(QLatin1String("boiler")));
    QCOMPARE(summary.value(QLatin1String("messageCount")).toInt(), 3);
    QCOMPARE(summary.value(QLatin1String("llmCallCount")).toInt(-1), 0);
    const QJsonArray items = call(Method::Get, "/summary?namespace=acme&dialogueId=boiler", {}, 200)
                                 .value(QLatin1String("items"))
                                 .toArray();
    QCOMPARE(items.size(), 1);
    QCOMPARE(items.first()[QLatin1String("content")], summary.value(QLatin1String("content")));
}

void tst_SummaryRoutes::create_refusesWhatIsWrong()
{
    call(Method::Post, "/summary", "{\"dialogueId\":\"boiler\"}", 404); // the default namespace
    QVERIFY(!call(Method::Post, "/summary", "{}", 400).contains(QLatin1String("wrongStatus")));
    const QByteArray start = "{\"dialogueId\":\"boiler\",\"namespace\":\"acme\",";
    QVERIFY(!call(Method::Post, "/summary", start + "\"startId\":\"nobody\"}", 404).contains(QLatin1String("wrongStatus")));
    QVERIFY(!call(Method::Post, "/summary", start + "\"template\":\"odd\"}", 400).contains(QLatin1String("wrongStatus")));
    QVERIFY(!call(Method::Get, "/summary/nothing?namespace=acme", {}, 404).contains(QLatin1String("wrongStatus")));
}

void tst_SummaryRoutes::create_startAfterEnd_isRefused()
{
    const QJsonArray said = call(Method::Get, "/messages?namespace=acme&dialogueId=boiler", {}, 200)
                                .value(QLatin1String("items"))
                                .toArray();
    const auto ends = [&said](int first, int last) {
        return "{\"dialogueId\":\"boiler\",\"namespace\":\"acme\",\"startId\":\"" + said.at(first)[QLatin1String("id")].toString().toUtf8()
            + "\",\"endId\":\"" + said.at(last)[QLatin1String("id")].toString().toUtf8() + "\"}";
    };
    const QJsonObject error = call(Method::Post, "/summary", ends(2, 0), 400).value(QLatin1String("error")).toObject();
    QCOMPARE(error.value(QLatin1String("code")).toString(), QStringLiteral("INVALID_PARAMETER"));
    const QJsonArray details = error.value(QLatin1String("details")).toArray();
    QCOMPARE(details.size(), 2);
    QCOMPARE(details.at(0)[QLatin1String("field")].toString(), QStringLiteral("startId"));
    QCOMPARE(details.at(1)[QLatin1String("field")].toString(), QStringLiteral("endId"));
    QVERIFY(!call(Method::Post, "/summary", ends(1, 1), 202).contains(QLatin1String("wrongStatus")));
    QVERIFY(!call(Method::Post, "/summary", ends(0, 2), 202).contains(QLatin1String("wrongStatus")));
}

void tst_SummaryRoutes::list_needsADialogue()
{
    QVERIFY(!call(Method::Get, "/summary?namespace=acme", {}, 400).contains(QLatin1String("wrongStatus")));
    QVERIFY(!call(Method::Get, "/summary?namespace=acme&dialogueId=none", {}, 404).contains(QLatin1String("wrongStatus")));
}

void tst_SummaryRoutes::anAdminsReading_isRecorded()
{
    const QByteArray path = "/admin/v1/projects/" + m_fixture->projectId.toLatin1() + "/summary?namespace=acme&dialogueId=boiler";
    QVERIFY(!call(Method::Get, path, {}, 200, true).contains(QLatin1String("wrongStatus")));
    AuditQuery query;
    query.action = QStringLiteral("admin.list");
    QCOMPARE(m_fixture->engine->audit.list(m_fixture->projectId, query)->size(), 1);
}

void tst_SummaryRoutes::indexStatus_countsEntries()
{
    QVERIFY(m_fixture->settle(QStringLiteral("acme")));
    const QByteArray path = "/admin/v1/projects/" + m_fixture->projectId.toLatin1() + "/index";
    QVERIFY(!call(Method::Get, path, {}, 401).contains(QLatin1String("wrongStatus")));
    const QJsonObject first
        = call(Method::Get, path, {}, 200, true).value(QLatin1String("items")).toArray().first().toObject();
    QCOMPARE(first.value(QLatin1String("namespace")).toString(), QStringLiteral("acme"));
    QCOMPARE(first.value(QLatin1String("entries")).toInt(), 4);
    QCOMPARE(first.value(QLatin1String("waiting")).toInt(-1), 0);
    QCOMPARE(first.value(QLatin1String("loaded")).toBool(), true);
    QVERIFY(first.value(QLatin1String("memoryBytes")).toInt() > 0);
    const QJsonArray other
        = call(Method::Get, path + "?namespace=other", {}, 200, true).value(QLatin1String("items")).toArray();
    QCOMPARE(other.first()[QLatin1String("entries")].toInt(-1), 0);
}

void tst_SummaryRoutes::indexRebuild_isAJob()
{
    const QByteArray path = "/admin/v1/projects/" + m_fixture->projectId.toLatin1() + "/index/rebuild";
    QJsonObject job = call(Method::Post, path, {}, 202, true);
    const QByteArray jobPath = "/admin/v1/jobs/" + job.value(QLatin1String("id")).toString().toLatin1();
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 300'000 && job.value(QLatin1String("state")).toString() == QLatin1String("running"))
        job = call(Method::Get, jobPath, {}, 200, true);
    QCOMPARE(job.value(QLatin1String("state")).toString(), QStringLiteral("done"));
    QCOMPARE(job.value(QLatin1String("result"))[QLatin1String("records")].toInt(), 4);
    QCOMPARE(m_fixture->findWords(QStringLiteral("acme"), QStringLiteral("plumber")).value(0), QStringLiteral("boiler-2"));
}

CLOISTER_TEST(tst_SummaryRoutes)
#include "tst_SummaryRoutes.moc"
