#include "engine/search/FilterMatcher.h"
#include "tests/search/SearchSamples.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::search;

namespace {

const QStringList kTags = {QStringLiteral("red"), QStringLiteral("green"), QStringLiteral("blue")};

QStringList someTags(std::mt19937 &random)
{
    QStringList tags;
    for (const QString &tag : kTags) {
        if (random() % 3 == 0)
            tags.append(tag);
    }
    return tags;
}

IndexEntry randomEntry(std::mt19937 &random, int number)
{
    IndexEntry entry = cloister::test::messageEntry(QStringLiteral("dialogue-%1").arg(random() % 4),
                                                    QString::number(number), number, QStringLiteral("word"));
    entry.created = static_cast<qint64>(random() % 20) * 86'400'000;
    entry.modified = entry.created + static_cast<qint64>(random() % 5) * 86'400'000;
    entry.role = random() % 2 == 0 ? QStringLiteral("user") : QStringLiteral("assistant");
    entry.hasImage = random() % 3 == 0;
    entry.tags = someTags(random);
    if (random() % 2 == 0)
        entry.metadata.insert(QStringLiteral("n"), static_cast<double>(random() % 5));
    if (random() % 2 == 0)
        entry.metadata.insert(QStringLiteral("s"), QString(QLatin1Char(static_cast<char>('a' + random() % 5))));
    if (random() % 2 == 0)
        entry.metadata.insert(QStringLiteral("s"), someTags(random));
    if (random() % 2 == 0)
        entry.metadata.insert(QStringLiteral("b"), random() % 2 == 0);
    return entry;
}

MetadataScalar randomScalar(std::mt19937 &random)
{
    switch (random() % 4) {
    case 0:
        return static_cast<double>(random() % 5);
    case 1:
        return random() % 2 == 0;
    case 2:
        return kTags.at(static_cast<qsizetype>(random() % 3));
    default:
        return QString(QLatin1Char(static_cast<char>('a' + random() % 5)));
    }
}

MetadataCondition randomCondition(std::mt19937 &random)
{
    static const QStringList keys = {QStringLiteral("n"), QStringLiteral("s"), QStringLiteral("b"), QStringLiteral("none")};
    MetadataCondition condition;
    condition.key = keys.at(static_cast<qsizetype>(random() % 4));
    condition.op = static_cast<FilterOperator>(random() % 8);
    const bool isList = condition.op == FilterOperator::In || condition.op == FilterOperator::NotIn;
    for (auto left = isList ? 1 + random() % 3 : 1UL; left > 0; --left)
        condition.operands.append(randomScalar(random));
    return condition;
}

QString day(std::mt19937 &random)
{
    return QDate(1970, 1, 1).addDays(static_cast<qint64>(random() % 20)).toString(Qt::ISODate);
}

Filter randomFilter(std::mt19937 &random)
{
    Filter filter;
    if (random() % 3 == 0)
        filter.anyTags = someTags(random);
    if (random() % 4 == 0)
        filter.allTags = someTags(random);
    if (random() % 4 == 0)
        filter.noTags = someTags(random);
    for (auto left = random() % 3; left > 0; --left)
        filter.metadata.append(randomCondition(random));
    if (random() % 3 == 0)
        filter.created = DateFilter{{}, day(random), {}, {}, {}};
    if (random() % 3 == 0)
        filter.modified = DateFilter{{}, {}, {}, {}, day(random)};
    if (random() % 3 == 0)
        filter.hasImage = random() % 2 == 0;
    if (random() % 4 == 0)
        filter.dialogueId = QStringLiteral("dialogue-%1").arg(random() % 5);
    if (random() % 4 == 0)
        filter.role = QStringLiteral("user");
    return filter;
}

// The oracle says the same in other words: sets of texts, and dates compared as ISO texts.

std::optional<QString> asText(const MetadataScalar &value)
{
    if (const auto *text = std::get_if<QString>(&value))
        return QLatin1String("s:") + *text;
    if (const auto *flag = std::get_if<bool>(&value))
        return QLatin1String(*flag ? "b:1" : "b:0");
    return QStringLiteral("n:%1").arg(std::get<double>(value));
}

QStringList valuesOf(const IndexEntry &entry, const QString &key)
{
    if (!entry.metadata.contains(key))
        return {};
    const MetadataValue value = entry.metadata.value(key);
    QStringList values;
    if (const auto *list = std::get_if<QStringList>(&value)) {
        for (const QString &text : *list)
            values.append(QLatin1String("s:") + text);
    } else if (const auto *number = std::get_if<double>(&value)) {
        values.append(*asText(*number));
    } else if (const auto *flag = std::get_if<bool>(&value)) {
        values.append(*asText(*flag));
    } else {
        values.append(*asText(std::get<QString>(value)));
    }
    return values;
}

bool oracleCondition(const IndexEntry &entry, const MetadataCondition &condition)
{
    const QStringList own = valuesOf(entry, condition.key);
    bool isAny = false;
    for (const MetadataScalar &operand : condition.operands)
        isAny = isAny || own.contains(*asText(operand));
    if (condition.op == FilterOperator::Equal || condition.op == FilterOperator::In)
        return isAny;
    if (condition.op == FilterOperator::NotEqual || condition.op == FilterOperator::NotIn)
        return !isAny;
    // One digit or letter each, so the texts are in the order of the values.
    const bool isList = std::holds_alternative<QStringList>(entry.metadata.value(condition.key));
    const QString wanted = *asText(condition.operands.front());
    if (own.size() != 1 || isList || own.front().left(1) != wanted.left(1) || wanted.startsWith(QLatin1Char('b')))
        return false;
    const int order = QString::compare(own.front(), wanted);
    return condition.op == FilterOperator::Greater ? order > 0 : condition.op == FilterOperator::GreaterOrEqual ? order >= 0
        : condition.op == FilterOperator::Less     ? order < 0 : order <= 0;
}

bool oracle(const IndexEntry &entry, const Filter &filter)
{
    const auto isoDay = [](qint64 ms) { return QDate(1970, 1, 1).addDays(ms / 86'400'000).toString(Qt::ISODate); };
    const QSet<QString> tags(entry.tags.begin(), entry.tags.end());
    const auto setOf = [](const QStringList &list) { return QSet<QString>(list.begin(), list.end()); };
    if (!filter.anyTags.isEmpty() && !tags.intersects(setOf(filter.anyTags)))
        return false;
    if (!tags.contains(setOf(filter.allTags)) || tags.intersects(setOf(filter.noTags)))
        return false;
    for (const MetadataCondition &condition : filter.metadata) {
        if (!oracleCondition(entry, condition))
            return false;
    }
    return (!filter.created || isoDay(entry.created) >= *filter.created->gte)
        && (!filter.modified || isoDay(entry.modified) < *filter.modified->lt)
        && (!filter.hasImage || entry.hasImage == *filter.hasImage)
        && (!filter.dialogueId || entry.key.dialogueId == *filter.dialogueId)
        && (!filter.role || entry.role == *filter.role);
}

} // namespace

