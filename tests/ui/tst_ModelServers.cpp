// The servers that embed and summarise, set up and left again by keys and clicks.
#include "tests/support/ModelServerStub.h"
#include "tests/ui/ConsoleSteps.h"
#include "ui/widgets/PlainLabel.h"

#include <QDialog>
#include <QLabel>
#include <QPushButton>

using namespace cloister;
using namespace cloister::test;

class tst_ModelServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void embedding_setUpAndLeft();
    void aServerThatDoesNotAnswer_isSaidInTheDialog();
    void summaries_showModelAndAddress();

private:
    static bool says(const ConsoleFixture &console, const char *row, const QString &text)
    {
        return QTest::qWaitFor([&] { return console.find<ui::PlainLabel>(row)->stored() == text; }, ConsoleFixture::kPatienceMs);
    }
    static bool fillIn(const ConsoleFixture &console, const QString &url, const QString &model);
};

static const QString kBuiltIn = QStringLiteral("Built in. No text leaves this service.");

bool tst_ModelServers::fillIn(const ConsoleFixture &console, const QString &url, const QString &model)
{
    if (!console.waitForWidget<QDialog>("modelServerDialog"))
        return false;
    console.type("modelServerUrl", url);
    console.type("modelServerModel", model);
    QTest::keyClick(console.find<QLineEdit>("modelServerModel"), Qt::Key_Return);
    return true;
}

void tst_ModelServers::embedding_setUpAndLeft()
{
    const ModelServerStub server;
    ConsoleFixture console;
    QVERIFY(console.start());
    QVERIFY(importLines(console, console.makeProject(QStringLiteral("support")), twoTenants()));
    console.openPage("settings");
    QVERIFY(says(console, "modelsEmbedding", kBuiltIn));
    QVERIFY(!console.find<QPushButton>("embeddingLeave")->isVisible());
    console.click("embeddingChoose");
    QVERIFY(fillIn(console, server.url(), QStringLiteral("small")));
    QVERIFY(says(console, "modelsEmbedding", QStringLiteral("small at %1").arg(server.url())));
    const ui::Job *job = endedJob(console, 1);
    QVERIFY(job);
    QCOMPARE(job->state(), ui::Job::State::Done);
    QVERIFY(server.bodies().join().contains("small"));
    console.click("embeddingLeave");
    QVERIFY(says(console, "modelsEmbedding", kBuiltIn));
    QVERIFY(endedJob(console, 2));
}

void tst_ModelServers::aServerThatDoesNotAnswer_isSaidInTheDialog()
{
    ModelServerStub server;
    server.failWith(500);
    ConsoleFixture console;
    QVERIFY(console.start());
    console.openPage("settings");
    QVERIFY(says(console, "modelsEmbedding", kBuiltIn));
    console.click("embeddingChoose");
    QVERIFY(fillIn(console, server.url(), QStringLiteral("small")));
    QVERIFY(sees(console, QStringLiteral("500")));
    QVERIFY(console.find<QDialog>("modelServerDialog")->isVisible());
    QTest::keyClick(console.find<QDialog>("modelServerDialog"), Qt::Key_Escape);
    QVERIFY(says(console, "modelsEmbedding", kBuiltIn));
}

void tst_ModelServers::summaries_showModelAndAddress()
{
    const ModelServerStub server;
    ConsoleFixture console;
    QVERIFY(console.start());
    console.openPage("settings");
    QVERIFY(says(console, "modelsSummaries", kBuiltIn));
    console.click("summariesChoose");
    QVERIFY(fillIn(console, server.url(), QStringLiteral("<i>writer</i>")));
    QVERIFY(says(console, "modelsSummaries", QStringLiteral("<i>writer</i> at %1").arg(server.url())));
    QCOMPARE(console.window->jobs().all().size(), 0);
    console.click("summariesLeave");
    QVERIFY(says(console, "modelsSummaries", kBuiltIn));
}

CLOISTER_TEST(tst_ModelServers)
#include "tst_ModelServers.moc"
