#include "tests/support/SearchFixture.h"
#include "tests/support/StubServer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace cloister;
using namespace cloister::test;

/// Writes summaries in the words it was given, all of them up to 200 characters, and lets something happen before it
/// answers for the first time.
class ChatServerWithAPause
{
public:
    explicit ChatServerWithAPause(std::function<void()> meanwhile = {}) :
        m_meanwhile(std::move(meanwhile)),
        m_server(new QTcpServer, [this](const QByteArray &, const QByteArray &body) { return answer(body); })
    {
    }

    ModelServer address() const
    {
        ModelServer server;
        server.url = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.port()));
        server.model = QStringLiteral("writer");
        return server;
    }
    int requests() const { return m_server.requests(); }

private:
    QByteArray answer(const QByteArray &body)
    {
        if (m_meanwhile)
            std::exchange(m_meanwhile, {})();
        const QJsonArray messages = QJsonDocument::fromJson(body).object().value(QLatin1String("messages")).toArray();
        const QJsonObject message{
            {QStringLiteral("content"), messages.at(1)[QLatin1String("content")].toString().left(200)}};
        const QJsonObject said{
            {QStringLiteral("choices"), QJsonArray{QJsonObject{{QStringLiteral("message"), message}}}}};
        return StubServer::response(200, QJsonDocument(said).toJson(QJsonDocument::Compact));
    }

    std::function<void()> m_meanwhile;
    StubServer m_server; ///< last: its thread ends before what it uses
};

class tst_SummaryService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aSummary_isMadeOfTheDialoguesSentences();
    void aRange_coversItsMessagesOnly();
    void lengths_differByTemplate();
    void whatIsMissing_isSaid();
    void aSummaryLeftInProcessing_isFinishedAfterReopening();
    void deletingTheDialogue_takesItsSummaries();
    void deletingAMessage_takesItOutOfTheSummary();
    void list_showsThoseOfTheDialogueNewestFirst();
    void aVeryLongDialogue_isReadInPart();
    void aMessageAddedMeanwhile_needsNoSecondMaking();
    void aMessageRemovedMeanwhile_isNotInTheSummary();
    void textOfAnErasedNamespace_isNotInItsSuccessor();

private:
    Summary make(NewSummary asked);
    Summary wait(const QString &id);

    std::unique_ptr<SearchFixture> m_fixture;
};

static const QStringList kBoilerTalk{QStringLiteral("The boiler in flat nine has stopped heating the water."),
    QStringLiteral("I will send a plumber. Is somebody at home tomorrow morning?"),
    QStringLiteral("Yes, my daughter is at home until noon."),
    QStringLiteral("The plumber found a broken pump in the boiler and ordered a new pump."),
    QStringLiteral("Thanks!"), QStringLiteral("The new pump was fitted and the boiler heats the water again."),
    QStringLiteral("Ok."), QStringLiteral("The invoice of 240 pounds goes to the landlord.")};

void tst_SummaryService::init()
{
    m_fixture = std::make_unique<SearchFixture>();
    QVERIFY(m_fixture->create());
    QVERIFY(m_fixture->talk({}, QStringLiteral("boiler"), kBoilerTalk));
}

Summary tst_SummaryService::make(NewSummary asked)
{
    asked.dialogueId = QStringLiteral("boiler");
    const auto made = m_fixture->engine->summaries.create(m_fixture->partition(), asked).result();
    return made ? wait(made->id) : Summary();
}

// As it is once it is not in processing any more.
Summary tst_SummaryService::wait(const QString &id)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 300'000) {
        const auto summary = m_fixture->engine->summaries.get(m_fixture->partition(), id);
        if (!summary || summary->status != SummaryStatus::Processing)
            return summary.value_or(Summary());
        QThread::msleep(5);
    }
    return {};
}

void tst_SummaryService::aSummary_isMadeOfTheDialoguesSentences()
{
    const Summary summary = make({});
    QVERIFY(summary.status == SummaryStatus::Completed);
    QCOMPARE(summary.messageCount, kBoilerTalk.size());
    QCOMPARE(summary.summarizedCount, kBoilerTalk.size());
    QCOMPARE(summary.skippedCount, 0);
    QVERIFY(summary.totalTokens > summary.contentTokenCount);
    QVERIFY(summary.contentTokenCount > 0);
    const QStringList lines = summary.content.split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), 3);
    qsizetype place = -1;
    const QString all = kBoilerTalk.join(QLatin1Char(' '));
    for (const QString &line : lines) {
        QVERIFY2(line.startsWith(QLatin1String("user: ")), qPrintable(line));
        const qsizetype here = all.indexOf(line.mid(6));
        QVERIFY2(here > place, qPrintable(line)); // its own words, in their order
        place = here;
        QVERIFY(!line.contains(QLatin1String("Thanks")) && !line.contains(QLatin1String("Ok.")));
    }
    QVERIFY2(summary.content.contains(QLatin1String("boiler")), qPrintable(summary.content));
}

