// Lists on the wire: pages, tokens, order, dates and filters.
#include "tests/support/ApiFixture.h"

using namespace cloister;
using namespace cloister::test;

class tst_ListRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void anEmptyNamespace_hasAnEmptyPage();
    void pages_walkTheWholeList_inBothOrders();
    void pages_stayStableAcrossInserts();
    void aToken_damagedOrForeign_isRefused();
    void aToken_ofAnotherList_isRefused_data();
    void aToken_ofAnotherList_isRefused();
    void dates_areInclusive_data();
    void dates_areInclusive();
    void created_switchesOffTheRange();
    void sameInstant_keepsTheOrderOfInsertion();
    void filters_narrowTheList_data();
    void filters_narrowTheList();
    void pages_ofTags_walkTheWholeList();
    void badParameters_areNamed_data();
    void badParameters_areNamed();
    void messages_walkInPages();
    void memories_listNewestFirst();

private:
    QStringList walk(const QByteArray &path, int *pages = nullptr);

    ApiFixture m_api;
};

void tst_ListRoutes::initTestCase()
{
    QVERIFY(m_api.start());
    for (int day = 1; day <= 7; ++day) {
        const QByteArray number = QByteArray::number(day);
        const QByteArray tags = day % 2 == 0 ? "[\"even\",\"all\"]" : "[\"odd\",\"all\"]";
        VERIFY_STATUS(m_api.post("/dialogue", "{\"namespace\":\"li\",\"id\":\"day-" + number + "\",\"created\":\"2024-03-0"
                + number + "T12:00:00.000Z\",\"tags\":" + tags + ",\"label\":\"" + (day < 4 ? "early" : "late") + "\"}"), 200);
    }
    VERIFY_STATUS(m_api.post("/dialogue/day-2/end?namespace=li", ""), 200);
    VERIFY_STATUS(m_api.post("/dialogue/day-3/archive?namespace=li", ""), 200);
}

QStringList tst_ListRoutes::walk(const QByteArray &path, int *pages)
{
    QStringList ids;
    QByteArray next;
    do {
        const Reply page = m_api.get(path + (next.isEmpty() ? QByteArray() : "&next=" + next));
        if (page.status != 200)
            return {QString::fromUtf8(page.body)};
        ids += page.ids();
        next = page.text("next").toLatin1();
        if (pages)
            ++*pages;
    } while (!next.isEmpty());
    return ids;
}

static QStringList days(std::initializer_list<int> numbers)
{
    QStringList ids;
    for (const int number : numbers)
        ids.append(QStringLiteral("day-%1").arg(number));
    return ids;
}

void tst_ListRoutes::anEmptyNamespace_hasAnEmptyPage()
{
    for (const char *path : {"/dialogue?namespace=unused", "/memory?namespace=unused"}) {
        const Reply page = m_api.get(path);
        VERIFY_STATUS(page, 200);
        QCOMPARE(page.body, "{\"items\":[]}");
    }
    QCOMPARE(m_api.get("/namespace?prefix=unused").raw("items"), "[]"); // reading made nothing
}

void tst_ListRoutes::pages_walkTheWholeList_inBothOrders()
{
    int pages = 0;
    QCOMPARE(walk("/dialogue?namespace=li&limit=3", &pages), days({7, 6, 5, 4, 3, 2, 1}));
    QCOMPARE(pages, 3);
    QCOMPARE(walk("/dialogue?namespace=li&limit=2&order=asc"), days({1, 2, 3, 4, 5, 6, 7}));
    const Reply exact = m_api.get("/dialogue?namespace=li&limit=7");
    QCOMPARE(exact.ids().size(), 7);
    QVERIFY(!exact.has("next"));
    QVERIFY(!exact.has("items.0.state"));
}

