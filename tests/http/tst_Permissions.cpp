// Who may do what: every role on every route of the administration, every scope and namespace binding on every data
// route. The expectations stand here once more; a route without one fails the test.
#include "tests/support/ApiFixture.h"

#include "engine/http/RequestHead.h"

#include <QMap>

using namespace cloister;
using namespace cloister::test;

namespace {

/// Letters of the roles that a route is for: Owner, oPerator, Auditor.
using RoleTable = QMap<QByteArray, QByteArray>;

RoleTable adminRoutes()
{
    return {
        {"DELETE /sessions", "OPA"}, {"GET /session", "OPA"},
        {"POST /accounts", "O"}, {"GET /accounts", "OA"}, {"PATCH /accounts/{account}", "O"},
        {"DELETE /accounts/{account}", "O"}, {"POST /accounts/{account}/passphrase", "OPA"},
        {"GET /allow-list", "OPA"}, {"PUT /allow-list", "O"}, {"GET /allow-list/test", "OPA"},
        {"GET /projects/{project}/allow-list", "OPA"}, {"PUT /projects/{project}/allow-list", "OP"},
        {"GET /projects/{project}/allow-list/test", "OPA"},
        {"GET /settings", "OPA"}, {"PATCH /settings", "O"}, {"GET /server", "OPA"}, {"POST /seal", "O"},
        {"GET /settings/models", "OPA"}, {"PATCH /settings/models", "O"},
        {"POST /projects", "OP"}, {"GET /projects", "OPA"}, {"GET /projects/{project}", "OPA"},
        {"PATCH /projects/{project}", "O"}, {"DELETE /projects/{project}", "O"},
        {"DELETE /projects/{project}/namespace/{namespace}", "O"},
        {"POST /projects/{project}/keys", "OP"}, {"GET /projects/{project}/keys", "OPA"},
        {"POST /projects/{project}/keys/{key}/revoke", "OP"}, {"POST /projects/{project}/keys/{key}/rotate", "OP"},
        {"POST /projects/{project}/import", "OP"}, {"GET /projects/{project}/export", "OP"},
        {"GET /events", "OPA"}, {"GET /checkpoints", "OPA"}, {"POST /verify", "OPA"}, {"GET /events/export", "OPA"},
        {"GET /projects/{project}/checkpoints", "OPA"}, {"POST /projects/{project}/verify", "OPA"},
        {"GET /projects/{project}/events/export", "OPA"},
        {"GET /projects/{project}/index", "OPA"}, {"POST /projects/{project}/index/rebuild", "OP"},
        {"POST /check", "OP"}, {"GET /jobs", "OPA"}, {"GET /jobs/{job}", "OPA"}, {"POST /jobs/{job}/cancel", "OP"},
    };
}

/// A data route: how it is asked, who may, and what a key gets that sees the namespace or does not.
struct DataRow
{
    QByteArray ask; ///< below the project or /api/v1
    QByteArray body;
    QByteArray roles;
    Scope scope;
    int seen;
    int unseen;
};

QMap<QByteArray, DataRow> dataRoutes()
{
    const QByteArray in = "?namespace=cell";
    const QByteArray about = "?dialogueId=dialogue-1&namespace=cell";
    const QByteArray message = "\"role\":\"u\",\"content\":\"c\"";
    return {
        {"POST /dialogue", {"/dialogue", "{\"namespace\":\"cell\"}", "OP", Scope::Write, 200, 403}},
        {"GET /dialogue", {"/dialogue" + in, {}, "OP", Scope::Read, 200, 200}},
        {"GET /dialogue/{id}", {"/dialogue/dialogue-1" + in, {}, "OP", Scope::Read, 200, 404}},
        {"PUT /dialogue/{id}", {"/dialogue/dialogue-1" + in, "{\"label\":\"l\"}", "OP", Scope::Write, 200, 404}},
        {"DELETE /dialogue/{id}", {"/dialogue/dialogue-1" + in, {}, "OP", Scope::Delete, 200, 404}},
        {"GET /dialogue/{id}/state", {"/dialogue/dialogue-1/state" + in, {}, "OP", Scope::Read, 200, 404}},
        {"PUT /dialogue/{id}/state", {"/dialogue/dialogue-1/state" + in, "{}", "OP", Scope::Write, 200, 404}},
        {"POST /dialogue/{id}/end", {"/dialogue/dialogue-1/end" + in, "{}", "OP", Scope::Write, 200, 404}},
        {"POST /dialogue/{id}/archive", {"/dialogue/dialogue-1/archive" + in, "{}", "OP", Scope::Write, 200, 404}},
        {"POST /dialogue/{id}/reopen", {"/dialogue/dialogue-1/reopen" + in, "{}", "OP", Scope::Write, 200, 404}},
        {"POST /message", {"/message", "{\"namespace\":\"cell\",\"dialogueId\":\"dialogue-1\"," + message + "}", "OP", Scope::Write, 200, 404}},
        {"GET /message/{id}", {"/message/message-1" + about, {}, "OP", Scope::Read, 200, 404}},
        {"PUT /message/{id}", {"/message/message-1" + about, "{\"tags\":[]}", "OP", Scope::Write, 200, 404}},
        {"DELETE /message/{id}", {"/message/message-1" + about, {}, "OP", Scope::Delete, 200, 404}},
        {"POST /messages", {"/messages" + about, "[{" + message + "}]", "OP", Scope::Write, 200, 404}},
        {"GET /messages", {"/messages" + about, {}, "OP", Scope::Read, 200, 404}},
        {"POST /memory", {"/memory", "{\"namespace\":\"cell\",\"value\":1}", "OP", Scope::Write, 200, 403}},
        {"GET /memory", {"/memory" + in, {}, "OP", Scope::Read, 200, 200}},
        {"GET /memory/{id}", {"/memory/memory-1" + in, {}, "OP", Scope::Read, 200, 404}},
        {"PUT /memory/{id}", {"/memory/memory-1" + in, "{\"tags\":[]}", "OP", Scope::Write, 200, 404}},
        {"DELETE /memory/{id}", {"/memory/memory-1" + in, {}, "OP", Scope::Delete, 200, 404}},
        {"POST /search", {"/search", "{\"namespace\":\"cell\",\"query\":\"c\",\"object\":\"message\"}", "OP", Scope::Search, 200, 200}},
        {"POST /summary", {"/summary", "{\"namespace\":\"cell\",\"dialogueId\":\"dialogue-1\"}", "OP", Scope::Write, 202, 404}},
        {"GET /summary", {"/summary" + about, {}, "OP", Scope::Read, 200, 404}},
        {"GET /summary/{id}", {"/summary/summary-1" + in, {}, "OP", Scope::Read, 200, 404}},
        {"GET /namespace", {"/namespace?prefix=cell", {}, "OPA", Scope::Read, 200, 200}},
        {"GET /events", {"/events" + in, {}, "OPA", Scope::Audit, 200, 200}},
    };
}

/// What a key gets that does not see the namespace: the answer of an empty one.
QByteArray emptyAnswer(const QByteArray &route)
{
    if (route == "POST /search") {
        return "{\"results\":[],\"items\":[],\"request\":{\"orderBy\":\"relevance\",\"order\":\"desc\","
               "\"candidateOrderBy\":\"relevance\",\"pending\":0}}";
    }
    return "{\"items\":[]}";
}

QByteArray nameOf(const http::Route &route)
{
    return http::methodName(route.method) + ' ' + route.pattern;
}

} // namespace