void tst_SummaryService::aRange_coversItsMessagesOnly()
{
    NewSummary asked;
    asked.startId = QStringLiteral("boiler-2");
    asked.endId = QStringLiteral("boiler-4");
    const Summary summary = make(asked);
    QCOMPARE(summary.messageCount, 3);
    QVERIFY(!summary.content.contains(QLatin1String("invoice")));
    QVERIFY(!summary.content.contains(QLatin1String("flat nine")));
}

void tst_SummaryService::lengths_differByTemplate()
{
    NewSummary asked;
    asked.templateName = QStringLiteral("brief");
    QCOMPARE(make(asked).content.count(QLatin1Char('\n')), 0);
    asked.templateName = QStringLiteral("detailed");
    QCOMPARE(make(asked).content.count(QLatin1Char('\n')), 5);
    asked.templateName = QStringLiteral("poetic");
    const auto refused = m_fixture->engine->summaries.create(m_fixture->partition(), asked).result();
    QCOMPARE(refused.error().code, ErrorCode::InvalidParameter);
}

void tst_SummaryService::whatIsMissing_isSaid()
{
    SummaryService &service = m_fixture->engine->summaries;
    NewSummary asked;
    asked.dialogueId = QStringLiteral("nothing");
    QCOMPARE(service.create(m_fixture->partition(), asked).result().error().code, ErrorCode::DialogueNotFound);
    asked.dialogueId = QStringLiteral("boiler");
    asked.endId = QStringLiteral("nothing");
    QCOMPARE(service.create(m_fixture->partition(), asked).result().error().code, ErrorCode::MessageNotFound);
    QCOMPARE(service.get(m_fixture->partition(), QStringLiteral("nothing")).error().code, ErrorCode::SummaryNotFound);
    asked.endId.reset();
    asked.id = QStringLiteral("summary-1");
    QVERIFY(service.create(m_fixture->partition(), asked).result());
    QCOMPARE(service.create(m_fixture->partition(), asked).result().error().code, ErrorCode::DuplicateId);
    QCOMPARE(service.get(m_fixture->partition(QStringLiteral("other")), asked.id).error().code,
        ErrorCode::SummaryNotFound);
}

void tst_SummaryService::aSummaryLeftInProcessing_isFinishedAfterReopening()
{
    NewSummary asked;
    asked.dialogueId = QStringLiteral("boiler");
    asked.id = QStringLiteral("summary-1");
    QVERIFY(m_fixture->engine->summaries.create(m_fixture->partition(), asked).result());
    QVERIFY(m_fixture->open());
    QVERIFY(wait(asked.id).status == SummaryStatus::Completed);
}

void tst_SummaryService::deletingTheDialogue_takesItsSummaries()
{
    const Summary summary = make({});
    const auto removed
        = m_fixture->engine->dialogues.remove(m_fixture->partition(), QStringLiteral("boiler")).result();
    QCOMPARE(removed->summaries, 1);
    QCOMPARE(m_fixture->engine->summaries.get(m_fixture->partition(), summary.id).error().code,
        ErrorCode::SummaryNotFound);
}

void tst_SummaryService::deletingAMessage_takesItOutOfTheSummary()
{
    NewSummary asked;
    asked.templateName = QStringLiteral("detailed");
    const Summary before = make(asked);
    QVERIFY(before.content.contains(QLatin1String("broken pump")));
    QVERIFY(m_fixture->engine->messages
                .remove(m_fixture->partition(), QStringLiteral("boiler"), QStringLiteral("boiler-4"))
                .result());
    const auto right = m_fixture->engine->summaries.get(m_fixture->partition(), before.id);
    QVERIFY(!right->content.contains(QLatin1String("broken pump")));
    const Summary after = wait(before.id);
    QVERIFY(after.status == SummaryStatus::Completed);
    QVERIFY(!after.content.isEmpty());
    QVERIFY(!after.content.contains(QLatin1String("broken pump")));
    QCOMPARE(after.messageCount, kBoilerTalk.size() - 1);
}

