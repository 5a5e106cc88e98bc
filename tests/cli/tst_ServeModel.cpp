// The search model as it is set up: beside the program, missing, or damaged on the way.
#include "engine/client/ApiClient.h"
#include "tests/cli/Program.h"
#include "tests/search/TinyModel.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace cloister;
using cloister::test::words;
using test::Home;
using test::Served;

class tst_ServeModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theModelBesideTheProgram_isUsed();
    void withoutAModel_theFallbackIsUsedAndSaid();
    void aDamagedModel_isRefusedAndSaid();

private:
    struct Start
    {
        QJsonObject embedder; ///< as /readyz tells
        QByteArray log;
        QByteArray found;     ///< what a search prints
        bool isEmbedded = false; ///< every record had its vector before the first search
    };

    /// Installs the program beside this model, or beside none, and serves a workspace with it.
    Start serve(const QByteArray &model);
    /// The records without a vector; -1 when that cannot be told.
    qint64 waiting() const;

    std::unique_ptr<Home> m_home;
    QString m_project;
};

void tst_ServeModel::initTestCase()
{
    m_home = std::make_unique<Home>();
    QCOMPARE(m_home->run(words("init")).exitCode, 0);
    m_project = m_home->createProject(QStringLiteral("Support"));
    QCOMPARE(m_home->run(words("import - --project") << m_project, test::sampleLines()).exitCode, 0);
    QVERIFY(QDir().mkpath(m_home->path("usr/bin")) && QDir().mkpath(m_home->path("usr/share/cloister")));
    QVERIFY(QFile::copy(QStringLiteral(CLOISTERD_PROGRAM), m_home->path("usr/bin/cloisterd")));
}

tst_ServeModel::Start tst_ServeModel::serve(const QByteArray &model)
{
    const QString file = m_home->path("usr/share/cloister/cloister-en.model");
    QFile::remove(file);
    if (!model.isEmpty())
        m_home->write("usr/share/cloister/cloister-en.model", model);
    Served served(*m_home, {}, m_home->path("usr/bin/cloisterd"));
    if (!served.isReady())
        return {{}, served.log(), {}, false};
    Start start;
    const auto reply = served.transport()->send({"GET", "/readyz", {}, {}, {}}).result();
    start.embedder
        = QJsonDocument::fromJson(reply ? reply->body : QByteArray()).object().value(QLatin1String("embedder")).toObject();
    start.isEmbedded = QTest::qWaitFor([this] { return waiting() == 0; }, 60'000);
    start.found = m_home->run(words("search aside --namespace acme --project") << m_project).out;
    served.terminate();
    served.wait();
    start.log = served.log();
    return start;
}

qint64 tst_ServeModel::waiting() const
{
    const QByteArray status = m_home->json(words("index status --project") << m_project).out;
    const QJsonArray items = QJsonDocument::fromJson(status).object().value(QLatin1String("items")).toArray();
    qint64 sum = items.isEmpty() ? -1 : 0;
    for (const QJsonValue &item : items)
        sum += item[QLatin1String("waiting")].toInteger();
    return sum;
}

void tst_ServeModel::theModelBesideTheProgram_isUsed()
{
    const Start start = serve(test::tinyModelBytes());
    QCOMPARE(start.embedder.value(QLatin1String("source")).toString(), QStringLiteral("model"));
    QCOMPARE(start.embedder.value(QLatin1String("dimensions")).toInt(), 64);
    QVERIFY(!start.embedder.contains(QLatin1String("problem")));
    QVERIFY2(start.log.contains("search by meaning with"), start.log.constData());
    QVERIFY(start.isEmbedded);
    QVERIFY2(start.found.contains("m-003"), start.found.constData());
}

void tst_ServeModel::withoutAModel_theFallbackIsUsedAndSaid()
{
    if (QFile::exists(QStringLiteral("/usr/share/cloister/cloister-en.model")))
        return; // an installed package's model stands in
    const Start start = serve({});
    QCOMPARE(start.embedder.value(QLatin1String("source")).toString(), QStringLiteral("fallback"));
    QVERIFY(!start.embedder.contains(QLatin1String("problem"))); // a build without it is a choice
    QVERIFY2(start.log.contains("search finds words and spellings, not meanings"), start.log.constData());
    QVERIFY(start.isEmbedded);
    QVERIFY2(start.found.contains("m-003"), start.found.constData());
}

void tst_ServeModel::aDamagedModel_isRefusedAndSaid()
{
    QByteArray damaged = test::tinyModelBytes();
    damaged[damaged.size() / 2] = static_cast<char>(damaged.at(damaged.size() / 2) ^ 1);
    for (const QByteArray &model : {damaged, damaged.first(damaged.size() / 2), QByteArray("<html>not found</html>")}) {
        const Start start = serve(model);
        QCOMPARE(start.embedder.value(QLatin1String("source")).toString(), QStringLiteral("fallback"));
        QVERIFY(start.embedder.value(QLatin1String("problem")).toString().contains(QLatin1String("refused")));
        QVERIFY2(start.log.contains("the model file was refused"), start.log.constData());
        QVERIFY2(start.log.contains("not meanings"), start.log.constData());
        QVERIFY(start.isEmbedded);
        QVERIFY2(start.found.contains("m-003"), start.found.constData());
    }
}

CLOISTER_TEST(tst_ServeModel)
#include "tst_ServeModel.moc"