class tst_Permissions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyRoute_hasAnExpectation();
    void everyRole_onEveryAdminRoute();
    void everyRole_onEveryDataRoute();
    void everyScopeAndBinding_onEveryDataRoute();
    void aWrongExpectation_isFound();

private:
    /// Cells of the role table that are not as it says.
    QStringList wrongCells(const RoleTable &table);
    /// Asked by a fresh session of that role, so that what ends sessions ends only its own.
    Reply askAs(AdminRole role, const QByteArray &method, const QByteArray &path, const QByteArray &body);
    void prepare();

    ApiFixture m_api;
};

void tst_Permissions::initTestCase()
{
    QVERIFY(m_api.start());
}

void tst_Permissions::everyRoute_hasAnExpectation()
{
    QStringList admin;
    QStringList data;
    for (const auto &route : m_api.dispatcher().routes().routes()) {
        if (route->door == http::Door::Admin)
            admin.append(QString::fromLatin1(nameOf(*route)));
        else if (route->door == http::Door::Key)
            data.append(QString::fromLatin1(nameOf(*route)));
    }
    const auto sorted = [](QStringList names) { names.sort(); return names; };
    QStringList expectedAdmin;
    for (const QByteArray &name : adminRoutes().keys())
        expectedAdmin.append(QString::fromLatin1(name));
    QStringList expectedData;
    for (const QByteArray &name : dataRoutes().keys())
        expectedData.append(QString::fromLatin1(name));
    QCOMPARE(sorted(admin), sorted(expectedAdmin));
    QCOMPARE(sorted(data), sorted(expectedData));
}

Reply tst_Permissions::askAs(AdminRole role, const QByteArray &method, const QByteArray &path, const QByteArray &body)
{
    const QByteArray token = auth::Sessions::newToken();
    m_api.engine->sessions.start(token, {QStringLiteral("walker"), role, 0, {}}, m_api.clock.nowMs());
    return m_api.ask(method.constData(), "/admin/v1" + path, body, token, {}, QHostAddress(QHostAddress::LocalHost));
}

static const QList<std::pair<char, AdminRole>> kRoles{
    {'O', AdminRole::Owner}, {'P', AdminRole::Operator}, {'A', AdminRole::Auditor}};

