#include "tests/support/SearchFixture.h"

#include "engine/base/Time.h"
#include "engine/http/Dispatcher.h"
#include "engine/service/Lock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace cloister;
using namespace cloister::http;
using namespace cloister::test;

/// POST /search as clients see it.
class tst_SearchRoute : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void answer_hasResultsItemsAndTheRequest();
    void dialogues_nameTheMessagesThatMatched();
    void aKeyWithoutTheScope_isForbidden();
    void anotherNamespace_findsNothing();
    void filter_data();
    void filter();
    void datePhrase_isReadInTheTimeZone();
    void orderBy_reordersWhatWasFound();
    void relevance_fallsWithTheRank();
    void hasImage_filtersMessagesAndDialogues();
    void explain_saysHowTheAnswerCameAbout();
    void malformed_data();
    void malformed();
    void anAdminsSearch_isRecordedWithItsNamespace();
    void readiness_namesTheEmbedder();
    void aDamagedModel_isSaidInReadiness();

private:
    Response call(Method method, const QByteArray &path, const QByteArray &body, const QByteArray &key);
    QJsonObject search(const QByteArray &body, int status = 200);
    QStringList found(const QByteArray &body);
    void makeClient();
    void fill();

    std::unique_ptr<SearchFixture> m_fixture;
    std::unique_ptr<Dispatcher> m_dispatcher;
    QByteArray m_key;
};

void tst_SearchRoute::makeClient()
{
    m_fixture = std::make_unique<SearchFixture>();
    QVERIFY(m_fixture->create());
    m_dispatcher = std::make_unique<Dispatcher>(*m_fixture->engine);
    NewApiKey asked;
    asked.label = QStringLiteral("test");
    const auto key
        = m_fixture->engine->keys.create(SearchFixture::admin(m_fixture->projectId), m_fixture->projectId, asked).result();
    QVERIFY(key.has_value());
    m_key = key->text.toLatin1();
}

void tst_SearchRoute::init()
{
    makeClient();
    fill();
}

void tst_SearchRoute::cleanup()
{
    m_dispatcher.reset();
    m_fixture.reset();
}

// Three dialogues of three years, in namespace acme.
void tst_SearchRoute::fill()
{
    const QString space = QStringLiteral("acme");
    const auto talk = [&](const char *id, const char *created, const char *text, const char *role, const char *tag) {
        NewDialogue asked;
        asked.id = QString::fromLatin1(id);
        asked.hasMessages = true;
        asked.created = parseInstant(QString::fromLatin1(created)).value();
        asked.tags = {QString::fromLatin1(tag)};
        NewMessage message = SearchFixture::message(asked.id + QLatin1String("-1"), QString::fromLatin1(text), QString::fromLatin1(role));
        message.created = asked.created;
        message.tags = asked.tags;
        message.metadata = QByteArray("{\"year\":") + QByteArray(created).left(4) + ",\"channel\":\"" + tag + "\"}";
        asked.messages.append(message);
        QVERIFY(m_fixture->engine->dialogues.create(m_fixture->partition(space), asked, {}).result());
    };
    talk("kayak-2023", "2023-05-01T10:00:00Z", "the kayak is leaking at the stern", "user", "mail");
    talk("kayak-2024", "2024-03-31T23:30:00Z", "a kayak lesson for two", "assistant", "chat");
    talk("kayak-2025", "2025-07-15T12:00:00Z", "kayak kayak kayak", "user", "chat");
}

Response tst_SearchRoute::call(Method method, const QByteArray &path, const QByteArray &body, const QByteArray &key)
{
    Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    request.address = QHostAddress(QHostAddress::LocalHost);
    request.headers = {{"authorization", "Bearer " + key}, {"content-type", "application/json"}};
    return m_dispatcher->handle(request).result();
}

