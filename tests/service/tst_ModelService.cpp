// Servers of the customer's network that embed and summarise, over real sockets.
#include "engine/service/ControlFile.h"
#include "tests/support/ModelServerStub.h"
#include "tests/support/SearchFixture.h"

#include <QDirIterator>
#include <QFile>

using namespace cloister;
using namespace cloister::test;

class tst_ModelService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void unlessSetUp_nothingIsAsked();
    void anEmbeddingServer_embedsAllAnewWithProgress();
    void whileVectorsAreMade_wordsAnswer();
    void aServerThatIsGone_leavesTheWords();
    void turnedOff_vectorsAreMadeHereAgain();
    void theSettings_outliveTheProcess();
    void badServers_changeNothing_data();
    void badServers_changeNothing();
    void aKey_goesToItsAddressAlone();
    void aKey_standsInNoFile();
    void aChangeThatCannotBeStored_leavesTheKey();
    void aCancelledJob_stops();
    void whatARunLeftWithoutVectors_theNextEmbeds();
    void aDamagedNamespace_isLeftOutAlone();
    void aChatServer_writesSummaries();
    void aChatServerThatFails_isSaidInTheSummary();
    void closing_doesNotWaitForASilentServer();

private:
    Result<ModelSettings> use(ModelPurpose purpose, std::optional<ModelServerChange> server)
    {
        return m_fixture->engine->models.change(WorkspaceFixture::admin(), {{purpose, std::move(server)}}).result();
    }
    Result<ModelSettings> useEmbedder(const QString &url, std::optional<QByteArray> key = {})
    {
        return use(ModelPurpose::Embedding, ModelServerChange{url, QStringLiteral("small"), std::move(key)});
    }
    Result<ModelSettings> useChat(const QString &url)
    {
        return use(ModelPurpose::Summaries, ModelServerChange{url, QStringLiteral("writer"), {}});
    }
    JobInfo waitForJob(const QString &id);
    qint64 waiting(const QString &nameSpace) { return m_fixture->engine->search.waiting(m_fixture->partition(nameSpace)).value(); }
    Summary summaryOf(const QString &dialogue);
    SearchOutcome byMeaning(const QString &text)
    {
        SearchQuery query = SearchFixture::query(text);
        query.mode = SearchMode::Semantic;
        return m_fixture->search({}, query);
    }

    std::unique_ptr<ModelServerStub> m_server;
    std::unique_ptr<SearchFixture> m_fixture;
};

void tst_ModelService::init()
{
    m_server = std::make_unique<ModelServerStub>();
    m_fixture = std::make_unique<SearchFixture>();
    QVERIFY(m_fixture->create());
    QVERIFY(m_fixture->talk({}, QStringLiteral("first"),
        {QStringLiteral("the car would not start"), QStringLiteral("play some music"), QStringLiteral("the garden is wet")}));
    QVERIFY(m_fixture->talk(QStringLiteral("other"), QStringLiteral("second"), {QStringLiteral("the boiler is cold")}));
    QVERIFY(m_fixture->settle({}));
    QVERIFY(m_fixture->settle(QStringLiteral("other")));
}

void tst_ModelService::cleanup()
{
    m_fixture.reset();
    m_server.reset();
}