QStringList tst_Permissions::wrongCells(const RoleTable &table)
{
    QStringList wrong;
    for (auto row = table.cbegin(); row != table.cend(); ++row) {
        const QByteArray method = row.key().left(row.key().indexOf(' '));
        QByteArray path = row.key().mid(method.size() + 1);
        path.replace("{account}", "walker").replace('{', "no-").replace('}', "");
        for (const auto &[letter, role] : kRoles) {
            const Reply reply = askAs(role, method, path, method == "GET" ? QByteArray() : QByteArray("{}"));
            const bool isRefused = reply.status == 403 && reply.errorCode() == QLatin1String("FORBIDDEN");
            if (reply.status == 401 || reply.status >= 500 || isRefused == row.value().contains(letter))
                wrong.append(QStringLiteral("%1 %2: %3").arg(QLatin1Char(letter)).arg(QString::fromLatin1(row.key())).arg(reply.status));
        }
    }
    return wrong;
}

void tst_Permissions::everyRole_onEveryAdminRoute()
{
    QCOMPARE(wrongCells(adminRoutes()), QStringList());
}

void tst_Permissions::prepare()
{
    m_api.post("/dialogue", "{\"namespace\":\"cell\",\"id\":\"dialogue-1\"}");
    m_api.post("/dialogue/dialogue-1/reopen?namespace=cell", "{}");
    m_api.post("/message", "{\"namespace\":\"cell\",\"dialogueId\":\"dialogue-1\",\"id\":\"message-1\",\"role\":\"u\",\"content\":\"c\"}");
    m_api.post("/memory", "{\"namespace\":\"cell\",\"id\":\"memory-1\",\"value\":1}");
    m_api.post("/summary", "{\"namespace\":\"cell\",\"id\":\"summary-1\",\"dialogueId\":\"dialogue-1\"}");
}

void tst_Permissions::everyRole_onEveryDataRoute()
{
    const QMap<QByteArray, DataRow> table = dataRoutes();
    const QByteArray project = "/projects/" + m_api.projectId.toLatin1();
    for (auto row = table.cbegin(); row != table.cend(); ++row) {
        const QByteArray method = row.key().left(row.key().indexOf(' '));
        for (const auto &[letter, role] : kRoles) {
            prepare();
            const Reply reply = askAs(role, method, project + row->ask, row->body);
            const QByteArray cell = letter + (' ' + row.key()) + ' ' + explained(reply);
            QVERIFY2(reply.status == (row->roles.contains(letter) ? row->seen : 403), cell.constData());
        }
    }
}

static QString nameOf(Scope scope)
{
    switch (scope) {
    case Scope::Read: return QStringLiteral("read");
    case Scope::Write: return QStringLiteral("write");
    case Scope::Delete: return QStringLiteral("delete");
    case Scope::Search: return QStringLiteral("search");
    case Scope::Audit: return QStringLiteral("audit");
    case Scope::Export: return QStringLiteral("export");
    }
    return {};
}

void tst_Permissions::everyScopeAndBinding_onEveryDataRoute()
{
    const QList<std::pair<std::optional<QStringList>, bool>> bindings{{std::nullopt, true},
        {QStringList(QStringLiteral("cell")), true}, {QStringList(QStringLiteral("other")), false}};
    const QMap<QByteArray, DataRow> table = dataRoutes();
    for (const Scope scope : {Scope::Read, Scope::Write, Scope::Delete, Scope::Search, Scope::Audit, Scope::Export}) {
        for (const auto &[binding, sees] : bindings) {
            const QByteArray key = m_api.newKey(m_api.projectId, scope, binding);
            for (auto row = table.cbegin(); row != table.cend(); ++row) {
                const QByteArray method = row.key().left(row.key().indexOf(' '));
                prepare();
                const Reply reply = m_api.ask(method.constData(), "/api/v1" + row->ask, row->body, key);
                const int expected = scope != row->scope ? 403 : sees ? row->seen : row->unseen;
                const QByteArray cell = QByteArray::number(int(scope)) + (sees ? " sees " : " blind ") + row.key() + ' ' + explained(reply);
                QVERIFY2(reply.status == expected, cell.constData());
                if (scope != row->scope) {
                    const QString lacks = QStringLiteral("it lacks the scope %1").arg(nameOf(row->scope));
                    QVERIFY2(reply.text("error.message").endsWith(lacks), cell.constData());
                }
                if (reply.status == 200 && !sees)
                    QVERIFY2(reply.body == emptyAnswer(row.key()), cell.constData());
            }
        }
    }
}

void tst_Permissions::aWrongExpectation_isFound()
{
    QCOMPARE(wrongCells({{"GET /accounts", "OPA"}}).size(), 1);
    QCOMPARE(wrongCells({{"GET /projects", "O"}}).size(), 2);
    QCOMPARE(wrongCells({{"GET /accounts", "OA"}}).size(), 0);
}

CLOISTER_TEST(tst_Permissions)
#include "tst_Permissions.moc"