QJsonObject tst_SearchRoute::search(const QByteArray &body, int status)
{
    const Response response = call(Method::Post, "/search", body, m_key);
    if (response.status != status)
        qWarning("%d %s", response.status, response.body.constData());
    return response.status == status ? QJsonDocument::fromJson(response.body).object() : QJsonObject();
}

QStringList tst_SearchRoute::found(const QByteArray &body)
{
    QStringList ids;
    const QJsonArray items = search(body).value(QLatin1String("items")).toArray();
    for (const QJsonValue &item : items)
        ids.append(item[QLatin1String("id")].toString());
    return ids;
}

void tst_SearchRoute::answer_hasResultsItemsAndTheRequest()
{
    const QJsonObject answer = search("{\"query\":\"leaking stern\",\"object\":\"message\",\"namespace\":\"acme\",\"mode\":\"keyword\"}");
    const QJsonArray results = answer.value(QLatin1String("results")).toArray();
    QCOMPARE(results.size(), 1);
    const QJsonObject first = results.first().toObject();
    QCOMPARE(first.value(QLatin1String("object")).toString(), QStringLiteral("message"));
    QCOMPARE(first.value(QLatin1String("relevance")).toDouble(), 1.0);
    const QJsonObject item = first.value(QLatin1String("item")).toObject();
    QCOMPARE(item.value(QLatin1String("dialogueId")).toString(), QStringLiteral("kayak-2023"));
    QCOMPARE(item.value(QLatin1String("role")).toString(), QStringLiteral("user"));
    QCOMPARE(item.value(QLatin1String("namespace")).toString(), QStringLiteral("acme"));
    QVERIFY(!first.contains(QLatin1String("matches")));
    QCOMPARE(answer.value(QLatin1String("items")).toArray().first().toObject(), item);
    const QJsonObject request = answer.value(QLatin1String("request")).toObject();
    QCOMPARE(request.value(QLatin1String("orderBy")).toString(), QStringLiteral("relevance"));
    QCOMPARE(request.value(QLatin1String("order")).toString(), QStringLiteral("desc"));
    QCOMPARE(request.value(QLatin1String("candidateOrderBy")).toString(), QStringLiteral("relevance"));
    QVERIFY(request.contains(QLatin1String("pending")));
    QVERIFY(!request.contains(QLatin1String("filter")));
    QVERIFY(!answer.contains(QLatin1String("explain")));
}

void tst_SearchRoute::dialogues_nameTheMessagesThatMatched()
{
    const QJsonObject answer = search("{\"query\":\"leaking stern\",\"object\":\"dialogue\",\"namespace\":\"acme\",\"mode\":\"keyword\"}");
    const QJsonObject first = answer.value(QLatin1String("results")).toArray().first().toObject();
    QCOMPARE(first.value(QLatin1String("item"))[QLatin1String("id")].toString(), QStringLiteral("kayak-2023"));
    const QJsonObject match = first.value(QLatin1String("matches")).toArray().first().toObject();
    QCOMPARE(match.value(QLatin1String("object")).toString(), QStringLiteral("message"));
    QCOMPARE(match.value(QLatin1String("item"))[QLatin1String("id")].toString(), QStringLiteral("kayak-2023-1"));
    QVERIFY(match.value(QLatin1String("relevance")).toDouble() > 0);
}

void tst_SearchRoute::aKeyWithoutTheScope_isForbidden()
{
    NewApiKey asked;
    asked.label = QStringLiteral("reader");
    asked.scopes = Scope::Read;
    const auto key
        = m_fixture->engine->keys.create(SearchFixture::admin(m_fixture->projectId), m_fixture->projectId, asked).result();
    const QByteArray body = "{\"query\":\"kayak\",\"object\":\"message\",\"namespace\":\"acme\"}";
    QCOMPARE(call(Method::Post, "/search", body, key->text.toLatin1()).status, 403);
    QCOMPARE(call(Method::Post, "/search", body, "nonsense").status, 401);
    QCOMPARE(call(Method::Get, "/search", {}, m_key).status, 405);
}

