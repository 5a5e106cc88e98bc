// Section 2 of the protocol: what a namespace is, and how it is asked for.
#include "tests/support/ApiFixture.h"

#include "engine/base/JsonWriter.h"

using namespace cloister;
using namespace cloister::test;

class tst_NamespaceRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theDefaultNamespace_hasItsSpellings();
    void theDefaultNamespace_isNotAll();
    void names_areBytes_data();
    void names_areBytes();
    void names_thatAreNone_areRefused_data();
    void names_thatAreNone_areRefused();
    void queries_decodeBothSpacesAndEscapes();
    void namespace_inTheQueryOfABodysRoute_isRefused_data();
    void namespace_inTheQueryOfABodysRoute_isRefused();
    void body_thatNamesAnotherPlace_isRefused_data();
    void body_thatNamesAnotherPlace_isRefused();
    void listing_showsCountsAndPages();
    void aBoundKey_seesItsNamespacesAlone();
    void aBoundKey_cannotCreateElsewhere();

private:
    ApiFixture m_api;
};

void tst_NamespaceRules::initTestCase()
{
    QVERIFY(m_api.start());
}

void tst_NamespaceRules::theDefaultNamespace_hasItsSpellings()
{
    int n = 0;
    for (const char *body : {"", "\"namespace\":\"\",", "\"namespace\":\"default\","}) {
        const QByteArray id = "def-" + QByteArray::number(++n);
        const Reply made = m_api.post("/memory", QByteArray("{") + body + "\"id\":\"" + id + "\",\"value\":1}");
        VERIFY_STATUS(made, 200);
        QVERIFY(!made.has("namespace"));
        for (const char *query : {"", "?namespace=", "?namespace=default", "?namespace"})
            VERIFY_STATUS(m_api.get("/memory/" + id + query), 200);
    }
    VERIFY_ERROR(m_api.post("/memory", "{\"namespace\":null,\"value\":1}"), 400, "INVALID_PARAMETER");
}

void tst_NamespaceRules::theDefaultNamespace_isNotAll()
{
    m_api.post("/memory", "{\"namespace\":\"aside\",\"id\":\"aside-1\",\"value\":1}");
    QVERIFY(!m_api.get("/memory").ids().contains(QStringLiteral("aside-1")));
    QVERIFY(!m_api.get("/memory?namespace=default").ids().contains(QStringLiteral("aside-1")));
    QVERIFY(!m_api.get("/memory?namespace=aside").ids().contains(QStringLiteral("def-1")));
    VERIFY_ERROR(m_api.get("/memory/aside-1"), 404, "MEMORY_NOT_FOUND");
}

void tst_NamespaceRules::names_areBytes_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"tenant#1", "tenant%231", "%", "#", "a/b", "a\\b", "'; --", "Default", "DEFAULT", "a.b",
             "caf\xc3\xa9", "\xf0\x9f\x98\x80", "a  b", "..", "*", "a&b=c", "null1", "Undefined"})
        QTest::newRow(name) << QString::fromUtf8(name);
    QTest::newRow("256 bytes") << QString(256, QLatin1Char('n'));
}

void tst_NamespaceRules::names_areBytes()
{
    QFETCH(QString, name);
    JsonWriter body;
    body.beginObject();
    body.member(QLatin1String("namespace"), name);
    body.member(QLatin1String("id"), QLatin1String("the-id"));
    body.member(QLatin1String("value"), name);
    body.endObject();
    const Reply made = m_api.post("/memory", body.take());
    VERIFY_STATUS(made, 200);
    QCOMPARE(made.text("namespace"), name);
    const Reply got = m_api.get("/memory/the-id?namespace=" + name.toUtf8().toPercentEncoding());
    VERIFY_STATUS(got, 200);
    QCOMPARE(got.text("value"), name);
    QCOMPARE(m_api.get("/memory?namespace=" + name.toUtf8().toPercentEncoding()).ids().size(), 1);
}

void tst_NamespaceRules::names_thatAreNone_areRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("code");
    for (const char *name : {"undefined", "null", "NaN", "[object Object]", "None", "${tenant}", "{{tenant}}"})
        QTest::newRow(name) << QString::fromUtf8(name) << QByteArray("SUSPICIOUS_NAMESPACE");
    for (const char *name : {" a", "a ", "a\tb", "cafe\xcc\x81", "\xc2\xa0" "a"})
        QTest::newRow(name) << QString::fromUtf8(name) << QByteArray("INVALID_PARAMETER");
    QTest::newRow("257 bytes") << QString(257, QLatin1Char('n')) << QByteArray("INVALID_PARAMETER");
    QTest::newRow("NUL") << QString(QStringLiteral("a") + QChar(0) + QLatin1Char('b')) << QByteArray("INVALID_PARAMETER");
}

void tst_NamespaceRules::names_thatAreNone_areRefused()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, code);
    JsonWriter body;
    body.beginObject();
    body.member(QLatin1String("namespace"), name);
    body.member(QLatin1String("value"), 1);
    body.endObject();
    const Reply inBody = m_api.post("/memory", body.take());
    VERIFY_ERROR(inBody, 400, code);
    const Reply inQuery = m_api.get("/memory?namespace=" + name.toUtf8().toPercentEncoding());
    VERIFY_ERROR(inQuery, 400, code);
}

