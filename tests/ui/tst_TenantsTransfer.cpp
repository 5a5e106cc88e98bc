#include "tests/ui/ConsoleSteps.h"
#include "ui/models/NamespaceModel.h"
#include "ui/session/Transfer.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QTableView>
#include <QTest>

using namespace cloister;
using namespace cloister::test;
using State = ui::Job::State;

class tst_TenantsTransfer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void import_byTheDialog_showsTheCounts();
    void import_badLine_isToldByItsNumber();
    void export_importedAgain_isTheSame();
    void export_oneNamespace_holdsNoOther();

private:
    static QTableView *namespaces(const ConsoleFixture &console);
    static QString projectId(const ConsoleFixture &console);
    static QMap<QString, QStringList> contentOf(const QByteArray &lines);
};

QTableView *tst_TenantsTransfer::namespaces(const ConsoleFixture &console)
{
    return console.find<QTableView>("tenants/namespaces");
}

QString tst_TenantsTransfer::projectId(const ConsoleFixture &console)
{
    return console.session->api().projects().result()->value.items.first().id;
}

// What was said, by the namespace and id it was said under; and the values of memories.
QMap<QString, QStringList> tst_TenantsTransfer::contentOf(const QByteArray &lines)
{
    QMap<QString, QStringList> content;
    for (const QByteArray &line : lines.trimmed().split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        const auto text = [&object](const char *name) { return object.value(QLatin1String(name)).toString(); };
        QStringList said{text("object"), text("label"), text("created")};
        for (const QJsonValue &each : object.value(QLatin1String("messages")).toArray()) {
            for (const char *name : {"id", "role", "content", "created"})
                said.append(each[QLatin1String(name)].toString());
        }
        for (const char *name : {"value", "metadata"}) {
            const QJsonObject value = object.value(QLatin1String(name)).toObject();
            said.append(QString::fromUtf8(QJsonDocument(value).toJson(QJsonDocument::Compact)));
        }
        content.insert(text("namespace") + QLatin1Char('/') + text("id"), said);
    }
    return content;
}

void tst_TenantsTransfer::import_byTheDialog_showsTheCounts()
{
    ConsoleFixture console;
    QVERIFY(openProject(console, {}));
    QTemporaryDir directory;
    QFile file(directory.filePath(QStringLiteral("tenants.jsonl")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(twoTenants()) > 0);
    file.close();
    QVERIFY(sees(console, QStringLiteral("No tenant yet")));
    QVERIFY(clickText(console, QStringLiteral("Import…")));
    QVERIFY(answerFileDialog(console, file.fileName()));
    const ui::Job *job = endedJob(console, 1);
    QVERIFY(job);
    QCOMPARE(job->state(), State::Done);
    QVERIFY2(job->result().contains(QLatin1String("3 dialogues")), qPrintable(job->result()));
    QVERIFY2(job->result().contains(QLatin1String("7 messages")), qPrintable(job->result()));
    QVERIFY(hasRows(namespaces(console), 2));
    QCOMPARE(cell(namespaces(console), QStringLiteral("acme"), ui::NamespaceModel::Dialogues), QStringLiteral("2"));
    QCOMPARE(cell(namespaces(console), QStringLiteral("acme"), ui::NamespaceModel::Messages), QStringLiteral("5"));
    QCOMPARE(cell(namespaces(console), QStringLiteral("acme"), ui::NamespaceModel::Memories), QStringLiteral("1"));
    QCOMPARE(cell(namespaces(console), QStringLiteral("birch"), ui::NamespaceModel::Messages), QStringLiteral("2"));
}

void tst_TenantsTransfer::import_badLine_isToldByItsNumber()
{
    ConsoleFixture console;
    QVERIFY(openProject(console, twoTenants()));
    QTemporaryDir directory;
    QFile file(directory.filePath(QStringLiteral("again.jsonl")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(twoTenants() + "{\"object\":\"planet\"}\n") > 0);
    file.close();
    ui::startImport(console.window->jobs().add(QStringLiteral("again")), console.session->api(), projectId(console),
        file.fileName());
    const ui::Job *job = endedJob(console, 1);
    QVERIFY(job);
    QCOMPARE(job->state(), State::Done);
    QVERIFY2(job->result().contains(QLatin1String("4 already there")), qPrintable(job->result()));
    QVERIFY2(job->result().contains(QLatin1String("line 5:")), qPrintable(job->result()));
    ui::startImport(console.window->jobs().add(QStringLiteral("none")), console.session->api(), projectId(console),
        directory.filePath(QStringLiteral("missing.jsonl")));
    job = endedJob(console, 2);
    QVERIFY(job);
    QCOMPARE(job->state(), State::Failed);
}

void tst_TenantsTransfer::export_importedAgain_isTheSame()
{
    ConsoleFixture console;
    QVERIFY(openProject(console, twoTenants()));
    QTemporaryDir directory;
    const QString first = directory.filePath(QStringLiteral("first.jsonl"));
    const QString second = directory.filePath(QStringLiteral("second.jsonl"));
    QVERIFY(trigger(console, QStringLiteral("Export all…")));
    QVERIFY(answerFileDialog(console, first));
    const ui::Job *job = endedJob(console, 1);
    QVERIFY(job && job->state() == State::Done);
    QCOMPARE(contentOf(readAll(first)), contentOf(twoTenants()));
    const QString copy = console.makeProject(QStringLiteral("copy"));
    ui::startImport(console.window->jobs().add(QStringLiteral("in")), console.session->api(), copy, first);
    job = endedJob(console, 2);
    QVERIFY(job && job->state() == State::Done);
    ui::startExport(console.window->jobs().add(QStringLiteral("out")), console.session->api(), copy, std::nullopt, second);
    job = endedJob(console, 3);
    QVERIFY(job && job->state() == State::Done);
    QCOMPARE(contentOf(readAll(second)), contentOf(twoTenants()));
}

void tst_TenantsTransfer::export_oneNamespace_holdsNoOther()
{
    ConsoleFixture console;
    QVERIFY(openProject(console, twoTenants()));
    QVERIFY(chooseIn(namespaces(console), QStringLiteral("birch")));
    QTemporaryDir directory;
    const QString file = directory.filePath(QStringLiteral("birch.jsonl"));
    QVERIFY(trigger(console, QStringLiteral("Export…")));
    QVERIFY(answerFileDialog(console, file));
    const ui::Job *job = endedJob(console, 1);
    QVERIFY(job && job->state() == State::Done);
    QCOMPARE(contentOf(readAll(file)).keys(), QStringList(QStringLiteral("birch/birch-lamp")));
    const QString none = directory.filePath(QStringLiteral("none.jsonl"));
    const QString id = projectId(console);
    console.faults->failWith(ErrorCode::ShuttingDown);
    ui::startExport(console.window->jobs().add(QStringLiteral("none")), console.session->api(), id, std::nullopt, none);
    job = endedJob(console, 2);
    QVERIFY(job && job->state() == State::Failed);
    QVERIFY(!QFile::exists(none)); // no half of a file
}

CLOISTER_TEST(tst_TenantsTransfer)
#include "tst_TenantsTransfer.moc"