void tst_SearchRoute::anotherNamespace_findsNothing()
{
    QCOMPARE(found("{\"query\":\"kayak\",\"object\":\"message\"}"), QStringList());
    QCOMPARE(found("{\"query\":\"kayak\",\"object\":\"message\",\"namespace\":\"acm\"}"), QStringList());
    QCOMPARE(found("{\"query\":\"kayak\",\"object\":\"message\",\"namespace\":\"acme\"}").size(), 3);
}

void tst_SearchRoute::filter_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *filter, const char *expected) {
        QTest::newRow(name) << QByteArray(filter) << QString::fromLatin1(expected);
    };
    row("any tag", "\"tags\":[\"mail\"]", "2023");
    row("all tags", "\"tags\":{\"$all\":[\"chat\"]}", "2024 2025");
    row("no tag", "\"tags\":{\"$nin\":[\"mail\"]}", "2024 2025");
    row("metadata equals", "\"metadata\":{\"channel\":\"mail\"}", "2023");
    row("metadata any of", "\"metadata\":{\"year\":[2023,2025]}", "2023 2025");
    row("metadata greater", "\"metadata\":{\"year\":{\"$gt\":2023}}", "2024 2025");
    row("metadata range", "\"metadata\":{\"year\":{\"$gte\":2024,\"$lt\":2025}}", "2024");
    row("metadata not", "\"metadata\":{\"year\":{\"$ne\":2024}}", "2023 2025");
    row("metadata unknown", "\"metadata\":{\"colour\":\"red\"}", "");
    row("created in", "\"filter\":{\"created\":\"2025\"}", "2025");
    row("created bounds", "\"filter\":{\"created\":{\"gte\":\"2024-01-01\",\"lt\":\"2025-01-01\"}}", "2024");
    row("dialogue", "\"dialogueId\":\"kayak-2024\"", "2024");
    row("role", "\"role\":\"assistant\"", "2024");
    row("no image", "\"filter\":{\"hasImage\":false}", "2023 2024 2025");
    row("image", "\"filter\":{\"hasImage\":true}", "");
    row("two at once", "\"tags\":[\"chat\"],\"role\":\"user\"", "2025");
}

void tst_SearchRoute::filter()
{
    QFETCH(QByteArray, filter);
    QFETCH(QString, expected);
    QStringList years;
    for (const QString &id : found("{\"query\":\"kayak\",\"object\":\"message\",\"namespace\":\"acme\"," + filter + "}"))
        years.append(id.section(QLatin1Char('-'), 1, 1));
    years.sort();
    QCOMPARE(years.join(QLatin1Char(' ')), expected);
}

// Half past eleven at night in UTC is April in Berlin.
void tst_SearchRoute::datePhrase_isReadInTheTimeZone()
{
    const QByteArray start = "{\"query\":\"kayak\",\"object\":\"message\",\"namespace\":\"acme\",\"filter\":{\"created\":\"March 2024\"}";
    QCOMPARE(found(start + "}"), QStringList{QStringLiteral("kayak-2024-1")});
    QCOMPARE(found(start + ",\"timezone\":\"Europe/Berlin\"}"), QStringList());
    const QJsonObject range = search(start + ",\"timezone\":\"Europe/Berlin\"}")
                                  .value(QLatin1String("request"))[QLatin1String("filter")][QLatin1String("created")]
                                  .toObject();
    QCOMPARE(range.value(QLatin1String("gte")).toString(), QStringLiteral("2024-02-29T23:00:00.000Z"));
    QCOMPARE(range.value(QLatin1String("lt")).toString(), QStringLiteral("2024-03-31T22:00:00.000Z"));
}