void tst_ListRoutes::pages_stayStableAcrossInserts()
{
    for (const char *id : {"stay-2", "stay-4", "stay-6"}) {
        m_api.post("/dialogue",
            QByteArray("{\"namespace\":\"stay\",\"id\":\"") + id + "\",\"created\":\"2024-01-0" + id[5] + "\"}");
    }
    const Reply first = m_api.get("/dialogue?namespace=stay&limit=1&order=asc");
    QCOMPARE(first.ids(), QStringList(QStringLiteral("stay-2")));
    for (const char *id : {"stay-1", "stay-3", "stay-7"}) {
        m_api.post("/dialogue",
            QByteArray("{\"namespace\":\"stay\",\"id\":\"") + id + "\",\"created\":\"2024-01-0" + id[5] + "\"}");
    }
    VERIFY_STATUS(m_api.remove("/dialogue/stay-2?namespace=stay"), 200); // the token outlives the row it stands on
    const Reply rest = m_api.get("/dialogue?namespace=stay&order=asc&next=" + first.text("next").toLatin1());
    QCOMPARE(rest.ids(), QStringList({QStringLiteral("stay-3"), QStringLiteral("stay-4"), QStringLiteral("stay-6"),
                             QStringLiteral("stay-7")}));
}

void tst_ListRoutes::aToken_damagedOrForeign_isRefused()
{
    const QByteArray token = m_api.get("/dialogue?namespace=li&limit=2").text("next").toLatin1();
    QVERIFY(!token.isEmpty());
    QByteArrayList bad{"x", "!!!!", token.chopped(1), token + "A", QByteArray(token.size(), 'A')};
    for (qsizetype i = 0; i < token.size(); i += 5) {
        QByteArray changed = token;
        changed[i] = changed.at(i) == 'A' ? 'B' : 'A';
        bad.append(changed);
    }
    for (const QByteArray &one : std::as_const(bad)) {
        const Reply refused = m_api.get("/dialogue?namespace=li&limit=2&next=" + one);
        VERIFY_ERROR(refused, 400, "INVALID_PARAMETER");
        QCOMPARE(refused.text("error.details.0.field"), QStringLiteral("next"));
    }
    VERIFY_STATUS(m_api.get("/dialogue?namespace=li&limit=5&next=" + token), 200); // the limit may change
}

void tst_ListRoutes::aToken_ofAnotherList_isRefused_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("namespace") << QByteArray("/dialogue?namespace=stay");
    QTest::newRow("default namespace") << QByteArray("/dialogue?limit=2");
    QTest::newRow("order") << QByteArray("/dialogue?namespace=li&order=asc");
    QTest::newRow("label") << QByteArray("/dialogue?namespace=li&label=late");
    QTest::newRow("status") << QByteArray("/dialogue?namespace=li&status=active");
    QTest::newRow("tags") << QByteArray("/dialogue?namespace=li&tags=odd");
    QTest::newRow("thread") << QByteArray("/dialogue?namespace=li&threadOf=day-1");
    QTest::newRow("dates") << QByteArray("/dialogue?namespace=li&startDate=2024-01-01");
    QTest::newRow("memories") << QByteArray("/memory?namespace=li");
    QTest::newRow("messages") << QByteArray("/messages?namespace=li&dialogueId=day-1&order=desc");
    QTest::newRow("namespaces") << QByteArray("/namespace?limit=2");
}

void tst_ListRoutes::aToken_ofAnotherList_isRefused()
{
    QFETCH(QByteArray, path);
    const QByteArray token = m_api.get("/dialogue?namespace=li&limit=2").text("next").toLatin1();
    VERIFY_ERROR(m_api.get(path + "&next=" + token), 400, "INVALID_PARAMETER");
}

