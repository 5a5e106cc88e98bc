#include "engine/base/Json.h"
#include "engine/model/SearchQuery.h"
#include "tests/support/Test.h"

using namespace cloister;

namespace {

Result<SearchQuery> read(const QByteArray &json)
{
    return readSearchQuery(parseJson(json).value());
}

/// A query that is whole but for `more`.
QByteArray with(const char *more)
{
    return QByteArray(R"({"query":"q","object":"message",)") + more + '}';
}

} // namespace

class tst_SearchQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_smallest_hasDefaults();
    void read_everything_isKept();
    void read_tagList_isAnyOf();
    void read_metadata_everyOperator();
    void read_unknownMember_isIgnored();
    void read_refused_namesField_data();
    void read_refused_namesField();
    void read_severalErrors_areAllNamed();
    void read_oldDateFields_nameTheNewForm();
    void read_queryLength_atLimitAndOver();
    void read_suspiciousNamespace_isRefused();
};

void tst_SearchQuery::read_smallest_hasDefaults()
{
    const auto query = read(R"({"query":"dogs","object":"memory"})");
    QVERIFY(query);
    QCOMPARE(query->query, QStringLiteral("dogs"));
    QCOMPARE(query->object, SearchObject::Memory);
    QCOMPARE(query->limit, 10);
    QCOMPARE(query->timezone, QStringLiteral("UTC"));
    QCOMPARE(query->mode, SearchMode::Hybrid);
    QCOMPARE(query->orderBy, SearchOrder::Relevance);
    QCOMPARE(query->order, Order::Descending);
    QVERIFY(query->nameSpace.isEmpty());
    QVERIFY(!query->filter.created && !query->filter.hasImage && !query->explain);
}

void tst_SearchQuery::read_everything_isKept()
{
    const auto query = read(R"({"query":"q","object":"dialogue","limit":100,"namespace":"acme","timezone":"Europe/Berlin",
        "tags":{"$in":["a"],"$all":["b","c"],"$nin":["d"]},"filter":{"created":"last 30 days",
        "modified":{"gte":"2025","gt":"2024","lte":"today","lt":"tomorrow"},"hasImage":false},
        "orderBy":"created","order":"asc","mode":"keyword","dialogueId":"dialogue-1","role":"user","explain":true})");
    QVERIFY2(query, qPrintable(query ? QString() : query.error().detail));
    QCOMPARE(query->object, SearchObject::Dialogue);
    QCOMPARE(query->limit, 100);
    QCOMPARE(query->nameSpace, QStringLiteral("acme"));
    QCOMPARE(query->timezone, QStringLiteral("Europe/Berlin"));
    QCOMPARE(query->filter.anyTags, QStringList{QStringLiteral("a")});
    QCOMPARE(query->filter.allTags, QStringList({QStringLiteral("b"), QStringLiteral("c")}));
    QCOMPARE(query->filter.noTags, QStringList{QStringLiteral("d")});
    QCOMPARE(query->filter.created->phrase, QStringLiteral("last 30 days"));
    QCOMPARE(query->filter.modified->gte, QStringLiteral("2025"));
    QCOMPARE(query->filter.modified->gt, QStringLiteral("2024"));
    QCOMPARE(query->filter.modified->lte, QStringLiteral("today"));
    QCOMPARE(query->filter.modified->lt, QStringLiteral("tomorrow"));
    QCOMPARE(query->filter.hasImage, std::optional(false));
    QCOMPARE(query->orderBy, SearchOrder::Created);
    QCOMPARE(query->order, Order::Ascending);
    QCOMPARE(query->mode, SearchMode::Keyword);
    QCOMPARE(query->filter.dialogueId, QStringLiteral("dialogue-1"));
    QCOMPARE(query->filter.role, QStringLiteral("user"));
    QVERIFY(query->explain);
}

void tst_SearchQuery::read_tagList_isAnyOf()
{
    QCOMPARE(read(with(R"("tags":["a","b"])"))->filter.anyTags.size(), 2);
    QVERIFY(read(with(R"("tags":[])"))->filter.anyTags.isEmpty());
}

void tst_SearchQuery::read_metadata_everyOperator()
{
    const auto query = read(with(R"("metadata":{"a":"x","b":[1,true],"c":{"$eq":1,"$ne":"y","$in":["z"],"$nin":[2],)"
                                 R"("$gt":1,"$gte":2.5,"$lt":"m","$lte":-3}})"));
    QVERIFY2(query, qPrintable(query ? QString() : query.error().detail));
    const auto &conditions = query->filter.metadata;
    QCOMPARE(conditions.size(), 10);
    const FilterOperator expected[] = {FilterOperator::Equal, FilterOperator::In, FilterOperator::Equal,
        FilterOperator::NotEqual, FilterOperator::In, FilterOperator::NotIn, FilterOperator::Greater,
        FilterOperator::GreaterOrEqual, FilterOperator::Less, FilterOperator::LessOrEqual};
    for (qsizetype i = 0; i < conditions.size(); ++i)
        QCOMPARE(conditions.at(i).op, expected[i]);
    QVERIFY(conditions.at(1).operands == (QList<MetadataScalar>{1.0, true}));
    QVERIFY(conditions.at(7).operands == (QList<MetadataScalar>{2.5}));
    QCOMPARE(conditions.at(2).key, QStringLiteral("c"));
}

