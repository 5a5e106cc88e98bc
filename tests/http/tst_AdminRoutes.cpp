// The admin's routes: projects, keys, namespaces, transfer, events and jobs.
#include "tests/support/ApiFixture.h"

using namespace cloister;
using namespace cloister::test;

class tst_AdminRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void projects_areCreatedListedAndShown();
    void projects_refuseBadNames();
    void aProject_isDeletedByItsName();
    void keys_areCreatedListedAndRevoked();
    void keys_refuseBadBodies_data();
    void keys_refuseBadBodies();
    void namespaces_sortAndCount();
    void dataRoutes_workForAdmins();
    void everyRead_leavesAnEvent_data();
    void everyRead_leavesAnEvent();
    void countsAndLists_ofNoContent_leaveNone();
    void exportAndImport_areEqual();
    void exportToken_damagedOrForeign_isRefused();
    void import_tellsOfEveryBadLine();
    void events_ofTheWorkspace_arePaged();
    void check_isAJob();
    void unknownThings_areMisses_data();
    void unknownThings_areMisses();

private:
    QString newProject(const char *name)
    {
        return m_api.admit("POST", "/projects", QByteArray("{\"name\":\"") + name + "\"}").text("id");
    }
    QByteArray exported(const QString &projectId, QByteArray query = {});

    ApiFixture m_api;
};

void tst_AdminRoutes::initTestCase()
{
    QVERIFY(m_api.start());
    VERIFY_STATUS(m_api.post("/dialogue",
        "{\"namespace\":\"ad\",\"id\":\"dlg-1\",\"state\":{\"k\":1},\"message\":{\"id\":\"msg-1\",\"role\":\"u\",\"content\":\"c\"}}"), 200);
    VERIFY_STATUS(m_api.post("/memory", "{\"namespace\":\"ad\",\"id\":\"mem-1\",\"value\":1}"), 200);
}

void tst_AdminRoutes::projects_areCreatedListedAndShown()
{
    const Reply made = m_api.admit("POST", "/projects", "{\"name\":\"Shown\"}");
    VERIFY_STATUS(made, 200);
    QCOMPARE(made.text("name"), QStringLiteral("Shown"));
    QCOMPARE(made.text("created"), QStringLiteral("2023-05-08T13:56:00.000Z"));
    QCOMPARE(made.raw("immutable"), "false");
    QCOMPARE(made.raw("deletionProtected"), "false");
    const Reply listed = m_api.admit("GET", "/projects");
    QVERIFY(listed.texts("items", "name").contains(QStringLiteral("Shown")));
    QVERIFY(listed.texts("items", "name").contains(QStringLiteral("first")));
    const Reply shown = m_api.admit("GET", "/projects/" + made.text("id").toLatin1());
    QCOMPARE(shown.integer("dialogues"), 0);
    QCOMPARE(shown.raw("damaged"), "false");
    const Reply first = m_api.admit("GET", "/projects/" + m_api.projectId.toLatin1());
    QCOMPARE(first.integer("namespaces"), 1);
    QCOMPARE(first.integer("dialogues"), 1);
    QCOMPARE(first.integer("messages"), 1);
    QCOMPARE(first.integer("memories"), 1);
}

void tst_AdminRoutes::projects_refuseBadNames()
{
    VERIFY_ERROR(m_api.admit("POST", "/projects", "{}"), 400, "MISSING_PARAMETER");
    VERIFY_ERROR(m_api.admit("POST", "/projects", "{\"name\":7}"), 400, "INVALID_PARAMETER");
    VERIFY_ERROR(m_api.admit("POST", "/projects", "{\"name\":\"\"}"), 400, "INVALID_PARAMETER");
    VERIFY_ERROR(m_api.admit("POST", "/projects", "{\"name\":\"a\\nb\"}"), 400, "INVALID_PARAMETER");
    VERIFY_ERROR(m_api.admit("POST", "/projects", "name"), 400, "INVALID_JSON");
    VERIFY_ERROR(m_api.admit("POST", "/projects", "{\"name\":\"first\"}"), 409, "CONFLICT");
}

