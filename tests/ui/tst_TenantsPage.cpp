#include "tests/ui/ConsoleSteps.h"
#include "ui/models/DialogueModel.h"
#include "ui/models/NamespaceModel.h"
#include "ui/session/Transfer.h"
#include "ui/transcript/DialogueDetails.h"
#include "ui/transcript/FindBar.h"
#include "ui/transcript/TranscriptModel.h"
#include "ui/transcript/TranscriptView.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QInputDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QListView>
#include <QMap>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

using namespace cloister;
using namespace cloister::test;
using State = ui::Job::State;

class tst_TenantsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void create_byTheDialog_opensTheProject();
    void create_cancelled_makesNothing();
    void import_byTheDialog_showsTheCounts();
    void import_badLine_isToldByItsNumber();
    void namespaces_prefix_narrowsAndIsCleared();
    void breadcrumb_clicked_goesBack();
    void dialogues_filters_narrowTheList();
    void memories_tab_listsThem();
    void transcript_dialogueChosen_showsItsMessages();
    void find_keys_goFromHitToHit();
    void details_toggled_showTheRecord();
    void dialogue_endAndReopen_changeItsStatus();
    void dialogue_deletedByItsId_leavesTheList();
    void copy_rows_areTabSeparated();
    void copy_transcript_isText();
    void deleteNamespace_onlyWithItsName();
    void deletionProtection_on_refusesWithAMessage();
    void export_importedAgain_isTheSame();
    void export_oneNamespace_holdsNoOther();
    void projects_serviceAway_sayWhyAndRetry();
    void namespaces_serviceAway_sayWhyAndRetry();
    void dialogues_serviceAway_sayWhyAndRetry();

private:
    static bool openProject(ConsoleFixture &console, const QByteArray &lines = twoTenants());
    static bool openNamespace(ConsoleFixture &console, const QString &name);
    static bool openDialogue(ConsoleFixture &console, const QString &label);
    static QTableView *namespaces(const ConsoleFixture &console);
    static QListView *dialogues(const ConsoleFixture &console);
    static ui::TranscriptView *transcript(const ConsoleFixture &console);
    static const ui::TranscriptRow &message(const ConsoleFixture &console, int row);
    static QString projectId(const ConsoleFixture &console);
    static void goBackTo(const ConsoleFixture &console, int step);
    static QMap<QString, QStringList> contentOf(const QByteArray &lines);
};

bool tst_TenantsPage::openProject(ConsoleFixture &console, const QByteArray &lines)
{
    if (!console.start())
        return false;
    const QString id = console.makeProject(QStringLiteral("support"));
    if (!lines.isEmpty() && !importLines(console, id, lines))
        return false;
    console.openPage("tenants");
    auto *projects = console.find<QTableView>("tenants/projects");
    if (!chooseIn(projects, QStringLiteral("support")))
        return false;
    QTest::keyClick(projects, Qt::Key_Return);
    return QTest::qWaitFor([&] { return !projects->isVisible(); }, ConsoleFixture::kPatienceMs);
}

bool tst_TenantsPage::openNamespace(ConsoleFixture &console, const QString &name)
{
    if (!chooseIn(namespaces(console), name))
        return false;
    QTest::keyClick(namespaces(console), Qt::Key_Return);
    return QTest::qWaitFor([&] { return !namespaces(console)->isVisible(); }, ConsoleFixture::kPatienceMs);
}

bool tst_TenantsPage::openDialogue(ConsoleFixture &console, const QString &label)
{
    return openProject(console) && openNamespace(console, QStringLiteral("acme")) && chooseIn(dialogues(console), label)
        && QTest::qWaitFor([&] { return transcript(console)->model()->rowCount() > 0; }, ConsoleFixture::kPatienceMs)
        && sees(console, QStringLiteral("Active")); // its head has been read too
}

QTableView *tst_TenantsPage::namespaces(const ConsoleFixture &console)
{
    return console.find<QTableView>("tenants/namespaces");
}

QListView *tst_TenantsPage::dialogues(const ConsoleFixture &console)
{
    return console.find<QListView>("dialogueList");
}

ui::TranscriptView *tst_TenantsPage::transcript(const ConsoleFixture &console)
{
    return console.window->findChild<ui::TranscriptView *>();
}

const ui::TranscriptRow &tst_TenantsPage::message(const ConsoleFixture &console, int row)
{
    return static_cast<const ui::TranscriptModel *>(transcript(console)->model())->row(row);
}

QString tst_TenantsPage::projectId(const ConsoleFixture &console)
{
    return console.session->api().projects().result()->value.items.first().id;
}

void tst_TenantsPage::goBackTo(const ConsoleFixture &console, int step)
{
    const auto steps = console.window->findChildren<QPushButton *>(QStringLiteral("step%1").arg(step));
    QVERIFY(!steps.isEmpty());
    QTest::mouseClick(steps.last(), Qt::LeftButton);
}

// What was said, by the namespace and id it was said under; and the values of memories.
QMap<QString, QStringList> tst_TenantsPage::contentOf(const QByteArray &lines)
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

