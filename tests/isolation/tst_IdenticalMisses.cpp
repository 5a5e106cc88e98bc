// ISO-2: a resource of another tenant, of a namespace left out, of a namespace that the key may not see, and one that
// never was: the same status, headers and body over every data route.
#include "tests/support/Transcript.h"

using namespace cloister;
using namespace cloister::test;

class tst_IdenticalMisses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyDataRoute_isCompared();
    void aMiss_looksTheSameForEveryReason_data();
    void aMiss_looksTheSameForEveryReason();
    void creatingElsewhere_isRefusedAlike_data();
    void creatingElsewhere_isRefusedAlike();
    void pageTokens_ofOthers_areRefusedAlike();
    void theOwner_seesSomethingElse();
    void theComparison_findsOneByte();

private:
    struct Row
    {
        QByteArray method;
        QByteArray path; ///< NS stands for the namespace asked for
        QByteArray body;
    };
    static QList<Row> rows();
    QByteArray asked(const Row &row, const QByteArray &nameSpace, const QByteArray &key);

    ApiFixture m_api;
    QByteArray m_bound;   ///< a key that sees another namespace only
    QByteArray m_strange; ///< a key of a project in which nothing ever was
};

void tst_IdenticalMisses::initTestCase()
{
    QVERIFY(m_api.start());
    for (const char *nameSpace : {"owner", "other"}) {
        const QByteArray scope = QByteArray("{\"namespace\":\"") + nameSpace + "\",";
        const QByteArray id = qstrcmp(nameSpace, "owner") == 0 ? "theirs" : "itsown";
        VERIFY_STATUS(m_api.post("/dialogue", scope + "\"id\":\"" + id + "\",\"tags\":[\"tag\"],\"state\":{\"secret\":1},"
                "\"message\":{\"id\":\"message-1\",\"role\":\"u\",\"content\":\"secret\"}}"), 200);
        VERIFY_STATUS(m_api.post("/memory", scope + "\"id\":\"" + id + "\",\"value\":\"secret\",\"tags\":[\"tag\"]}"), 200);
        VERIFY_STATUS(m_api.post("/summary", scope + "\"id\":\"" + id + "\",\"dialogueId\":\"" + id + "\"}"), 202);
        QVERIFY(m_api.settleSearch(m_api.projectId, QString::fromLatin1(nameSpace)));
    }
    m_bound = m_api.newKey(m_api.projectId, kAllScopes, QStringList(QStringLiteral("other")));
    const auto project = m_api.project(QStringLiteral("strange"));
    QVERIFY(project.has_value());
    m_strange = m_api.newKey(project->id);
}