void tst_AdminRoutes::aProject_isDeletedByItsName()
{
    const QByteArray path = "/projects/" + newProject("Doomed").toLatin1();
    const QByteArray key = m_api.newKey(QString::fromLatin1(path.mid(10)));
    VERIFY_STATUS(m_api.ask("POST", "/memory", "{\"value\":1}", key), 200);
    VERIFY_ERROR(m_api.admit("DELETE", path), 400, "MISSING_PARAMETER");
    VERIFY_ERROR(m_api.admit("DELETE", path + "?confirm=doomed"), 400, "INVALID_PARAMETER");
    const Reply removed = m_api.admit("DELETE", path + "?confirm=Doomed");
    VERIFY_STATUS(removed, 200);
    QCOMPARE(removed.integer("deleted.memories"), 1);
    QCOMPARE(removed.integer("deleted.namespaces"), 1);
    VERIFY_ERROR(m_api.admit("GET", path), 404, "PROJECT_NOT_FOUND");
    VERIFY_ERROR(m_api.ask("GET", "/memory", {}, key), 401, "UNAUTHENTICATED");
}

void tst_AdminRoutes::keys_areCreatedListedAndRevoked()
{
    const QByteArray keys = "/projects/" + m_api.projectId.toLatin1() + "/keys";
    const Reply made = m_api.admit("POST", keys,
        "{\"label\":\"Worker\",\"scopes\":[\"read\",\"search\"],\"namespaces\":[\"ad\",\"default\"],\"expires\":\"2030-01-01T00:00:00Z\"}");
    VERIFY_STATUS(made, 200);
    const QByteArray text = made.text("key").toLatin1();
    QVERIFY(text.startsWith("cl_" + made.text("id").toLatin1() + '_'));
    QCOMPARE(made.raw("scopes"), "[\"read\",\"search\"]");
    QCOMPARE(made.text("expires"), QStringLiteral("2030-01-01T00:00:00.000Z"));
    VERIFY_STATUS(m_api.ask("GET", "/dialogue/dlg-1?namespace=ad", {}, text), 200);
    VERIFY_STATUS(m_api.ask("POST", "/memory", "{\"value\":1}", text), 403);
    const Reply listed = m_api.admit("GET", keys);
    QVERIFY(listed.texts("items", "id").contains(made.text("id")));
    QVERIFY(!listed.has("items.0.key"));
    QVERIFY(!listed.body.contains(text.mid(12, 43)));
    const QByteArray path = keys + '/' + made.text("id").toLatin1() + "/revoke";
    const Reply revoked = m_api.admit("POST", path);
    VERIFY_STATUS(revoked, 200);
    QVERIFY(revoked.has("revoked"));
    m_api.clock.advance(1000);
    QCOMPARE(m_api.admit("POST", path).text("revoked"), revoked.text("revoked"));
    VERIFY_STATUS(m_api.ask("GET", "/dialogue/dlg-1?namespace=ad", {}, text), 401);
}

void tst_AdminRoutes::keys_refuseBadBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *body, const char *field) {
        QTest::newRow(body) << QByteArray(body) << QString::fromLatin1(field);
    };
    row("{\"label\":\"\"}", "label");
    row("{\"label\":\"k\",\"scopes\":[]}", "scopes");
    row("{\"label\":\"k\",\"scopes\":[\"all\"]}", "scopes");
    row("{\"label\":\"k\",\"scopes\":\"read\"}", "scopes");
    row("{\"label\":\"k\",\"namespaces\":[]}", "namespaces");
    row("{\"label\":\"k\",\"namespaces\":[\"a\",\"a\"]}", "namespaces");
    row("{\"label\":\"k\",\"namespaces\":[\" a\"]}", "namespaces");
    row("{\"label\":\"k\",\"namespaces\":[\"undefined\"]}", "namespaces");
    row("{\"label\":\"k\",\"expires\":\"soon\"}", "expires");
    row("{\"label\":\"k\",\"expires\":\"2001-01-01T00:00:00Z\"}", "expires");
}

void tst_AdminRoutes::keys_refuseBadBodies()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, field);
    const Reply refused = m_api.admit("POST", "/projects/" + m_api.projectId.toLatin1() + "/keys", body);
    VERIFY_STATUS(refused, 400);
    QCOMPARE(refused.text("error.details.0.field"), field);
}