class tst_FilterMatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void search_randomFilters_equalOracle();
    void make_unknownDate_isRefused();
    void matches_numbersAndTexts_areKeptApart();
};

void tst_FilterMatcher::search_randomFilters_equalOracle()
{
    std::mt19937 random(42);
    std::vector<IndexEntry> entries;
    IndexChange change;
    for (int i = 0; i < 90; ++i)
        entries.push_back(randomEntry(random, i));
    change.upserts = entries;
    PartitionIndex index{{}};
    index.apply(change);
    qsizetype answered = 0;
    for (int round = 0; round < 1'000; ++round) {
        SearchQuery query;
        query.query = QStringLiteral("word");
        query.limit = 100;
        query.filter = randomFilter(random);
        QSet<QString> expected;
        for (const IndexEntry &entry : entries) {
            if (oracle(entry, query.filter))
                expected.insert(entry.key.id);
        }
        QSet<QString> found;
        const auto answer = index.search(query, {}, 0);
        for (const SearchHit &hit : answer->hits)
            found.insert(hit.key.id);
        QCOMPARE(found, expected);
        QCOMPARE(answer->explain.considered, expected.size());
        answered += expected.size();
    }
    QVERIFY(answered > 1'000);
}

void tst_FilterMatcher::make_unknownDate_isRefused()
{
    Filter filter;
    filter.created = DateFilter{QStringLiteral("soon"), {}, {}, {}, {}};
    const auto matcher = FilterMatcher::make(filter, QStringLiteral("UTC"), 0);
    QVERIFY(!matcher);
    QCOMPARE(matcher.error().code, ErrorCode::InvalidParameter);
}

void tst_FilterMatcher::matches_numbersAndTexts_areKeptApart()
{
    const Metadata metadata = {{QStringLiteral("n"), 1.0}, {QStringLiteral("t"), QStringLiteral("1")}};
    const auto holds = [&metadata](const char *key, FilterOperator op, const MetadataScalar &operand) {
        return matches(metadata, {QString::fromLatin1(key), op, {operand}});
    };
    QVERIFY(holds("n", FilterOperator::Equal, 1.0));
    QVERIFY(!holds("n", FilterOperator::Equal, QStringLiteral("1")));
    QVERIFY(!holds("n", FilterOperator::Equal, true));
    QVERIFY(holds("t", FilterOperator::LessOrEqual, QStringLiteral("1")));
    QVERIFY(!holds("t", FilterOperator::LessOrEqual, 1.0));
    QVERIFY(holds("none", FilterOperator::NotEqual, 1.0));
    QVERIFY(!holds("none", FilterOperator::Less, 1.0));
}

CLOISTER_TEST(tst_FilterMatcher)
#include "tst_FilterMatcher.moc"