void tst_SearchRoute::orderBy_reordersWhatWasFound()
{
    const QByteArray start = "{\"query\":\"kayak\",\"object\":\"message\",\"namespace\":\"acme\",\"orderBy\":\"created\",\"order\":";
    const QStringList rising{QStringLiteral("kayak-2023-1"), QStringLiteral("kayak-2024-1"), QStringLiteral("kayak-2025-1")};
    QCOMPARE(found(start + "\"asc\"}"), rising);
    QCOMPARE(found(start + "\"desc\"}"), QStringList(rising.rbegin(), rising.rend()));
    QCOMPARE(found("{\"query\":\"kayak\",\"object\":\"message\",\"namespace\":\"acme\",\"limit\":1,\"mode\":\"keyword\"}").size(), 1);
}

void tst_SearchRoute::relevance_fallsWithTheRank()
{
    const QJsonArray results
        = search("{\"query\":\"kayak lesson\",\"object\":\"message\",\"namespace\":\"acme\"}").value(QLatin1String("results")).toArray();
    QCOMPARE(results.size(), 3);
    double last = 1;
    for (const QJsonValue &result : results) {
        const double relevance = result[QLatin1String("relevance")].toDouble(-1);
        QVERIFY(relevance >= 0 && relevance <= last);
        last = relevance;
    }
    QCOMPARE(results.first()[QLatin1String("item")][QLatin1String("id")].toString(), QStringLiteral("kayak-2024-1"));
}

void tst_SearchRoute::hasImage_filtersMessagesAndDialogues()
{
    NewMessage image = SearchFixture::message(QStringLiteral("picture-1"), QString());
    image.content = "[{\"type\":\"text\",\"text\":\"my kayak\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/k.png\"}}]";
    image.hasImage = true;
    QVERIFY(m_fixture->say(QStringLiteral("acme"), QStringLiteral("kayak-2023"), image));
    const QByteArray end = ",\"namespace\":\"acme\",\"filter\":{\"hasImage\":true}}";
    QCOMPARE(found("{\"query\":\"kayak\",\"object\":\"message\"" + end), QStringList{QStringLiteral("picture-1")});
    QCOMPARE(found("{\"query\":\"kayak\",\"object\":\"dialogue\"" + end), QStringList{QStringLiteral("kayak-2023")});
    QCOMPARE(found("{\"query\":\"kayak\",\"object\":\"memory\"" + end), QStringList());
}

void tst_SearchRoute::explain_saysHowTheAnswerCameAbout()
{
    const QJsonObject explain = search("{\"query\":\"kayak\",\"object\":\"message\",\"namespace\":\"acme\",\"explain\":true}")
                                    .value(QLatin1String("explain"))
                                    .toObject();
    QCOMPARE(explain.value(QLatin1String("partition")).toString(),
        QStringLiteral("DIALOGUE#acme#") + m_fixture->projectId);
    QCOMPARE(explain.value(QLatin1String("mode")).toString(), QStringLiteral("hybrid"));
    QCOMPARE(explain.value(QLatin1String("candidates"))[QLatin1String("filtered")].toInt(), 3);
    QCOMPARE(explain.value(QLatin1String("candidates"))[QLatin1String("words")].toInt(), 3);
    const QJsonObject times = explain.value(QLatin1String("milliseconds")).toObject();
    QCOMPARE(times.keys().size(), 7);
    for (const QJsonValue &time : times)
        QVERIFY(time.toDouble(-1) >= 0);
}