void tst_SearchQuery::read_unknownMember_isIgnored()
{
    QVERIFY(read(with(R"("colour":"red")")));
}

void tst_SearchQuery::read_refused_namesField_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *more, const char *field) { QTest::addRow("%s", more) << with(more) << QString::fromLatin1(field); };
    row(R"("limit":0)", "limit");
    row(R"("limit":101)", "limit");
    row(R"("limit":"10")", "limit");
    row(R"("limit":1.5)", "limit");
    row(R"("timezone":7)", "timezone");
    row(R"("namespace":7)", "namespace");
    row(R"("tags":"a")", "tags");
    row(R"("tags":[1])", "tags");
    row(R"("tags":[""])", "tags");
    row(R"("tags":{})", "tags");
    row(R"("tags":{"$or":["a"]})", "tags.$or");
    row(R"("tags":{"$in":"a"})", "tags.$in");
    row(R"("tags":{"$in":[]})", "tags.$in");
    row(R"("metadata":[])", "metadata");
    row(R"("metadata":{"k":null})", "metadata.k");
    row(R"("metadata":{"k":{}})", "metadata.k");
    row(R"("metadata":{"k":[]})", "metadata.k.$in");
    row(R"("metadata":{"k":{"$in":1}})", "metadata.k.$in");
    row(R"("metadata":{"k":{"$like":"a"}})", "metadata.k.$like");
    row(R"("metadata":{"k":{"gt":1}})", "metadata.k.gt");
    row(R"("metadata":{"k":{"$gt":true}})", "metadata.k.$gt");
    row(R"("metadata":{"k":{"$gt":[1]}})", "metadata.k.$gt");
    row(R"("metadata":{"k":{"$eq":{"a":1}}})", "metadata.k.$eq");
    row(R"("metadata":{"k":1e999})", "metadata.k");
    row(R"("filter":"today")", "filter");
    row(R"("filter":{"created":5})", "filter.created");
    row(R"("filter":{"created":{}})", "filter.created");
    row(R"("filter":{"created":{"$gte":"2025"}})", "filter.created.$gte");
    row(R"("filter":{"modified":{"gte":2025}})", "filter.modified.gte");
    row(R"("filter":{"hasImage":"yes"})", "filter.hasImage");
    row(R"("filter":{"createdYear":2025})", "filter.createdYear");
    row(R"("orderBy":"date")", "orderBy");
    row(R"("order":"up")", "order");
    row(R"("mode":"magic")", "mode");
    row(R"("role":"")", "role");
    row(R"("dialogueId":null)", "dialogueId");
    row(R"("explain":1)", "explain");
    QTest::newRow("no query") << QByteArray(R"({"object":"message"})") << QStringLiteral("query");
    QTest::newRow("empty query") << QByteArray(R"({"query":"","object":"message"})") << QStringLiteral("query");
    QTest::newRow("no object") << QByteArray(R"({"query":"q"})") << QStringLiteral("object");
    QTest::newRow("other object") << QByteArray(R"({"query":"q","object":"summary"})") << QStringLiteral("object");
}

void tst_SearchQuery::read_refused_namesField()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, field);
    const auto query = read(json);
    QVERIFY(!query);
    QVERIFY(query.error().code == ErrorCode::InvalidParameter || query.error().code == ErrorCode::MissingParameter);
    QCOMPARE(query.error().fields.size(), 1);
    QCOMPARE(query.error().fields.front().field, field);
}

void tst_SearchQuery::read_severalErrors_areAllNamed()
{
    const auto query = read(R"({"object":"message","limit":0,"mode":"x"})");
    QVERIFY(!query);
    QCOMPARE(query.error().code, ErrorCode::ValidationError);
    QCOMPARE(query.error().fields.size(), 3);
}

void tst_SearchQuery::read_oldDateFields_nameTheNewForm()
{
    for (const char *name : {"createdYear", "createdMonth", "createdAfter", "modifiedYear"}) {
        const auto query = read(with((QByteArray("\"") + name + "\":2025").constData()));
        QVERIFY(!query);
        QCOMPARE(query.error().fields.front().field, QString::fromLatin1(name));
        const QString form = QString::fromLatin1(name).startsWith(QLatin1Char('c')) ? QStringLiteral("filter.created") : QStringLiteral("filter.modified");
        QVERIFY(query.error().fields.front().message.contains(form));
    }
}

void tst_SearchQuery::read_queryLength_atLimitAndOver()
{
    const auto query = [](int bytes) { return read(R"({"object":"message","query":")" + QByteArray(bytes, 'a') + "\"}"); };
    QVERIFY(query(8192));
    QVERIFY(!query(8193));
    QVERIFY(query(8193).error().fields.front().value.isEmpty());
}

void tst_SearchQuery::read_suspiciousNamespace_isRefused()
{
    QCOMPARE(read(with(R"("namespace":"undefined")")).error().code, ErrorCode::SuspiciousNamespace);
}

CLOISTER_TEST(tst_SearchQuery)
#include "tst_SearchQuery.moc"
