// Which embedder is chosen, and what the search is worth with it.
#include "tests/support/SearchFixture.h"

#include "engine/search/ModelFile.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <map>

using namespace cloister;
using namespace cloister::test;

class tst_SearchModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choose_withoutAModel_takesTheFallback();
    void choose_aDamagedModel_isRefusedAndSaid();
    void withoutAModel_searchWorks();
    void aChangeOfTheEmbedder_embedsAnew();
    void theSampleQuestions_areAnswered_data();
    void theSampleQuestions_areAnswered();
};

static constexpr const char *kNoModel = "build the target model, or name one in CLOISTER_MODEL";

static bool hasModel()
{
    const QString named = qEnvironmentVariable("CLOISTER_MODEL", search::ModelFile::installedPath());
    return QFile::exists(named);
}

void tst_SearchModel::choose_withoutAModel_takesTheFallback()
{
    const ModelForTests none("/nowhere/cloister.model");
    const SearchModel model = SearchModel::choose();
    QVERIFY(model.source == SearchModel::Source::Fallback);
    QVERIFY(model.embedder != nullptr);
    QVERIFY(!model.problem.isEmpty()); // it was asked for by name
}

void tst_SearchModel::choose_aDamagedModel_isRefusedAndSaid()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("damaged.model"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(4096, 'x'));
    file.close();
    const ModelForTests damaged(path.toLocal8Bit());
    const SearchModel model = SearchModel::choose();
    QVERIFY(model.source == SearchModel::Source::Fallback);
    QVERIFY2(model.problem.contains(QLatin1String("refused")), qPrintable(model.problem));
    QVERIFY(model.embedder->embed({QStringLiteral("hello")}).has_value());
}

void tst_SearchModel::withoutAModel_searchWorks()
{
    const ModelForTests none("/nowhere/cloister.model");
    SearchFixture fixture;
    QVERIFY(fixture.create());
    QVERIFY(fixture.talk({}, QStringLiteral("first"), {QStringLiteral("the harbour master called")}));
    QVERIFY(fixture.settle({}));
    QCOMPARE(fixture.find({}, QStringLiteral("harbour")).value(0), QStringLiteral("first-1"));
    // A spelling that no word index would find.
    QCOMPARE(fixture.find({}, QStringLiteral("harbourmasters")).value(0), QStringLiteral("first-1"));
}

void tst_SearchModel::aChangeOfTheEmbedder_embedsAnew()
{
    QVERIFY2(hasModel(), kNoModel);
    auto none = std::make_unique<ModelForTests>("/nowhere/cloister.model");
    SearchFixture fixture;
    QVERIFY(fixture.create());
    QVERIFY(fixture.talk({}, QStringLiteral("first"), {QStringLiteral("one"), QStringLiteral("two")}));
    QVERIFY(fixture.settle({}));
    none.reset();
    QVERIFY(fixture.open());
    QVERIFY(fixture.engine->search.model().source == SearchModel::Source::Model);
    QCOMPARE(fixture.engine->search.status(fixture.partition())->waiting, 3);
    QVERIFY(fixture.settle({}));
    const SearchOutcome outcome = fixture.search({}, SearchFixture::query(QStringLiteral("one")));
    QCOMPARE(outcome.pending, 0);
    QCOMPARE(outcome.explain.vectors, 2);
}

void tst_SearchModel::theSampleQuestions_areAnswered_data()
{
    QTest::addColumn<bool>("useModel");
    QTest::addColumn<double>("floor"); // share of the questions with a relevant message among the first five
    QTest::newRow("fallback") << false << 0.45;
    QTest::newRow("model") << true << 0.8;
}

static QList<QByteArray> linesOf(const char *name)
{
    QFile file(QStringLiteral(CLOISTER_SOURCE_DIR "/resources/sample/") + QLatin1String(name));
    QList<QByteArray> lines;
    if (file.open(QIODevice::ReadOnly))
        lines = file.readAll().trimmed().split('\n');
    return lines;
}

void tst_SearchModel::theSampleQuestions_areAnswered()
{
    QFETCH(bool, useModel);
    QFETCH(double, floor);
    QVERIFY2(!useModel || hasModel(), kNoModel);
    std::unique_ptr<ModelForTests> none;
    if (!useModel)
        none = std::make_unique<ModelForTests>("/nowhere/cloister.model");
    SearchFixture fixture;
    QVERIFY(fixture.create());
    for (const char *name : {"support.jsonl", "care.jsonl"}) {
        const auto report = fixture.engine->transfer.importBatch(
            SearchFixture::keyCaller(fixture.projectId), linesOf(name).join('\n'), 1);
        QVERIFY(report.has_value());
        QVERIFY2(report->problems.isEmpty(), qPrintable(report->problems.value(0).error.detail));
    }
    std::map<QString, bool> settled;
    int found = 0;
    int asked = 0;
    for (const QByteArray &line : linesOf("questions.jsonl")) {
        const QJsonObject question = QJsonDocument::fromJson(line).object();
        const QString nameSpace = question.value(QLatin1String("namespace")).toString();
        if (!settled[nameSpace])
            QVERIFY(settled[nameSpace] = fixture.settle(nameSpace));
        const QStringList ids = fixture.find(nameSpace, question.value(QLatin1String("query")).toString()).mid(0, 5);
        const QVariantList relevant = question.value(QLatin1String("relevant")).toArray().toVariantList();
        found += std::any_of(relevant.begin(), relevant.end(), [&](const QVariant &id) { return ids.contains(id.toString()); });
        ++asked;
    }
    QCOMPARE(asked, 60);
    qInfo("%d of %d questions answered among the first five", found, asked);
    QVERIFY(found >= floor * asked);
}

CLOISTER_TEST(tst_SearchModel)
#include "tst_SearchModel.moc"