void tst_SummaryService::list_showsThoseOfTheDialogueNewestFirst()
{
    const Summary first = make({});
    const Summary second = make({});
    const auto page = m_fixture->engine->summaries.list(m_fixture->partition(), QStringLiteral("boiler"), {});
    QCOMPARE(page->items.size(), 2);
    QCOMPARE(page->items.first().id, second.id);
    QCOMPARE(page->items.last().id, first.id);
    ListQuery one;
    one.limit = 1;
    const auto start = m_fixture->engine->summaries.list(m_fixture->partition(), QStringLiteral("boiler"), one);
    QCOMPARE(start->items.size(), 1);
    one.next = start->next;
    QCOMPARE(m_fixture->engine->summaries.list(m_fixture->partition(), QStringLiteral("boiler"), one)->items.first().id,
        first.id);
}

void tst_SummaryService::aVeryLongDialogue_isReadInPart()
{
    ChatServerWithAPause server;
    m_fixture->engine->summaries.use(server.address());
    const QString large = QStringLiteral("The boiler is cold again. ").repeated(115'000); // three million characters
    QVERIFY(m_fixture->talk({}, QStringLiteral("large"), {large, large, QStringLiteral(" "), QStringLiteral("Thanks!")}));
    NewSummary asked;
    asked.dialogueId = QStringLiteral("large");
    const auto made = m_fixture->engine->summaries.create(m_fixture->partition(), asked).result();
    QVERIFY(made.has_value());
    const Summary summary = wait(made->id);
    m_fixture->engine->summaries.use(std::nullopt);
    QVERIFY(summary.status == SummaryStatus::Completed);
    QCOMPARE(summary.messageCount, 4);
    QCOMPARE(summary.summarizedCount, 1);
    QCOMPARE(summary.skippedCount, 3);
}

void tst_SummaryService::aMessageAddedMeanwhile_needsNoSecondMaking()
{
    bool isAdded = false;
    ChatServerWithAPause server([&] {
        isAdded = m_fixture->say({}, QStringLiteral("boiler"),
            SearchFixture::message(QStringLiteral("late-1"), QStringLiteral("One more thing.")));
    });
    m_fixture->engine->summaries.use(server.address());
    const Summary summary = make({});
    m_fixture->engine->summaries.use(std::nullopt);
    QVERIFY(isAdded);
    QVERIFY(summary.status == SummaryStatus::Completed);
    QCOMPARE(summary.messageCount, kBoilerTalk.size());
    QCOMPARE(server.requests(), 1);
}

void tst_SummaryService::aMessageRemovedMeanwhile_isNotInTheSummary()
{
    bool isRemoved = false;
    ChatServerWithAPause server([&] {
        isRemoved = m_fixture->engine->messages
                        .remove(m_fixture->partition(), QStringLiteral("boiler"), QStringLiteral("boiler-1"))
                        .result()
                        .has_value();
    });
    m_fixture->engine->summaries.use(server.address());
    const Summary summary = make({});
    m_fixture->engine->summaries.use(std::nullopt);
    QVERIFY(isRemoved);
    QVERIFY(summary.status == SummaryStatus::Completed);
    QVERIFY2(!summary.content.contains(QLatin1String("flat nine")), qPrintable(summary.content));
    QCOMPARE(summary.messageCount, kBoilerTalk.size() - 1);
    QCOMPARE(server.requests(), 2);
}

// The successor has a dialogue and a summary of the same names, and as many messages.
void tst_SummaryService::textOfAnErasedNamespace_isNotInItsSuccessor()
{
    NewSummary asked;
    asked.dialogueId = QStringLiteral("boiler");
    asked.id = QStringLiteral("summary-1");
    std::atomic<bool> isReplaced = false;
    ChatServerWithAPause server([&] {
        const QStringList others(kBoilerTalk.size(), QStringLiteral("The garden is wet."));
        isReplaced = m_fixture->partition().erase().result().has_value()
            && m_fixture->talk({}, QStringLiteral("boiler"), others)
            && m_fixture->engine->summaries.create(m_fixture->partition(), asked).result().has_value();
    });
    m_fixture->engine->summaries.use(server.address());
    QVERIFY(m_fixture->engine->summaries.create(m_fixture->partition(), asked).result());
    QTRY_VERIFY_WITH_TIMEOUT(isReplaced, 60'000);
    const Summary summary = wait(asked.id);
    m_fixture->engine->summaries.use(std::nullopt);
    QVERIFY(summary.status == SummaryStatus::Completed);
    QVERIFY2(!summary.content.contains(QLatin1String("flat nine")), qPrintable(summary.content));
    QVERIFY2(summary.content.contains(QLatin1String("garden")), qPrintable(summary.content));
}

CLOISTER_TEST(tst_SummaryService)
#include "tst_SummaryService.moc"