void tst_TenantsPage::create_byTheDialog_opensTheProject()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.openPage("tenants");
    QVERIFY(sees(console, QStringLiteral("No project yet")));
    QVERIFY(clickText(console, QStringLiteral("Create the first project")));
    auto *dialog = shown<QInputDialog>(console);
    QVERIFY(dialog);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(), QStringLiteral("support"));
    QTest::keyClick(dialog->findChild<QLineEdit *>(), Qt::Key_Return);
    QVERIFY(sees(console, QStringLiteral("No tenant yet"))); // it is open
    goBackTo(console, 0);
    QVERIFY(rowOf(console.find<QTableView>("tenants/projects"), QStringLiteral("support")).isValid());
    QCOMPARE(console.session->api().projects().result()->value.items.size(), qsizetype(1));
}

void tst_TenantsPage::create_cancelled_makesNothing()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.makeProject(QStringLiteral("first"));
    console.openPage("tenants");
    QVERIFY(rowOf(console.find<QTableView>("tenants/projects"), QStringLiteral("first")).isValid());
    console.click("newProject");
    auto *dialog = shown<QInputDialog>(console);
    QVERIFY(dialog);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(), QStringLiteral("second"));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!console.window->findChild<QInputDialog *>(), ConsoleFixture::kPatienceMs);
    QCOMPARE(console.session->api().projects().result()->value.items.size(), qsizetype(1));
}

void tst_TenantsPage::import_byTheDialog_showsTheCounts()
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

void tst_TenantsPage::import_badLine_isToldByItsNumber()
{
    ConsoleFixture console;
    QVERIFY(openProject(console));
    QTemporaryDir directory;
    QFile file(directory.filePath(QStringLiteral("again.jsonl")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(twoTenants() + "{\"object\":\"planet\"}\n") > 0);
    file.close();
    ui::startImport(console.window->jobs().add(QStringLiteral("again")), console.session->api(), projectId(console), file.fileName());
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

void tst_TenantsPage::namespaces_prefix_narrowsAndIsCleared()
{
    ConsoleFixture console;
    QVERIFY(openProject(console));
    QVERIFY(hasRows(namespaces(console), 2));
    console.type("namespaceFilter", QStringLiteral("bi"));
    QVERIFY(hasRows(namespaces(console), 1));
    QVERIFY(rowOf(namespaces(console), QStringLiteral("birch")).isValid());
    console.type("namespaceFilter", QStringLiteral("irch")); // the start of a name, not its middle
    QVERIFY(sees(console, QStringLiteral("No namespace starts with that")));
    QVERIFY(clickText(console, QStringLiteral("Clear the filter")));
    QVERIFY(hasRows(namespaces(console), 2));
}

void tst_TenantsPage::breadcrumb_clicked_goesBack()
{
    ConsoleFixture console;
    QVERIFY(openProject(console));
    QVERIFY(openNamespace(console, QStringLiteral("birch")));
    auto *scope = console.window->currentPage()->findChild<QLabel *>(QStringLiteral("scopeNamespace"));
    QVERIFY(scope->isVisible()); // whose data is in sight
    QCOMPARE(scope->text(), QStringLiteral("birch"));
    QVERIFY(hasRows(dialogues(console), 1));
    goBackTo(console, 1);
    QVERIFY(!scope->isVisible());
    QVERIFY(openNamespace(console, QStringLiteral("acme")));
    QVERIFY(hasRows(dialogues(console), 2));
    QCOMPARE(scope->text(), QStringLiteral("acme"));
    goBackTo(console, 0);
    QVERIFY(rowOf(console.find<QTableView>("tenants/projects"), QStringLiteral("support")).isValid());
}

void tst_TenantsPage::dialogues_filters_narrowTheList()
{
    ConsoleFixture console;
    QVERIFY(openProject(console));
    QVERIFY(openNamespace(console, QStringLiteral("acme")));
    QVERIFY(hasRows(dialogues(console), 2));
    QCOMPARE(dialogues(console)->model()->index(0, 0).data().toString(), QStringLiteral("Opening hours")); // the newest
    console.type("dialogueFilter", QStringLiteral("Refund of a kettle"));
    QVERIFY(hasRows(dialogues(console), 1));
    console.type("dialogueFilter", QStringLiteral("Refund"));
    QVERIFY(sees(console, QStringLiteral("Nothing matches")));
    QVERIFY(clickText(console, QStringLiteral("Clear the filter")));
    QVERIFY(hasRows(dialogues(console), 2));
}

void tst_TenantsPage::memories_tab_listsThem()
{
    ConsoleFixture console;
    QVERIFY(openProject(console));
    QVERIFY(openNamespace(console, QStringLiteral("acme")));
    for (QTabWidget *tabs : console.window->currentPage()->findChildren<QTabWidget *>()) {
        if (tabs->tabText(1) == QLatin1String("Memories"))
            tabs->setCurrentIndex(1);
    }
    auto *table = console.find<QTableView>("tenants/memories");
    QVERIFY(QTest::qWaitFor([&] { return table->isVisible(); }, ConsoleFixture::kPatienceMs));
    QVERIFY(hasRows(table, 1));
    goBackTo(console, 1);
    QVERIFY(openNamespace(console, QStringLiteral("birch")));
    QVERIFY(hasRows(table, 0)); // of another tenant
}