void tst_ListRoutes::dates_areInclusive_data()
{
    QTest::addColumn<QByteArray>("range");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("from a day") << QByteArray("startDate=2024-03-05") << days({7, 6, 5});
    QTest::newRow("to a day") << QByteArray("endDate=2024-03-02") << days({2, 1});
    QTest::newRow("one day") << QByteArray("startDate=2024-03-04&endDate=2024-03-04") << days({4});
    QTest::newRow("from the instant") << QByteArray("startDate=2024-03-06T12:00:00.000Z") << days({7, 6});
    QTest::newRow("after the instant") << QByteArray("startDate=2024-03-06T12:00:00.001Z") << days({7});
    QTest::newRow("to the instant") << QByteArray("endDate=2024-03-01T12:00:00Z") << days({1});
    QTest::newRow("created a day") << QByteArray("created=2024-03-03") << days({3});
    QTest::newRow("created an instant") << QByteArray("created=2024-03-03T12:00:00.000Z") << days({3});
    QTest::newRow("created never") << QByteArray("created=2024-03-03T12:00:00.001Z") << QStringList();
    QTest::newRow("nothing") << QByteArray("startDate=2025-01-01") << QStringList();
}

void tst_ListRoutes::dates_areInclusive()
{
    QFETCH(QByteArray, range);
    QFETCH(QStringList, expected);
    QCOMPARE(m_api.get("/dialogue?namespace=li&" + range).ids(), expected);
    QCOMPARE(walk("/dialogue?namespace=li&limit=1&" + range), expected);
}

void tst_ListRoutes::created_switchesOffTheRange()
{
    QCOMPARE(m_api.get("/dialogue?namespace=li&created=2024-03-03&startDate=2024-03-06&endDate=2024-03-01").ids(), days({3}));
}

void tst_ListRoutes::sameInstant_keepsTheOrderOfInsertion()
{
    for (const char *id : {"zzzzz", "mmmmm", "aaaaa"})
        m_api.post("/memory", QByteArray("{\"namespace\":\"same\",\"value\":1,\"id\":\"") + id + "\"}");
    const QStringList inserted{QStringLiteral("zzzzz"), QStringLiteral("mmmmm"), QStringLiteral("aaaaa")};
    QCOMPARE(m_api.get("/memory?namespace=same&order=asc").ids(), inserted);
    QCOMPARE(walk("/memory?namespace=same&limit=1&order=asc"), inserted);
    QCOMPARE(m_api.get("/memory?namespace=same").ids(), QStringList(inserted.crbegin(), inserted.crend()));
}

void tst_ListRoutes::filters_narrowTheList_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("tag") << QByteArray("tags=even") << days({6, 4, 2});
    QTest::newRow("any of two tags") << QByteArray("tags=even,odd") << days({7, 6, 5, 4, 3, 2, 1});
    QTest::newRow("the same tag twice") << QByteArray("tags=even,all") << days({7, 6, 5, 4, 3, 2, 1});
    QTest::newRow("no such tag") << QByteArray("tags=none") << QStringList();
    QTest::newRow("active") << QByteArray("status=active") << days({7, 6, 5, 4, 1});
    QTest::newRow("ended") << QByteArray("status=ended") << days({2});
    QTest::newRow("archived") << QByteArray("status=archived") << days({3});
    QTest::newRow("label") << QByteArray("label=early") << days({3, 2, 1});
    QTest::newRow("label and tag") << QByteArray("label=early&tags=odd") << days({3, 1});
    QTest::newRow("tag, status and date") << QByteArray("tags=odd&status=active&endDate=2024-03-05") << days({5, 1});
    QTest::newRow("tag, ascending") << QByteArray("tags=even&order=asc") << days({2, 4, 6});
}

void tst_ListRoutes::filters_narrowTheList()
{
    QFETCH(QByteArray, filter);
    QFETCH(QStringList, expected);
    QCOMPARE(m_api.get("/dialogue?namespace=li&" + filter).ids(), expected);
    QCOMPARE(walk("/dialogue?namespace=li&limit=2&" + filter), expected);
}

void tst_ListRoutes::pages_ofTags_walkTheWholeList()
{
    for (int i = 0; i < 9; ++i) {
        m_api.post("/memory", "{\"namespace\":\"tagged\",\"value\":" + QByteArray::number(i) + ",\"id\":\"mem-"
                + QByteArray::number(i) + "\",\"tags\":[\"" + (i % 3 == 0 ? "a" : "b") + "\"]}");
        m_api.clock.advance(1000);
    }
    QCOMPARE(walk("/memory?namespace=tagged&tags=a&limit=2"),
        QStringList({QStringLiteral("mem-6"), QStringLiteral("mem-3"), QStringLiteral("mem-0")}));
    QCOMPARE(walk("/memory?namespace=tagged&tags=a,b&limit=4&order=asc").size(), 9);
}