void tst_AdminRoutes::namespaces_sortAndCount()
{
    const QString project = newProject("Sorted");
    const QByteArray key = m_api.newKey(project);
    for (int n = 1; n <= 3; ++n) {
        for (int i = 0; i < 4 - n; ++i) {
            VERIFY_STATUS(m_api.ask("POST", "/memory", "{\"namespace\":\"s" + QByteArray::number(n) + "\",\"value\":"
                    + QByteArray(10 * n * n, '1') + "}", key), 200);
        }
        m_api.clock.advance(1000);
    }
    const auto list = [&](const QByteArray &query) {
        return m_api.admit("GET", "/projects/" + project.toLatin1() + "/namespace" + query);
    };
    const QStringList up{QStringLiteral("s1"), QStringLiteral("s2"), QStringLiteral("s3")};
    const QStringList down(up.crbegin(), up.crend());
    QCOMPARE(list("").texts("items", "namespace"), up);
    QCOMPARE(list("").integer("total"), 3);
    QCOMPARE(list("?order=desc").texts("items", "namespace"), down);
    QCOMPARE(list("?sort=memories").texts("items", "namespace"), down);
    QCOMPARE(list("?sort=memories&order=desc").texts("items", "namespace"), up);
    QCOMPARE(list("?sort=lastActivity&order=desc").texts("items", "namespace"), down);
    QCOMPARE(list("?sort=bytes&limit=1&offset=1").texts("items", "namespace").size(), 1);
    QCOMPARE(list("?limit=1&offset=2").texts("items", "namespace"), QStringList(QStringLiteral("s3")));
    QCOMPARE(list("?prefix=s2").texts("items", "namespace"), QStringList(QStringLiteral("s2")));
    QCOMPARE(list("?prefix=s2").integer("total"), 1);
    VERIFY_ERROR(list("?sort=size"), 400, "INVALID_PARAMETER");
}

void tst_AdminRoutes::dataRoutes_workForAdmins()
{
    QCOMPARE(m_api.admitData("GET", "/dialogue/dlg-1/state?namespace=ad").body, "{\"k\":1}");
    const Reply made = m_api.admitData("POST", "/memory", "{\"namespace\":\"by-admin\",\"id\":\"mem-a\",\"value\":2}");
    VERIFY_STATUS(made, 200);
    QCOMPARE(m_api.get("/memory/mem-a?namespace=by-admin").raw("value"), "2");
    VERIFY_STATUS(m_api.admitData("DELETE", "/memory/mem-a?namespace=by-admin"), 200);
    VERIFY_ERROR(m_api.admitData("GET", "/dialogue/dlg-1"), 404, "DIALOGUE_NOT_FOUND");
}

void tst_AdminRoutes::everyRead_leavesAnEvent_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("action");
    QTest::addColumn<QString>("entity");
    const auto row = [](const char *path, const char *action, const char *entity) {
        QTest::newRow(path) << QByteArray(path) << QByteArray(action) << QString::fromLatin1(entity);
    };
    row("/dialogue?namespace=ad", "admin.list", "");
    row("/dialogue/dlg-1?namespace=ad", "admin.read", "dlg-1");
    row("/dialogue/dlg-1/state?namespace=ad", "admin.read", "dlg-1");
    row("/messages?namespace=ad&dialogueId=dlg-1", "admin.read", "dlg-1");
    row("/message/msg-1?namespace=ad&dialogueId=dlg-1", "admin.read", "msg-1");
    row("/memory?namespace=ad", "admin.list", "");
    row("/memory/mem-1?namespace=ad", "admin.read", "mem-1");
    row("/memory/nobody?namespace=ad", "admin.read", "nobody");
    row("/export?namespace=ad", "admin.export", "");
}

