#include "tests/cli/Program.h"
#include "tests/support/Test.h"

#include <QStandardPaths>

using namespace cloister;
using test::Home;
using test::Served;

/// A program of another language, with nothing but its own HTTPS client, against a served workspace.
class tst_NodeFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void flow_overHttps_works();
};

void tst_NodeFlow::flow_overHttps_works()
{
    const QString node = QStandardPaths::findExecutable(QStringLiteral("node"));
    QVERIFY2(!node.isEmpty(), "this test needs Node.js (package nodejs) in the PATH");
    const Home home;
    QCOMPARE(home.run({QStringLiteral("init")}).exitCode, 0);
    const QString project = home.createProject(QStringLiteral("Support"));
    const QString key = home.createKey(project);
    const QString boundKey = home.createKey(project, {QStringLiteral("--namespace"), QStringLiteral("acme")});
    const Served served(home);
    QVERIFY(served.isReady());

    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("CLOISTER_URL"), served.url());
    environment.insert(QStringLiteral("CLOISTER_CA"), served.caFile());
    environment.insert(QStringLiteral("CLOISTER_KEY"), key);
    environment.insert(QStringLiteral("CLOISTER_BOUND_KEY"), boundKey);
    process.setProcessEnvironment(environment);
    process.start(node, {QStringLiteral(CLOISTER_NODE_FLOW)});
    QVERIFY(process.waitForFinished(120'000));
    const QByteArray said = process.readAllStandardOutput() + process.readAllStandardError();
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, said.constData());
    QVERIFY2(said.contains(" checks passed"), said.constData());
}

CLOISTER_TEST(tst_NodeFlow)
#include "tst_NodeFlow.moc"
