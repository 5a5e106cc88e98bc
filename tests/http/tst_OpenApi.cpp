// The description of the API: one document made from the route table.
#include "tests/support/ApiFixture.h"

#include <QRegularExpression>
#include <QSet>

using namespace cloister;
using namespace cloister::test;

class tst_OpenApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theDocument_isOpenApi31();
    void everyRoute_isInIt();
    void everySchemaThatIsNamed_isThere();
    void everySchemaThatIsThere_isNamed();
    void schemas_fitTheRecords_data();
    void schemas_fitTheRecords();
    void everyRoute_saysWhatItDoes();

private:
    QSet<QString> named() const;

    ApiFixture m_api;
    Reply m_document;
};

void tst_OpenApi::initTestCase()
{
    QVERIFY(m_api.start());
    m_document = m_api.ask("GET", "/openapi.json", {}, {});
    VERIFY_STATUS(m_document, 200);
    QVERIFY(m_document.isJson);
}

void tst_OpenApi::theDocument_isOpenApi31()
{
    QCOMPARE(m_document.text("openapi"), QStringLiteral("3.1.0"));
    QCOMPARE(m_document.text("info.title"), QStringLiteral("Cloister"));
    QVERIFY(!m_document.text("info.version").isEmpty());
    QVERIFY(m_document.at("paths")->isObject());
    QVERIFY(m_document.at("components.schemas")->size() > 30);
    QCOMPARE(m_document.text("components.securitySchemes.apiKey.scheme"), QStringLiteral("bearer"));
    QCOMPARE(m_document.text("components.securitySchemes.adminToken.type"), QStringLiteral("http"));
}

static QStringList placesOf(const http::Route &route)
{
    const QString pattern = QString::fromLatin1(route.pattern);
    switch (route.door) {
    case http::Door::Open: return {pattern};
    case http::Door::SignIn:
    case http::Door::Admin: return {QLatin1String("/admin/v1") + pattern};
    case http::Door::Key:
        return {QLatin1String("/api/v1") + pattern, QLatin1String("/admin/v1/projects/{project}") + pattern};
    }
    return {};
}

void tst_OpenApi::everyRoute_isInIt()
{
    const JsonSlice paths = *m_document.at("paths");
    qsizetype operations = 0;
    for (const auto &route : m_api.dispatcher().routes().routes()) {
        for (const QString &place : placesOf(*route)) {
            const auto path = paths.member(QLatin1String(place.toLatin1()));
            QVERIFY2(path, qPrintable(place));
            const QByteArray method = http::methodName(route->method).toLower();
            const auto operation = path->member(QLatin1String(method));
            QVERIFY2(operation, qPrintable(QString::fromLatin1(method) + place));
            QCOMPARE(operation->member(QLatin1String("requestBody")).has_value(), !route->requestSchema.isEmpty());
            QVERIFY(operation->member(QLatin1String("responses"))->member(QLatin1String("default")));
            const qsizetype parameters = place.count(QLatin1Char('{')) + route->query.size();
            QCOMPARE(operation->member(QLatin1String("parameters"))->size(), parameters);
            ++operations;
        }
    }
    qsizetype written = 0;
    for (const JsonMember &path : paths.members())
        written += path.value.size();
    QCOMPARE(written, operations);
}

QSet<QString> tst_OpenApi::named() const
{
    static const QRegularExpression reference(QStringLiteral("\"#/components/schemas/(\\w*)\""));
    QSet<QString> names;
    auto found = reference.globalMatch(QString::fromUtf8(m_document.body));
    while (found.hasNext())
        names.insert(found.next().captured(1));
    return names;
}

void tst_OpenApi::everySchemaThatIsNamed_isThere()
{
    const JsonSlice schemas = *m_document.at("components.schemas");
    for (const auto &route : m_api.dispatcher().routes().routes())
        QVERIFY2(!route->responseSchema.isEmpty(), route->pattern.constData());
    const QSet<QString> names = named();
    QVERIFY(names.contains(QStringLiteral("Error")));
    for (const QString &name : names)
        QVERIFY2(schemas.member(QLatin1String(name.toLatin1())), qPrintable(name));
}

void tst_OpenApi::everySchemaThatIsThere_isNamed()
{
    const QSet<QString> names = named();
    for (const JsonMember &schema : m_document.at("components.schemas")->members())
        QVERIFY2(names.contains(schema.key), qPrintable(schema.key));
}