QList<tst_IdenticalMisses::Row> tst_IdenticalMisses::rows()
{
    const QByteArray message = "\"role\":\"u\",\"content\":\"c\"";
    return {
        {"GET", "/dialogue/theirs?namespace=NS", ""},
        {"PUT", "/dialogue/theirs?namespace=NS", "{\"label\":\"x\",\"state\":{}}"},
        {"PUT", "/dialogue/theirs?namespace=NS", "{\"namespace\":\"NS\",\"message\":{" + message + "}}"},
        {"DELETE", "/dialogue/theirs?namespace=NS", ""},
        {"GET", "/dialogue/theirs/state?namespace=NS", ""},
        {"PUT", "/dialogue/theirs/state?namespace=NS", "{\"a\":1}"},
        {"POST", "/dialogue/theirs/end?namespace=NS", "{}"},
        {"POST", "/dialogue/theirs/archive?namespace=NS", ""},
        {"POST", "/dialogue/theirs/reopen?namespace=NS", ""},
        {"POST", "/message", "{\"namespace\":\"NS\",\"dialogueId\":\"theirs\"," + message + "}"},
        {"GET", "/message/message-1?dialogueId=theirs&namespace=NS", ""},
        {"PUT", "/message/message-1?dialogueId=theirs&namespace=NS", "{\"tags\":[\"x\"]}"},
        {"DELETE", "/message/message-1?dialogueId=theirs&namespace=NS", ""},
        {"POST", "/messages?dialogueId=theirs&namespace=NS", "[{" + message + "}]"},
        {"GET", "/messages?dialogueId=theirs&namespace=NS", ""},
        {"GET", "/messages?dialogueId=theirs&namespace=NS&order=desc&limit=1", ""},
        {"GET", "/memory/theirs?namespace=NS", ""},
        {"PUT", "/memory/theirs?namespace=NS", "{\"tags\":[]}"},
        {"DELETE", "/memory/theirs?namespace=NS", ""},
        {"GET", "/dialogue?namespace=NS&threadOf=theirs", ""},
        {"GET", "/dialogue?namespace=NS&startDate=2030-01-01", ""},
        {"GET", "/dialogue?namespace=NS&label=none", ""},
        {"GET", "/memory?namespace=NS&startDate=2030-01-01", ""},
        {"POST", "/search", "{\"namespace\":\"NS\",\"query\":\"secret\",\"object\":\"message\",\"dialogueId\":\"theirs\"}"},
        {"POST", "/search", "{\"namespace\":\"NS\",\"query\":\"secret\",\"object\":\"dialogue\",\"dialogueId\":\"theirs\"}"},
        {"POST", "/search", "{\"namespace\":\"NS\",\"query\":\"secret\",\"object\":\"memory\",\"tags\":[\"none\"]}"},
        {"POST", "/summary", "{\"namespace\":\"NS\",\"dialogueId\":\"theirs\"}"},
        {"GET", "/summary/theirs?namespace=NS", ""},
        {"GET", "/summary?namespace=NS&dialogueId=theirs", ""},
        {"GET", "/namespace?prefix=NS-none", ""},
        {"GET", "/events?namespace=NS&action=none", ""},
        {"HEAD", "/dialogue/theirs?namespace=NS", ""},
        {"HEAD", "/memory/theirs?namespace=NS", ""},
    };
}

QByteArray tst_IdenticalMisses::asked(const Row &row, const QByteArray &nameSpace, const QByteArray &key)
{
    QByteArray path = row.path;
    QByteArray body = row.body;
    path.replace("NS", nameSpace);
    body.replace("NS", nameSpace);
    const Reply reply = m_api.ask(row.method.constData(), path, body, key);
    return comparable(reply, {{"namespace '" + (nameSpace.isEmpty() ? "default" : nameSpace) + "'", "namespace 'NS'"}});
}

void tst_IdenticalMisses::everyDataRoute_isCompared()
{
    // POST /dialogue and POST /memory make records: their turn comes below.
    for (const auto &route : m_api.dispatcher().routes().routes()) {
        if (route->door != http::Door::Key || route->pattern == "/dialogue" || route->pattern == "/memory")
            continue;
        bool isThere = false;
        for (const Row &row : rows()) {
            QByteArray pattern = row.path.left(row.path.indexOf('?') < 0 ? row.path.size() : row.path.indexOf('?'));
            pattern.replace("theirs", "{id}").replace("message-1", "{id}");
            isThere = isThere || (pattern == route->pattern && row.method == http::methodName(route->method));
        }
        QVERIFY2(isThere, (http::methodName(route->method) + ' ' + route->pattern).constData());
    }
}

void tst_IdenticalMisses::aMiss_looksTheSameForEveryReason_data()
{
    QTest::addColumn<int>("index");
    const QList<Row> all = rows();
    for (qsizetype i = 0; i < all.size(); ++i)
        QTest::addRow("%s %s %s", all.at(i).method.constData(), all.at(i).path.constData(), all.at(i).body.left(20).constData())
            << static_cast<int>(i);
}

void tst_IdenticalMisses::aMiss_looksTheSameForEveryReason()
{
    QFETCH(int, index);
    const Row row = rows().at(index);
    const QByteArray never = asked(row, "owner", m_strange); // in a project in which nothing ever was
    QVERIFY2(never.startsWith("404 ") || never.contains("\"items\":[]"), never.constData());
    QCOMPARE(asked(row, "other", m_api.key), never);   // another tenant's id, asked for under one that is in use
    QCOMPARE(asked(row, "unused", m_api.key), never);  // a namespace that was never used
    QCOMPARE(asked(row, "", m_api.key), never);        // the namespace left out
    QCOMPARE(asked(row, "default", m_api.key), never);
    QCOMPARE(asked(row, "owner", m_bound), never);     // the owner's own, with a key that may not see it
    QCOMPARE(asked(row, "unused", m_bound), never);
    QCOMPARE(asked(row, "other", m_bound), never);
    // And nothing of that touched the owner's records.
    QCOMPARE(m_api.get("/dialogue/theirs/state?namespace=owner").body, "{\"secret\":1}");
    QCOMPARE(m_api.get("/messages?dialogueId=theirs&namespace=owner").at("items")->size(), 1);
    QCOMPARE(m_api.get("/memory/theirs?namespace=owner").raw("tags"), "[\"tag\"]");
}