void tst_AdminRoutes::everyRead_leavesAnEvent()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, action);
    QFETCH(QString, entity);
    const auto newest = [&] { return m_api.admitData("GET", "/events?before=1000000&limit=1"); };
    const qint64 before = newest().integer("items.0.event.seq");
    const Reply read = m_api.admitData("GET", path);
    const Reply after = newest();
    QCOMPARE(after.integer("items.0.event.seq"), before + 1);
    QCOMPARE(after.text("items.0.event.action").toLatin1(), action);
    QCOMPARE(after.text("items.0.event.actor.kind"), QStringLiteral("admin"));
    QCOMPARE(after.text("items.0.event.address"), QStringLiteral("127.0.0.1"));
    QCOMPARE(after.text("items.0.event.requestId").toLatin1(), read.header("X-Request-Id"));
    QCOMPARE(after.text("items.0.namespace"), QStringLiteral("ad"));
    QCOMPARE(after.text("items.0.entityId"), entity);
    // The same read by an API key leaves none.
    if (!path.startsWith("/export")) {
        m_api.get(path);
        QCOMPARE(newest().integer("items.0.event.seq"), before + 1);
    }
}

void tst_AdminRoutes::countsAndLists_ofNoContent_leaveNone()
{
    const auto count = [&] { return m_api.admitData("GET", "/events?before=1000000&limit=1").integer("items.0.event.seq"); };
    const qint64 before = count();
    m_api.admitData("GET", "/namespace");
    m_api.admitData("GET", "/events");
    m_api.admit("GET", "/projects/" + m_api.projectId.toLatin1());
    QCOMPARE(count(), before);
}

QByteArray tst_AdminRoutes::exported(const QString &projectId, QByteArray query)
{
    QByteArray lines;
    QByteArray next;
    do {
        const QByteArray mark = query.isEmpty() ? "?" : "&";
        const Reply page = m_api.admit("GET", "/projects/" + projectId.toLatin1() + "/export" + query
                + (next.isEmpty() ? QByteArray() : mark + "next=" + next.toPercentEncoding()));
        if (page.status != 200)
            return page.body;
        lines += page.text("lines").toUtf8();
        next = page.text("next").toLatin1();
    } while (!next.isEmpty());
    return lines;
}