void tst_OpenApi::schemas_fitTheRecords_data()
{
    QTest::addColumn<QString>("schema");
    QTest::addColumn<QByteArray>("path");
    const QByteArray message = "{\"id\":\"msg-1\",\"role\":\"u\",\"content\":\"c\",\"name\":\"n\",\"tags\":[\"t\"]}";
    m_api.post("/dialogue", "{\"namespace\":\"oa\",\"id\":\"dlg-1\",\"label\":\"l\",\"message\":" + message + "}");
    m_api.post("/dialogue", "{\"namespace\":\"oa\",\"id\":\"dlg-2\",\"threadOf\":\"dlg-1\"}");
    m_api.post("/dialogue/dlg-2/end?namespace=oa", "");
    m_api.post("/memory", "{\"namespace\":\"oa\",\"id\":\"mem-1\",\"label\":\"l\",\"description\":\"d\",\"value\":1}");
    const auto row = [](const char *schema, const char *path) {
        QTest::newRow(path) << QString::fromLatin1(schema) << QByteArray(path);
    };
    row("Dialogue", "/dialogue/dlg-1?namespace=oa");
    row("Dialogue", "/dialogue/dlg-2?namespace=oa");
    row("DialoguePage", "/dialogue?namespace=oa&limit=1");
    row("Message", "/message/msg-1?namespace=oa&dialogueId=dlg-1");
    row("MessagePage", "/messages?namespace=oa&dialogueId=dlg-1");
    row("Memory", "/memory/mem-1?namespace=oa");
    row("MemoryPage", "/memory?namespace=oa");
    row("NamespacePage", "/namespace");
    row("EventPage", "/events?limit=1");
    row("Error", "/memory/nobody");
    row("Error", "/memory?limit=x");
    row("Health", "/healthz");
    row("ProjectPage", "/admin/v1/projects");
    row("Server", "/admin/v1/server");
    row("KeyPage", "/admin/v1/projects/{project}/keys");
    row("ProjectOverview", "/admin/v1/projects/{project}");
    row("ExportPage", "/admin/v1/projects/{project}/export");
}

// What of a value is not as its schema says: members that are missing, unknown or of another type.
static QStringList misfits(const JsonSlice &schemas, JsonSlice schema, const JsonSlice &value, const QString &place)
{
    if (const auto reference = schema.member(QLatin1String("$ref"))) {
        const QString name = reference->toTextReplacing().section(QLatin1Char('/'), -1);
        schema = *schemas.member(QLatin1String(name.toLatin1()));
    }
    const QString type = schema.member(QLatin1String("type")).value_or(JsonSlice()).toTextReplacing();
    QStringList found;
    const auto check = [&](bool isFit, const QString &what) {
        if (!isFit)
            found.append(place + QLatin1String(": ") + what);
    };
    check(type != QLatin1String("string") || value.isString(), QStringLiteral("no string"));
    check(type != QLatin1String("integer") || value.toInteger(), QStringLiteral("no integer"));
    check(type != QLatin1String("boolean") || value.toBool(), QStringLiteral("no boolean"));
    check(type != QLatin1String("array") || value.isArray(), QStringLiteral("no array"));
    check(type != QLatin1String("object") || value.isObject(), QStringLiteral("no object"));
    if (const auto items = schema.member(QLatin1String("items"))) {
        for (const JsonSlice &element : value.elements())
            found += misfits(schemas, *items, element, place + QLatin1String("[]"));
    }
    for (const JsonSlice &required : schema.member(QLatin1String("required")).value_or(JsonSlice()).elements())
        check(value.member(QLatin1String(required.toTextReplacing().toLatin1())).has_value(), QLatin1String("without ") + required.toTextReplacing());
    const auto properties = schema.member(QLatin1String("properties"));
    if (!properties || properties->size() == 0)
        return found;
    for (const JsonMember &member : value.members()) {
        const auto property = properties->member(QLatin1String(member.key.toLatin1()));
        check(property.has_value(), QLatin1String("unknown ") + member.key);
        if (property)
            found += misfits(schemas, *property, member.value, place + QLatin1Char('.') + member.key);
    }
    return found;
}

void tst_OpenApi::schemas_fitTheRecords()
{
    QFETCH(QString, schema);
    QFETCH(QByteArray, path);
    const bool isAdmin = path.startsWith("/admin");
    path.replace("{project}", m_api.projectId.toLatin1());
    const Reply reply = isAdmin ? m_api.admit("GET", path.mid(9)) : m_api.get(path);
    const JsonSlice schemas = *m_document.at("components.schemas");
    const auto wanted = schemas.member(QLatin1String(schema.toLatin1()));
    QVERIFY(wanted.has_value());
    QCOMPARE(misfits(schemas, *wanted, reply.json, schema), QStringList());
    QVERIFY(!misfits(schemas, *wanted, JsonSlice(), schema).isEmpty()); // the check itself finds what does not fit
}

void tst_OpenApi::everyRoute_saysWhatItDoes()
{
    for (const auto &route : m_api.dispatcher().routes().routes()) {
        QVERIFY(!route->summary.isEmpty());
        QVERIFY(route->handler != nullptr);
        QVERIFY(route->pattern.startsWith('/'));
        QVERIFY(route->bodyLimit >= http::kSmallBody);
        if (route->door == http::Door::Key && route->method == http::Method::Delete)
            QVERIFY(route->scope == Scope::Delete);
        if (route->door == http::Door::Key && (route->method == http::Method::Post || route->method == http::Method::Put))
            QVERIFY(route->scope == (route->pattern == "/search" ? Scope::Search : Scope::Write));
    }
}

CLOISTER_TEST(tst_OpenApi)
#include "tst_OpenApi.moc"