void tst_ListRoutes::badParameters_areNamed_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *path, const char *field) {
        QTest::newRow(path) << QByteArray(path) << QString::fromLatin1(field);
    };
    row("/dialogue?limit=0", "limit");
    row("/dialogue?limit=1001", "limit");
    row("/dialogue?limit=ten", "limit");
    row("/dialogue?limit=", "limit");
    row("/dialogue?order=up", "order");
    row("/dialogue?status=open", "status");
    row("/dialogue?created=today", "created");
    row("/dialogue?startDate=2024-02-30", "startDate");
    row("/dialogue?endDate=12", "endDate");
    row("/dialogue?offset=3", "offset");
    row("/dialogue?Limit=3", "Limit");
    row("/dialogue?limit=3&limit=4", "limit");
    row("/memory?label=x", "label");
    row("/memory?threadOf=x", "threadOf");
    row("/messages?dialogueId=day-1&tags=x", "tags");
    row("/messages?namespace=li", "dialogueId");
    row("/namespace?namespace=li", "namespace");
    row("/namespace?limit=0", "limit");
    row("/namespace?offset=2", "sort");
    row("/namespace?sort=bytes", "sort");
    row("/namespace?sort=size", "sort");
    row("/events?after=-1", "after");
    row("/events?entity=abc", "entity");
    row("/events?seq=1", "seq");
}

void tst_ListRoutes::badParameters_areNamed()
{
    QFETCH(QByteArray, path);
    QFETCH(QString, field);
    const Reply refused = m_api.get(path);
    VERIFY_STATUS(refused, 400);
    QCOMPARE(refused.text("error.details.0.field"), field);
    QCOMPARE(refused.errorCode(), field == QLatin1String("dialogueId") ? QStringLiteral("MISSING_PARAMETER")
                                                                       : QStringLiteral("INVALID_PARAMETER"));
}

void tst_ListRoutes::messages_walkInPages()
{
    QByteArray batch;
    for (int i = 0; i < 11; ++i)
        batch += "{\"id\":\"walk-" + QByteArray::number(i).rightJustified(2, '0') + "\",\"role\":\"u\",\"content\":\"c\"},";
    m_api.post("/dialogue", "{\"namespace\":\"walk\",\"id\":\"walk-dlg\"}");
    VERIFY_STATUS(m_api.post("/messages?namespace=walk&dialogueId=walk-dlg", "[" + batch.chopped(1) + "]"), 200);
    int pages = 0;
    const QStringList up = walk("/messages?namespace=walk&dialogueId=walk-dlg&limit=4", &pages);
    QCOMPARE(pages, 3);
    QCOMPARE(up.size(), 11);
    QVERIFY(std::is_sorted(up.cbegin(), up.cend()));
    const QStringList down = walk("/messages?namespace=walk&dialogueId=walk-dlg&limit=4&order=desc");
    QCOMPARE(QStringList(down.crbegin(), down.crend()), up);
}

void tst_ListRoutes::memories_listNewestFirst()
{
    for (const char *day : {"2024-05-02", "2024-05-01", "2024-05-03"})
        m_api.post("/memory", QByteArray("{\"namespace\":\"newest\",\"value\":0,\"id\":\"m-") + day + "\",\"created\":\"" + day + "\"}");
    QCOMPARE(m_api.get("/memory?namespace=newest").ids(),
        QStringList({QStringLiteral("m-2024-05-03"), QStringLiteral("m-2024-05-02"), QStringLiteral("m-2024-05-01")}));
    QCOMPARE(m_api.get("/memory?namespace=newest&created=2024-05-01").ids(), QStringList(QStringLiteral("m-2024-05-01")));
}

CLOISTER_TEST(tst_ListRoutes)
#include "tst_ListRoutes.moc"