void tst_SearchRoute::malformed_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *field, const QByteArray &members) {
        QTest::newRow(members.constData()) << QByteArray("{\"query\":\"kayak\",\"object\":\"message\"," + members + "}")
                                           << QString::fromLatin1(field);
    };
    QTest::newRow("no query") << QByteArray("{\"object\":\"message\"}") << QStringLiteral("query");
    QTest::newRow("no object") << QByteArray("{\"query\":\"kayak\"}") << QStringLiteral("object");
    QTest::newRow("long query") << QByteArray("{\"object\":\"message\",\"query\":\"" + QByteArray(8193, 'x') + "\"}")
                                << QStringLiteral("query");
    QTest::newRow("no object at all") << QByteArray("[]") << QStringLiteral("body");
    row("limit", "\"limit\":0");
    row("limit", "\"limit\":101");
    row("limit", "\"limit\":\"ten\"");
    row("mode", "\"mode\":\"fast\"");
    row("orderBy", "\"orderBy\":\"size\"");
    row("timezone", "\"timezone\":\"Mars/Olympus\"");
    row("tags", "\"tags\":{\"$some\":[\"a\"]}");
    row("tags", "\"tags\":\"mail\"");
    row("metadata.year", "\"metadata\":{\"year\":{\"$about\":2020}}");
    row("metadata.year", "\"metadata\":{\"year\":{\"$gt\":[1]}}");
    row("filter.created", "\"filter\":{\"created\":\"when pigs fly\"}");
    row("filter.created", "\"filter\":{\"created\":{\"gte\":\"the day before never\"}}");
    row("filter.hasImage", "\"filter\":{\"hasImage\":\"yes\"}");
    row("createdYear", "\"createdYear\":2025");
    row("namespace", "\"namespace\":7");
}

void tst_SearchRoute::malformed()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, field);
    const Response response = call(Method::Post, "/search", body, m_key);
    QCOMPARE(response.status, 400);
    QVERIFY2(response.body.contains(field.toUtf8()), response.body.constData());
}

void tst_SearchRoute::anAdminsSearch_isRecordedWithItsNamespace()
{
    const QByteArray path = "/admin/v1/projects/" + m_fixture->projectId.toLatin1() + "/search";
    const QByteArray body = "{\"query\":\"kayak\",\"object\":\"message\",\"namespace\":\"acme\"}";
    QCOMPARE(call(Method::Post, path, body, m_key).status, 401);
    const QByteArray token = m_fixture->workspace->lock().adminToken().toByteArray();
    QCOMPARE(call(Method::Post, path, body, token).status, 200);
    AuditQuery query;
    query.action = QStringLiteral("admin.search");
    const auto events = m_fixture->engine->audit.list(m_fixture->projectId, query);
    QVERIFY(events.has_value());
    QCOMPARE(events->size(), 1);
    QCOMPARE(events->first().nameSpace.value_or(QString()), QStringLiteral("acme"));
    QVERIFY(!events->first().body.contains("kayak"));
    QCOMPARE(call(Method::Post, path, "{\"namespace\":7}", token).status, 400);
}

void tst_SearchRoute::readiness_namesTheEmbedder()
{
    const Response response = call(Method::Get, "/readyz", {}, {});
    QCOMPARE(response.status, 200);
    const QJsonObject embedder
        = QJsonDocument::fromJson(response.body).object().value(QLatin1String("embedder")).toObject();
    QVERIFY(!embedder.value(QLatin1String("name")).toString().isEmpty());
    QCOMPARE(embedder.value(QLatin1String("dimensions")).toInt(), 512);
    QVERIFY(!embedder.contains(QLatin1String("problem")));
}

void tst_SearchRoute::aDamagedModel_isSaidInReadiness()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("damaged.model")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("not a model at all");
    file.close();
    cleanup();
    const ModelForTests damaged(file.fileName().toLocal8Bit());
    makeClient();
    const Response response = call(Method::Get, "/readyz", {}, {});
    QCOMPARE(response.status, 200);
    const QJsonObject embedder
        = QJsonDocument::fromJson(response.body).object().value(QLatin1String("embedder")).toObject();
    QCOMPARE(embedder.value(QLatin1String("source")).toString(), QStringLiteral("fallback"));
    QVERIFY(embedder.value(QLatin1String("problem")).toString().contains(QLatin1String("refused")));
    fill();
    QCOMPARE(found("{\"query\":\"leaking\",\"object\":\"message\",\"namespace\":\"acme\"}").value(0), QStringLiteral("kayak-2023-1"));
}

CLOISTER_TEST(tst_SearchRoute)
#include "tst_SearchRoute.moc"