JobInfo tst_ModelService::waitForJob(const QString &id)
{
    JobInfo job;
    const bool isOver = QTest::qWaitFor([&] {
        job = m_fixture->engine->jobs.get(id).value_or(JobInfo());
        return !job.id.isEmpty() && job.state != JobState::Running;
    }, 300'000);
    return isOver ? job : JobInfo();
}

Summary tst_ModelService::summaryOf(const QString &dialogue)
{
    NewSummary asked;
    asked.dialogueId = dialogue;
    const auto made = m_fixture->engine->summaries.create(m_fixture->partition(), asked).result();
    Summary summary = made.value_or(Summary());
    const bool isOver = made && QTest::qWaitFor([&] {
        summary = m_fixture->engine->summaries.get(m_fixture->partition(), made->id).value_or(Summary());
        return summary.status != SummaryStatus::Processing;
    }, 300'000);
    return isOver ? summary : Summary();
}

void tst_ModelService::unlessSetUp_nothingIsAsked()
{
    const ModelSettings settings = m_fixture->engine->models.get().value();
    QVERIFY(!settings.embedding && !settings.summaries);
    QCOMPARE(m_fixture->find({}, QStringLiteral("music")).value(0), QStringLiteral("first-2"));
    QCOMPARE(summaryOf(QStringLiteral("first")).provider, QStringLiteral("cloister"));
    QVERIFY(m_fixture->engine->search.model().source != SearchModel::Source::Server);
    QCOMPARE(m_server->requests(), 0);
}

void tst_ModelService::anEmbeddingServer_embedsAllAnewWithProgress()
{
    const auto settings = useEmbedder(m_server->url(), "open sesame"); // a blank is no part of a key
    QCOMPARE(settings.error().code, ErrorCode::InvalidParameter);
    const auto changed = useEmbedder(m_server->url(), "sesame");
    QVERIFY2(changed, changed ? "" : qPrintable(changed.error().detail));
    QCOMPARE(changed->embedding->dimensions, 6);
    QVERIFY(changed->embedding->hasKey);
    const JobInfo job = waitForJob(changed->jobId);
    QVERIFY2(job.state == JobState::Done, qPrintable(job.error.detail));
    QCOMPARE(job.kind, QStringLiteral("embedding"));
    QCOMPARE(job.total, 6); // four messages and their two dialogues
    QCOMPARE(m_fixture->engine->search.status(m_fixture->partition())->waiting, 0);
    QCOMPARE(m_fixture->engine->search.status(m_fixture->partition(QStringLiteral("other")))->waiting, 0);
    for (const QByteArray &head : m_server->heads())
        QVERIFY(head.contains("Authorization: Bearer sesame"));

    // No word of the query stands in what it finds.
    const SearchOutcome found = byMeaning(QStringLiteral("automobile"));
    QCOMPARE(SearchFixture::idsOf(found).value(0), QStringLiteral("first-1"));
    QCOMPARE(found.explain.vectors, 3);
    QCOMPARE(found.pending, 0);
    // What is written later is embedded there too.
    QVERIFY(m_fixture->say({}, QStringLiteral("first"), SearchFixture::message(QStringLiteral("late-1"), QStringLiteral("an invoice came"))));
    QVERIFY(m_fixture->settle({}));
    QCOMPARE(SearchFixture::idsOf(byMeaning(QStringLiteral("invoice"))).value(0), QStringLiteral("late-1"));
    QVERIFY(m_server->bodies().last().contains("invoice"));
}

void tst_ModelService::whileVectorsAreMade_wordsAnswer()
{
    m_server->answerOnly(1); // the look at its dimensions
    const auto changed = useEmbedder(m_server->url());
    QVERIFY(changed);
    SearchOutcome found = byMeaning(QStringLiteral("music"));
    QCOMPARE(SearchFixture::idsOf(found).value(0), QStringLiteral("first-2"));
    QCOMPARE(found.pending, 3);
    QCOMPARE(found.explain.vectors, 0);
    const JobInfo job = m_fixture->engine->jobs.get(changed->jobId).value();
    QVERIFY(job.state == JobState::Running);
    QCOMPARE(job.done, 0);
}

void tst_ModelService::aServerThatIsGone_leavesTheWords()
{
    const auto changed = useEmbedder(m_server->url());
    QVERIFY(changed);
    QVERIFY(waitForJob(changed->jobId).state == JobState::Done);
    m_server->failWith(500);
    QCOMPARE(m_fixture->find({}, QStringLiteral("garden")).value(0), QStringLiteral("first-3"));
    const int before = m_server->requests();
    for (int i = 0; i < 10; ++i)
        QCOMPARE(m_fixture->find({}, QStringLiteral("music")).value(0), QStringLiteral("first-2"));
    QCOMPARE(m_server->requests(), before + 2); // left alone after the third failure
}

void tst_ModelService::turnedOff_vectorsAreMadeHereAgain()
{
    const search::EmbedderId own = m_fixture->engine->search.model().embedder->id();
    const auto on = useEmbedder(m_server->url(), "sesame");
    QVERIFY(on);
    QVERIFY(waitForJob(on->jobId).state == JobState::Done);
    const int asked = m_server->requests();
    const auto off = use(ModelPurpose::Embedding, std::nullopt);
    QVERIFY(off && !off->embedding);
    QVERIFY(waitForJob(off->jobId).state == JobState::Done);
    QCOMPARE(m_fixture->engine->search.model().embedder->id(), own);
    QCOMPARE(m_fixture->engine->search.status(m_fixture->partition())->waiting, 0);
    QCOMPARE(m_fixture->find({}, QStringLiteral("music")).value(0), QStringLiteral("first-2"));
    QCOMPARE(m_server->requests(), asked);
    // Its key went with it.
    const auto again = useEmbedder(m_server->url());
    QVERIFY(again && !again->embedding->hasKey);
}

void tst_ModelService::theSettings_outliveTheProcess()
{
    const auto changed = useEmbedder(m_server->url(), "sesame");
    QVERIFY(changed);
    QVERIFY(waitForJob(changed->jobId).state == JobState::Done);
    QVERIFY(useChat(m_server->url()));
    const int asked = m_server->requests();
    QVERIFY(m_fixture->open());
    QCOMPARE(m_server->requests(), asked); // opening asks nobody
    const ModelSettings settings = m_fixture->engine->models.get().value();
    QCOMPARE(settings.embedding->model, QStringLiteral("small"));
    QVERIFY(settings.embedding->hasKey && !settings.summaries->hasKey);
    QVERIFY(m_fixture->engine->search.model().source == SearchModel::Source::Server);
    QCOMPARE(SearchFixture::idsOf(byMeaning(QStringLiteral("automobile"))).value(0), QStringLiteral("first-1"));
    QVERIFY(m_server->heads().last().contains("Bearer sesame"));
    QCOMPARE(summaryOf(QStringLiteral("first")).model, QStringLiteral("writer"));
}

void tst_ModelService::badServers_changeNothing_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("model");
    QTest::addColumn<int>("status");
    const QString good = QStringLiteral("%1");
    for (const char *url : {"", "localhost", "ftp://localhost", "http://", "file:///etc/passwd", "http://user:pw@127.0.0.1/",
             "http://127.0.0.1/?key=1", "http://127.0.0.1/#x", "http://127.0.0.1:1/"})
        QTest::newRow(url) << QString::fromLatin1(url) << QStringLiteral("small") << 200;
    QTest::newRow("long") << QString(QLatin1String("http://127.0.0.1/") + QString(2048, QLatin1Char('a'))) << QStringLiteral("small") << 200;
    QTest::newRow("no model") << good << QStringLiteral(" ") << 200;
    QTest::newRow("line end") << good << QStringLiteral("a\nb") << 200;
    QTest::newRow("refuses") << good << QStringLiteral("small") << 401;
    QTest::newRow("fails") << good << QStringLiteral("small") << 503;
}

void tst_ModelService::badServers_changeNothing()
{
    QFETCH(const QString, url);
    QFETCH(const QString, model);
    QFETCH(const int, status);
    m_server->failWith(status);
    const QString asked = url == QLatin1String("%1") ? m_server->url() : url;
    const auto changed = use(ModelPurpose::Embedding, ModelServerChange{asked, model, QByteArray("sesame")});
    QVERIFY(!changed);
    QCOMPARE(changed.error().code, ErrorCode::InvalidParameter);
    QVERIFY(changed.error().fields.first().field.startsWith(QLatin1String("embedding")));
    QVERIFY(!m_fixture->engine->models.get()->embedding);
    QVERIFY(m_fixture->engine->search.model().source != SearchModel::Source::Server);
    QVERIFY(m_fixture->engine->jobs.list().isEmpty());
}

void tst_ModelService::aKey_goesToItsAddressAlone()
{
    ModelServerStub other;
    QVERIFY(useEmbedder(m_server->url(), "sesame"));
    const auto moved = useEmbedder(other.url());
    QVERIFY(moved && !moved->embedding->hasKey);
    QVERIFY(waitForJob(moved->jobId.isEmpty() ? m_fixture->engine->jobs.list().first().id : moved->jobId).state == JobState::Done);
    QCOMPARE(m_fixture->find({}, QStringLiteral("music")).value(0), QStringLiteral("first-2"));
    for (const QByteArray &head : other.heads())
        QVERIFY(!head.contains("sesame"));
    QVERIFY(other.requests() > 1);
    // The same address again keeps its key when another model is asked for.
    QVERIFY(useEmbedder(other.url(), "rhubarb"));
    const auto kept = use(ModelPurpose::Embedding, ModelServerChange{other.url(), QStringLiteral("large"), {}});
    QVERIFY(kept && kept->embedding->hasKey);
    QVERIFY(other.heads().last().contains("Bearer rhubarb"));
}

void tst_ModelService::aKey_standsInNoFile()
{
    const auto changed = useEmbedder(m_server->url(), "sesame-of-the-forty");
    QVERIFY(changed);
    QVERIFY(waitForJob(changed->jobId).state == JobState::Done);
    m_fixture->close();
    int files = 0;
    QDirIterator all(m_fixture->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        QFile file(all.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains("sesame-of-the-forty"), qPrintable(file.fileName()));
        ++files;
    }
    QVERIFY(files > 3);
}

void tst_ModelService::aChangeThatCannotBeStored_leavesTheKey()
{
    ModelServerStub other;
    QVERIFY(useEmbedder(m_server->url(), "sesame"));
    m_fixture->workspace->control().writer().stop();
    QVERIFY(!useEmbedder(other.url(), "rhubarb"));
    QVERIFY(!use(ModelPurpose::Embedding, std::nullopt));
    QVERIFY(m_fixture->open());
    const ModelSettings settings = m_fixture->engine->models.get().value();
    QCOMPARE(settings.embedding->url, QUrl(m_server->url()));
    QVERIFY(settings.embedding->hasKey);
    m_fixture->find({}, QStringLiteral("music"));
    QVERIFY(m_server->heads().last().contains("Bearer sesame"));
}

void tst_ModelService::aCancelledJob_stops()
{
    m_server->answerOnly(1);
    const auto changed = useEmbedder(m_server->url());
    QVERIFY(changed);
    // Another change ends what waits for the silent server, and its own embedding takes over.
    const auto off = use(ModelPurpose::Embedding, std::nullopt);
    QVERIFY(off);
    QVERIFY(waitForJob(off->jobId).state == JobState::Done);
    const JobInfo first = waitForJob(changed->jobId);
    QVERIFY(first.state == JobState::Cancelled || first.state == JobState::Done);
    QCOMPARE(m_fixture->engine->search.status(m_fixture->partition())->waiting, 0);
}

// The program was stopped in the middle; nobody has searched since.
void tst_ModelService::whatARunLeftWithoutVectors_theNextEmbeds()
{
    m_server->answerOnly(1);
    QVERIFY(useEmbedder(m_server->url()));
    QVERIFY(m_fixture->open());
    m_server->answerOnly(ModelServerStub::kAll);
    QCOMPARE(waiting({}), 4);
    QCOMPARE(waiting(QStringLiteral("other")), 2);
    m_fixture->engine->models.resumeEmbedding();
    const JobInfo job = waitForJob(m_fixture->engine->jobs.list().value(0).id);
    QVERIFY2(job.state == JobState::Done, qPrintable(job.error.detail));
    QCOMPARE(job.total, 6);
    QCOMPARE(waiting({}) + waiting(QStringLiteral("other")), 0);
}

void tst_ModelService::aDamagedNamespace_isLeftOutAlone()
{
    const auto file = m_fixture->workspace->project(m_fixture->projectId);
    QVERIFY(file);
    (*file)->quarantine(m_fixture->partition().key().bytes()); // the default namespace comes before the other
    const auto changed = useEmbedder(m_server->url());
    QVERIFY(changed);
    const JobInfo job = waitForJob(changed->jobId);
    QVERIFY2(job.state == JobState::Done, qPrintable(job.error.detail));
    QCOMPARE(job.total, 2);
    QCOMPARE(waiting(QStringLiteral("other")), 0);
}

void tst_ModelService::aChatServer_writesSummaries()
{
    QVERIFY(useChat(m_server->url() + QLatin1String("/v1/")));
    const Summary summary = summaryOf(QStringLiteral("first"));
    QVERIFY2(summary.status == SummaryStatus::Completed, qPrintable(summary.error.value_or(QString())));
    QCOMPARE(summary.provider, QStringLiteral("openai-compatible"));
    QCOMPARE(summary.model, QStringLiteral("writer"));
    QVERIFY(summary.content.startsWith(QLatin1String("They spoke of")));
    QCOMPARE(summary.chunks, 1);
    QCOMPARE(summary.llmCallCount, 1);
    QCOMPARE(summary.llmInputTokens, 11);
    QCOMPARE(summary.llmOutputTokens, 7);
    QCOMPARE(summary.llmTotalTokens, 18);
    QVERIFY(m_server->heads().last().startsWith("POST /v1/chat/completions"));
    QVERIFY(m_server->bodies().last().contains("user: the car would not start\\nuser: play some music"));
    QVERIFY(use(ModelPurpose::Summaries, std::nullopt));
    QCOMPARE(summaryOf(QStringLiteral("first")).provider, QStringLiteral("cloister"));
    QCOMPARE(m_server->requests(), 1);
}

void tst_ModelService::aChatServerThatFails_isSaidInTheSummary()
{
    QVERIFY(useChat(m_server->url()));
    m_server->failWith(401);
    const Summary summary = summaryOf(QStringLiteral("first"));
    QVERIFY(summary.status == SummaryStatus::Failed);
    // Tenants read it: nothing of the workspace's network stands in it.
    QCOMPARE(*summary.error, QStringLiteral("the summary could not be made; the service's log says why"));
    QVERIFY(summary.content.isEmpty());
}

void tst_ModelService::closing_doesNotWaitForASilentServer()
{
    m_server->answerOnly(1);
    QVERIFY(useEmbedder(m_server->url()));
    QVERIFY(useChat(m_server->url()));
    NewSummary asked;
    asked.id = QStringLiteral("left-open");
    asked.dialogueId = QStringLiteral("first");
    QVERIFY(m_fixture->engine->summaries.create(m_fixture->partition(), asked).result());
    QVERIFY(QTest::qWaitFor([&] { return m_server->requests() >= 3; }, 300'000)); // both wait for it
    QElapsedTimer timer;
    timer.start();
    QVERIFY(m_fixture->open());
    QVERIFY2(timer.elapsed() < 25'000, "a call lasts 30 seconds and is tried three times");
    // What was not written goes on when it is read, with a server that answers again.
    m_server->answerOnly(ModelServerStub::kAll);
    QVERIFY(QTest::qWaitFor([&] {
        const auto summary = m_fixture->engine->summaries.get(m_fixture->partition(), asked.id);
        return summary && summary->status == SummaryStatus::Completed;
    }, 300'000));
}

CLOISTER_TEST(tst_ModelService)
#include "tst_ModelService.moc"