void tst_IdenticalMisses::creatingElsewhere_isRefusedAlike_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("dialogue, taken id") << QByteArray("/dialogue") << QByteArray("{\"namespace\":\"NS\",\"id\":\"theirs\"}");
    QTest::newRow("dialogue, free id") << QByteArray("/dialogue") << QByteArray("{\"namespace\":\"NS\",\"id\":\"free-1\"}");
    QTest::newRow("thread") << QByteArray("/dialogue") << QByteArray("{\"namespace\":\"NS\",\"threadOf\":\"theirs\"}");
    QTest::newRow("memory, taken id") << QByteArray("/memory") << QByteArray("{\"namespace\":\"NS\",\"id\":\"theirs\",\"value\":1}");
    QTest::newRow("memory, free id") << QByteArray("/memory") << QByteArray("{\"namespace\":\"NS\",\"id\":\"free-1\",\"value\":1}");
}

void tst_IdenticalMisses::creatingElsewhere_isRefusedAlike()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    const Row row{"POST", path, body};
    const QByteArray refused = asked(row, "unused", m_bound);
    QVERIFY(refused.startsWith("403 "));
    QCOMPARE(asked(row, "owner", m_bound), refused);
    QCOMPARE(asked(row, "", m_bound), refused);
    // A thread of another tenant's dialogue is a thread of nothing.
    if (body.contains("threadOf")) {
        QCOMPARE(asked(row, "other", m_api.key), asked(row, "other", m_strange));
        QCOMPARE(asked(row, "other", m_bound), asked(row, "other", m_strange));
    }
}

void tst_IdenticalMisses::pageTokens_ofOthers_areRefusedAlike()
{
    for (int i = 0; i < 3; ++i)
        VERIFY_STATUS(m_api.post("/memory", "{\"namespace\":\"paged\",\"value\":1}"), 200);
    const QByteArray token = m_api.get("/memory?namespace=paged&limit=1").text("next").toLatin1();
    QVERIFY(!token.isEmpty());
    const Row row{"GET", "/memory?namespace=NS&limit=1&next=" + token, {}};
    const QByteArray never = asked(row, "owner", m_strange);
    QVERIFY(never.startsWith("400 "));
    QCOMPARE(asked(row, "other", m_api.key), never);
    QCOMPARE(asked(row, "unused", m_api.key), never);
    QCOMPARE(asked(row, "paged", m_bound), never);
    QVERIFY(asked(row, "paged", m_api.key) != never);
}

void tst_IdenticalMisses::theOwner_seesSomethingElse()
{
    for (const Row &row : rows()) {
        if ((row.method != "GET" && row.method != "HEAD") || row.path.contains("none") || row.path.contains("?namespace=NS&"))
            continue;
        const QByteArray mine = asked(row, "owner", m_api.key);
        QVERIFY2(mine.startsWith("200 "), row.path.constData());
        QVERIFY(mine != asked(row, "owner", m_bound));
    }
}

void tst_IdenticalMisses::theComparison_findsOneByte()
{
    Reply reply = m_api.get("/memory/theirs?namespace=unused");
    const QByteArray before = comparable(reply);
    Reply body = reply;
    body.body += ' ';
    QVERIFY(comparable(body) != before);
    Reply header = reply;
    header.headers.append(std::pair<QByteArray, QByteArray>("X-Count", "1"));
    QVERIFY(comparable(header) != before);
    Reply status = reply;
    status.status = 403;
    QVERIFY(comparable(status) != before);
}

CLOISTER_TEST(tst_IdenticalMisses)
#include "tst_IdenticalMisses.moc"