void tst_NamespaceRules::namespace_inTheQueryOfABodysRoute_isRefused_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("dialogue") << QByteArray("/dialogue") << QByteArray("{\"label\":\"q\"}");
    QTest::newRow("memory") << QByteArray("/memory") << QByteArray("{\"value\":1}");
    QTest::newRow("message") << QByteArray("/message")
                             << QByteArray("{\"dialogueId\":\"stray-dialogue\",\"role\":\"u\",\"content\":\"a\"}");
    QTest::newRow("search") << QByteArray("/search") << QByteArray("{\"query\":\"a\",\"object\":\"memory\"}");
    QTest::newRow("summary") << QByteArray("/summary") << QByteArray("{\"dialogueId\":\"stray-dialogue\"}");
}

void tst_NamespaceRules::namespace_inTheQueryOfABodysRoute_isRefused()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    m_api.post("/dialogue", "{\"id\":\"stray-dialogue\"}");
    const qsizetype before = m_api.get("/dialogue").ids().size() + m_api.get("/memory").ids().size();
    for (const char *query : {"?namespace=ns2", "?namespace=", "?namespace=default"}) {
        const Reply refused = m_api.post(path + query, body);
        VERIFY_ERROR(refused, 400, "INVALID_PARAMETER");
        QCOMPARE(refused.text("error.details.0.field"), QStringLiteral("namespace"));
        QVERIFY(refused.text("error.message").contains(QLatin1String("goes in the body of this request")));
    }
    QCOMPARE(m_api.get("/dialogue").ids().size() + m_api.get("/memory").ids().size(), before);
    QVERIFY(m_api.post(path, body).status < 300); // the control: nothing else is wrong with it
}

void tst_NamespaceRules::body_thatNamesAnotherPlace_isRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("wrong");
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *name, const char *method, const char *path, const char *wrong, const char *right,
                         const char *field) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(path) << QByteArray(wrong) << QByteArray(right)
                            << QString::fromLatin1(field);
    };
    row("messages, namespace", "POST", "/messages?dialogueId=place-d&namespace=place",
        "[{\"role\":\"u\",\"content\":\"a\"},{\"role\":\"u\",\"content\":\"a\",\"namespace\":\"other\"}]",
        "[{\"role\":\"u\",\"content\":\"a\",\"namespace\":\"place\"}]", "messages[1].namespace");
    row("messages, dialogue", "POST", "/messages?dialogueId=place-d&namespace=place",
        "[{\"role\":\"u\",\"content\":\"a\",\"dialogueId\":\"other\"}]",
        "[{\"role\":\"u\",\"content\":\"a\",\"dialogueId\":\"place-d\"}]", "messages[0].dialogueId");
    row("message", "PUT", "/message/place-m?dialogueId=place-d&namespace=place", "{\"tags\":[],\"namespace\":\"default\"}",
        "{\"tags\":[],\"namespace\":\"place\"}", "namespace");
    row("memory", "PUT", "/memory/place-v?namespace=place", "{\"tags\":[],\"namespace\":\"other\"}",
        "{\"tags\":[],\"namespace\":\"place\"}", "namespace");
    row("memory, wrong type", "PUT", "/memory/place-v?namespace=place", "{\"tags\":[],\"namespace\":7}", "{\"tags\":[]}",
        "namespace");
    row("dialogue", "PUT", "/dialogue/place-d?namespace=place", "{\"tags\":[],\"namespace\":\"other\"}",
        "{\"tags\":[],\"namespace\":\"place\"}", "namespace");
}

void tst_NamespaceRules::body_thatNamesAnotherPlace_isRefused()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, wrong);
    QFETCH(QByteArray, right);
    QFETCH(QString, field);
    m_api.post("/dialogue", "{\"id\":\"place-d\",\"namespace\":\"place\",\"message\":{\"id\":\"place-m\",\"role\":\"u\",\"content\":\"a\"}}");
    m_api.post("/memory", "{\"id\":\"place-v\",\"namespace\":\"place\",\"value\":1}");
    const auto send = [&](const QByteArray &body) { return method == "PUT" ? m_api.put(path, body) : m_api.post(path, body); };
    const Reply refused = send(wrong);
    VERIFY_ERROR(refused, 400, "INVALID_PARAMETER");
    QCOMPARE(refused.text("error.details.0.field"), field);
    VERIFY_STATUS(send(right), 200);
}