void tst_AdminRoutes::exportAndImport_areEqual()
{
    const QString source = newProject("Source");
    const QByteArray key = m_api.newKey(source);
    const QByteArray message = "{\"id\":\"msg-1\",\"role\":\"u\",\"name\":\"N\",\"content\":[{\"type\":\"text\",\"text\":\"\\ud800\\u0000\",\"n\":1e5}],"
                               "\"tags\":[\"mt\"],\"metadata\":{\"b\":1,\"a\":2}}";
    for (const char *nameSpace : {"default", "one", "two#%"}) {
        const QByteArray scope = QByteArray("\"namespace\":\"") + nameSpace + "\",";
        VERIFY_STATUS(m_api.ask("POST", "/dialogue", "{" + scope + "\"id\":\"root-1\",\"label\":\"L\",\"state\":{\"z\":1.0},\"created\":\"2024-01-01\",\"message\":" + message + "}", key), 200);
        VERIFY_STATUS(m_api.ask("POST", "/dialogue", "{" + scope + "\"id\":\"child-1\",\"threadOf\":\"root-1\",\"tags\":[\"t\"]}", key), 200);
        VERIFY_STATUS(m_api.ask("POST", "/memory", "{" + scope + "\"id\":\"mem-1\",\"value\":null,\"description\":\"d\",\"label\":\"l\"}", key), 200);
    }
    VERIFY_STATUS(m_api.ask("POST", "/dialogue/root-1/end?namespace=one", {}, key), 200);
    const QByteArray lines = exported(source);
    QCOMPARE(lines.count('\n'), 9);

    const QString target = newProject("Target");
    const QByteArray import = "/projects/" + target.toLatin1() + "/import";
    m_api.clock.advance(60'000);
    const Reply done = m_api.admit("POST", import, lines);
    VERIFY_STATUS(done, 200);
    QCOMPARE(done.raw("problems"), "[]");
    QCOMPARE(done.integer("lines"), 9);
    QCOMPARE(done.integer("dialogues"), 6);
    QCOMPARE(done.integer("messages"), 3);
    QCOMPARE(done.integer("memories"), 3);
    QCOMPARE(exported(target), lines);
    QVERIFY(exported(target, "?namespace=one").count('\n') == 3);
    const Reply again = m_api.admit("POST", import, lines);
    QCOMPARE(again.integer("dialogues"), 0);
    QCOMPARE(again.integer("skipped"), 9);
    QCOMPARE(exported(target), lines);
}

// What a page shows is what its event names: no token leads out of the namespace that was asked for.
void tst_AdminRoutes::exportToken_damagedOrForeign_isRefused()
{
    const QString source = newProject("Paged");
    const QByteArray key = m_api.newKey(source);
    const QByteArray large = "{\"role\":\"u\",\"content\":\"" + QByteArray(2'200'000, 'x') + "\"}";
    const QByteArray first = "\"id\":\"dlg-1\",\"messages\":[" + large + ',' + large + ']';
    for (const QByteArray nameSpace : {"harmless", "victim"}) {
        VERIFY_STATUS(m_api.ask("POST", "/dialogue", "{\"namespace\":\"" + nameSpace + "\"," + first + '}', key), 200);
        VERIFY_STATUS(m_api.ask("POST", "/dialogue", "{\"namespace\":\"" + nameSpace + "\",\"id\":\"dlg-2\"}", key), 200);
    }
    const auto page = [&](const QString &project, const QByteArray &query) {
        return m_api.admit("GET", "/projects/" + project.toLatin1() + "/export" + query);
    };
    const QByteArray ofVictim = page(source, "?namespace=victim").text("next").toLatin1();
    const QByteArray ofAll = page(source, {}).text("next").toLatin1();
    QVERIFY(!ofVictim.isEmpty() && !ofAll.isEmpty());
    QByteArray damaged = ofVictim;
    damaged[30] = damaged.at(30) == 'A' ? 'B' : 'A';
    const QByteArray unsignedPlace = QByteArray("[\"victim\",0,-1,0,0]").toBase64(QByteArray::Base64UrlEncoding);
    for (const QByteArray &query : {"?namespace=harmless&next=" + ofVictim, "?namespace=harmless&next=" + ofAll,
             "?namespace=harmless&next=" + unsignedPlace, "?next=" + unsignedPlace, "?next=" + ofVictim,
             "?namespace=victim&next=" + ofAll, "?namespace=victim&next=" + damaged,
             "?namespace=victim&next=" + ofVictim.chopped(4), QByteArray("?namespace=victim&next=!!"),
             QByteArray("?namespace=victim&next=AAAA")}) {
        const Reply refused = page(source, query);
        VERIFY_ERROR(refused, 400, "INVALID_PARAMETER");
        QCOMPARE(refused.text("error.details.0.field"), QStringLiteral("next"));
    }
    VERIFY_ERROR(page(m_api.projectId, "?namespace=victim&next=" + ofVictim), 400, "INVALID_PARAMETER");

    // The control: where it belongs it gives the rest.
    const Reply rest = page(source, "?namespace=victim&next=" + ofVictim);
    VERIFY_STATUS(rest, 200);
    QVERIFY(rest.text("lines").contains(QLatin1String("dlg-2")) && !rest.text("lines").contains(QLatin1String("dlg-1")));
    QVERIFY(page(source, "?next=" + ofAll).text("lines").contains(QLatin1String("dlg-2")));
}

void tst_AdminRoutes::import_tellsOfEveryBadLine()
{
    const QByteArray lines = "{\"id\":\"good-1\",\"namespace\":\"imp\"}\n"
                             "not json\n"
                             "\n"
                             "{\"id\":\"x\",\"namespace\":\"imp\"}\n"
                             "{\"id\":\"orphan-1\",\"namespace\":\"imp\",\"threadOf\":\"nobody\"}\n"
                             "{\"object\":\"memory\",\"id\":\"good-2\",\"namespace\":\"imp\",\"value\":1}\n";
    const Reply done = m_api.admitData("POST", "/import?firstLine=101", lines);
    VERIFY_STATUS(done, 200);
    QCOMPARE(done.integer("lines"), 5);
    QCOMPARE(done.integer("dialogues"), 1);
    QCOMPARE(done.integer("memories"), 1);
    QCOMPARE(done.at("problems")->size(), 3);
    QCOMPARE(done.integer("problems.0.line"), 102);
    QCOMPARE(done.text("problems.0.code"), QStringLiteral("INVALID_JSON"));
    QCOMPARE(done.integer("problems.1.line"), 104);
    QCOMPARE(done.integer("problems.2.line"), 105);
    QCOMPARE(done.text("problems.2.code"), QStringLiteral("DIALOGUE_NOT_FOUND"));
    QCOMPARE(m_api.get("/dialogue?namespace=imp").ids(), QStringList(QStringLiteral("good-1")));
}

void tst_AdminRoutes::events_ofTheWorkspace_arePaged()
{
    const Reply first = m_api.admit("GET", "/events?limit=2");
    VERIFY_STATUS(first, 200);
    QCOMPARE(first.at("items")->size(), 2);
    QCOMPARE(first.integer("next"), first.integer("items.1.event.seq"));
    const Reply second = m_api.admit("GET", "/events?limit=2&after=" + QByteArray::number(first.integer("next")));
    QVERIFY(second.integer("items.0.event.seq") == first.integer("next") + 1);
    const Reply keys = m_api.admit("GET", "/events?action=key.create");
    QVERIFY(keys.at("items")->size() > 0);
    for (const JsonSlice &item : keys.at("items")->elements())
        QCOMPARE(item.member(QLatin1String("event"))->member(QLatin1String("action"))->toTextReplacing(), QStringLiteral("key.create"));
    VERIFY_ERROR(m_api.admit("GET", "/events?seq=1"), 400, "INVALID_PARAMETER");
}

void tst_AdminRoutes::check_isAJob()
{
    const Reply started = m_api.admit("POST", "/check");
    VERIFY_STATUS(started, 202);
    const QByteArray path = "/jobs/" + started.text("id").toLatin1();
    QTRY_VERIFY_WITH_TIMEOUT(m_api.admit("GET", path).text("state") != QLatin1String("running"), 60'000);
    const Reply done = m_api.admit("GET", path);
    QCOMPARE(done.text("state"), QStringLiteral("done"));
    QCOMPARE(done.text("kind"), QStringLiteral("check"));
    QVERIFY(done.at("result.files")->size() > 1);
    for (const JsonSlice &file : done.at("result.files")->elements())
        QCOMPARE(file.member(QLatin1String("problems"))->rawBytes(), "[]");
    QVERIFY(m_api.admit("GET", "/jobs").texts("items", "id").contains(started.text("id")));
    VERIFY_STATUS(m_api.admit("POST", path + "/cancel"), 200);
}

void tst_AdminRoutes::unknownThings_areMisses_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *method, const char *path, const char *code) {
        QTest::addRow("%s %s", method, path) << QByteArray(method) << QByteArray(path) << QByteArray(code);
    };
    row("GET", "/projects/nobody", "PROJECT_NOT_FOUND");
    row("DELETE", "/projects/nobody?confirm=x", "PROJECT_NOT_FOUND");
    row("GET", "/projects/nobody/keys", "PROJECT_NOT_FOUND");
    row("POST", "/projects/nobody/keys", "PROJECT_NOT_FOUND");
    row("GET", "/projects/nobody/dialogue", "PROJECT_NOT_FOUND");
    row("GET", "/projects/nobody/namespace", "PROJECT_NOT_FOUND");
    row("GET", "/projects/nobody/events", "PROJECT_NOT_FOUND");
    row("GET", "/projects/nobody/export", "PROJECT_NOT_FOUND");
    row("GET", "/projects/..%2F..%2Fkeystore/export", "PROJECT_NOT_FOUND");
    row("GET", "/jobs/nobody", "JOB_NOT_FOUND");
    row("POST", "/jobs/nobody/cancel", "JOB_NOT_FOUND");
}

void tst_AdminRoutes::unknownThings_areMisses()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, code);
    const Reply miss = m_api.admit(method.constData(), path, "{\"label\":\"k\"}");
    VERIFY_ERROR(miss, 404, code);
    QCOMPARE(miss.text("error.type"), QStringLiteral("not_found"));
}

CLOISTER_TEST(tst_AdminRoutes)
#include "tst_AdminRoutes.moc"