void tst_NamespaceRules::queries_decodeBothSpacesAndEscapes()
{
    VERIFY_STATUS(m_api.post("/memory", "{\"namespace\":\"two words\",\"id\":\"sp-id\",\"value\":1}"), 200);
    VERIFY_STATUS(m_api.post("/memory", "{\"namespace\":\"two+words\",\"id\":\"sp-id\",\"value\":2}"), 200);
    QCOMPARE(m_api.get("/memory/sp-id?namespace=two%20words").raw("value"), "1");
    QCOMPARE(m_api.get("/memory/sp-id?namespace=two+words").raw("value"), "1");
    QCOMPARE(m_api.get("/memory/sp-id?namespace=two%2Bwords").raw("value"), "2");
    QCOMPARE(m_api.get("/memory/sp%2Did?namespace=two%2bwords").raw("value"), "2");
    VERIFY_STATUS(m_api.get("/memory/sp-id?namespace=two%2"), 400);
    VERIFY_STATUS(m_api.get("/memory/sp-id?namespace=%ff"), 400);
    VERIFY_STATUS(m_api.get("/memory/sp-id%00?namespace=x"), 400);
}

void tst_NamespaceRules::listing_showsCountsAndPages()
{
    for (const char *name : {"list-a", "list-b", "list-c"}) {
        m_api.post("/dialogue", QByteArray("{\"namespace\":\"") + name + "\",\"message\":{\"role\":\"u\",\"content\":\"hello\"}}");
        m_api.post("/memory", QByteArray("{\"namespace\":\"") + name + "\",\"value\":1}");
    }
    const Reply all = m_api.get("/namespace?prefix=list-");
    QCOMPARE(all.texts("items", "namespace"),
        QStringList({QStringLiteral("list-a"), QStringLiteral("list-b"), QStringLiteral("list-c")}));
    QCOMPARE(all.text("items.0.state"), QStringLiteral("active"));
    QCOMPARE(all.integer("items.0.dialogues"), 1);
    QCOMPARE(all.integer("items.0.messages"), 1);
    QCOMPARE(all.integer("items.0.memories"), 1);
    QVERIFY(all.integer("items.0.bytes") > 0);
    QCOMPARE(all.text("items.0.lastActivity"), QStringLiteral("2023-05-08T13:56:00.000Z"));
    QVERIFY(!all.has("total"));
    const Reply first = m_api.get("/namespace?prefix=list-&limit=2");
    QCOMPARE(first.texts("items", "namespace").size(), 2);
    const Reply second = m_api.get("/namespace?prefix=list-&limit=2&next=" + first.text("next").toLatin1());
    QCOMPARE(second.texts("items", "namespace"), QStringList(QStringLiteral("list-c")));
    QVERIFY(!second.has("next"));
    QVERIFY(m_api.get("/namespace").texts("items", "namespace").contains(QStringLiteral("default")));
}

void tst_NamespaceRules::aBoundKey_seesItsNamespacesAlone()
{
    m_api.post("/memory", "{\"namespace\":\"bound-a\",\"id\":\"bm-id\",\"value\":1}");
    m_api.post("/memory", "{\"namespace\":\"bound-b\",\"id\":\"bm-id\",\"value\":2}");
    const QByteArray bound = m_api.newKey(m_api.projectId, kAllScopes, QStringList({QStringLiteral("bound-a")}));
    const auto get = [&](const QByteArray &path) { return m_api.ask("GET", path, {}, bound); };
    QCOMPARE(get("/memory/bm-id?namespace=bound-a").raw("value"), "1");
    VERIFY_ERROR(get("/memory/bm-id?namespace=bound-b"), 404, "MEMORY_NOT_FOUND");
    QCOMPARE(get("/memory?namespace=bound-b").body, "{\"items\":[]}");
    QCOMPARE(get("/memory").body, "{\"items\":[]}"); // not even the default one
    QCOMPARE(get("/namespace").texts("items", "namespace"), QStringList(QStringLiteral("bound-a")));
    QCOMPARE(get("/namespace?prefix=bound-b").body, "{\"items\":[]}");
    QCOMPARE(get("/events?namespace=bound-b").body, "{\"items\":[]}");
    const QStringList seen = get("/events").texts("items", "namespace");
    QVERIFY(!seen.isEmpty());
    for (const QString &name : seen)
        QCOMPARE(name, QStringLiteral("bound-a"));
}

void tst_NamespaceRules::aBoundKey_cannotCreateElsewhere()
{
    const QByteArray bound = m_api.newKey(m_api.projectId, kAllScopes, QStringList({QStringLiteral("bound-c"), QString()}));
    for (const char *body : {"{\"namespace\":\"bound-d\",\"value\":1}", "{\"namespace\":\"bound-a\",\"value\":1}"}) {
        const Reply refused = m_api.ask("POST", "/memory", body, bound);
        VERIFY_ERROR(refused, 403, "FORBIDDEN");
        QCOMPARE(refused.text("error.type"), QStringLiteral("authorization_error"));
        VERIFY_ERROR(m_api.ask("POST", "/dialogue", body, bound), 403, "FORBIDDEN");
    }
    VERIFY_STATUS(m_api.ask("POST", "/memory", "{\"namespace\":\"bound-c\",\"value\":1}", bound), 200);
    VERIFY_STATUS(m_api.ask("POST", "/memory", "{\"value\":1}", bound), 200);
    QCOMPARE(m_api.get("/namespace?prefix=bound-d").raw("items"), "[]");
}

CLOISTER_TEST(tst_NamespaceRules)
#include "tst_NamespaceRules.moc"
