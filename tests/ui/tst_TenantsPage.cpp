#include "tests/ui/ConsoleSteps.h"
#include "ui/models/DialogueModel.h"
#include "ui/models/NamespaceModel.h"
#include "ui/transcript/DialogueDetails.h"
#include "ui/transcript/FindBar.h"
#include "ui/transcript/TranscriptModel.h"
#include "ui/transcript/TranscriptView.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QInputDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QListView>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

using namespace cloister;
using namespace cloister::test;

class tst_TenantsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void create_byTheDialog_opensTheProject();
    void create_cancelled_makesNothing();
    void namespaces_prefix_narrowsAndIsCleared();
    void breadcrumb_clicked_goesBack();
    void dialogues_filters_narrowTheList();
    void memories_tab_listsThem();
    void transcript_dialogueChosen_showsItsMessages();
    void searchInIt_clicked_searchesThisNamespace();
    void find_keys_goFromHitToHit();
    void details_toggled_showTheRecord();
    void dialogue_endAndReopen_changeItsStatus();
    void dialogue_deletedByItsId_leavesTheList();
    void copy_rows_areTabSeparated();
    void copy_transcript_isText();
    void deleteNamespace_onlyWithItsName();
    void deletionProtection_on_refusesWithAMessage();
    void projects_serviceAway_sayWhyAndRetry();
    void namespaces_serviceAway_sayWhyAndRetry();
    void dialogues_serviceAway_sayWhyAndRetry();

private:
    static bool openDialogue(ConsoleFixture &console, const QString &label);
    static QTableView *namespaces(const ConsoleFixture &console);
    static QListView *dialogues(const ConsoleFixture &console);
    static ui::TranscriptView *transcript(const ConsoleFixture &console);
    static const ui::TranscriptRow &message(const ConsoleFixture &console, int row);
    static QString projectId(const ConsoleFixture &console);
    static void goBackTo(const ConsoleFixture &console, int step);
};

bool tst_TenantsPage::openDialogue(ConsoleFixture &console, const QString &label)
{
    return openProject(console, twoTenants()) && openNamespace(console, QStringLiteral("acme")) && chooseIn(dialogues(console), label)
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

void tst_TenantsPage::create_byTheDialog_opensTheProject()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.openPage("tenants");
    QVERIFY(sees(console, QStringLiteral("No project yet")));
    QVERIFY(sees(console, QStringLiteral("No project yet")));
    QVERIFY(!console.find<QPushButton>("newProject")->isVisible()); // one button for one act
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

void tst_TenantsPage::namespaces_prefix_narrowsAndIsCleared()
{
    ConsoleFixture console;
    QVERIFY(openProject(console, twoTenants()));
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
    QVERIFY(openProject(console, twoTenants()));
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
    QVERIFY(openProject(console, twoTenants()));
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
    QVERIFY(openProject(console, twoTenants()));
    QVERIFY(openNamespace(console, QStringLiteral("acme")));
    for (auto *tabs : console.window->currentPage()->findChildren<QTabWidget *>()) {
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

void tst_TenantsPage::transcript_dialogueChosen_showsItsMessages()
{
    ConsoleFixture console;
    QVERIFY(openDialogue(console, QStringLiteral("Refund of a kettle")));
    QVERIFY(hasRows(transcript(console), 4));
    QCOMPARE(message(console, 0).message.id, QStringLiteral("acme-refund-1"));
    QCOMPARE(message(console, 0).message.role, QStringLiteral("user"));
    QVERIFY(message(console, 0).spoken().contains(QLatin1String("The kettle arrived broken.")));
    QVERIFY(message(console, 3).spoken().contains(QLatin1String("The REFUND takes three days.")));
    QVERIFY(chooseIn(dialogues(console), QStringLiteral("Opening hours")));
    QVERIFY(hasRows(transcript(console), 1));
    QVERIFY(message(console, 0).contains(QStringLiteral("on sunday")));
    QVERIFY(!message(console, 0).contains(QStringLiteral("kettle")));
}

void tst_TenantsPage::searchInIt_clicked_searchesThisNamespace()
{
    ConsoleFixture console;
    QVERIFY(openProject(console, twoTenants()));
    QVERIFY(!console.find<QPushButton>("tenantsSearch")->isVisible());
    QVERIFY(openNamespace(console, QStringLiteral("acme")));
    console.click("tenantsSearch");
    QCOMPARE(console.window->currentPage()->objectName(), QStringLiteral("search"));
    QTRY_COMPARE_WITH_TIMEOUT(console.find<QLineEdit>("scopeNamespace")->text(), QStringLiteral("acme"), ConsoleFixture::kPatienceMs);
    console.type("searchQuery", QStringLiteral("kettle"));
    QTest::keyClick(console.find<QLineEdit>("searchQuery"), Qt::Key_Return);
    const auto *found = console.find<QListView>("searchResults");
    QTRY_VERIFY_WITH_TIMEOUT(found->model()->rowCount() > 0, ConsoleFixture::kPatienceMs);
}

void tst_TenantsPage::find_keys_goFromHitToHit()
{
    ConsoleFixture console;
    QVERIFY(openDialogue(console, QStringLiteral("Refund of a kettle")));
    QVERIFY(hasRows(transcript(console), 4));
    QTest::keyClick(console.window.get(), Qt::Key_F, Qt::ControlModifier);
    auto *bar = console.window->findChild<ui::FindBar *>();
    QVERIFY(bar && QTest::qWaitFor([&] { return bar->isVisible(); }, ConsoleFixture::kPatienceMs));
    auto *text = console.find<QLineEdit>("findText");
    QTest::keyClicks(text, QStringLiteral("refund"));
    QVERIFY(sees(console, QStringLiteral(" of 2"))); // in any case
    QTest::keyClick(text, Qt::Key_Return);
    QCOMPARE(transcript(console)->currentIndex().row(), 1);
    QVERIFY(sees(console, QStringLiteral("1 of 2")));
    QTest::keyClick(text, Qt::Key_Return);
    QCOMPARE(transcript(console)->currentIndex().row(), 3);
    QVERIFY(sees(console, QStringLiteral("2 of 2")));
    QTest::keyClick(text, Qt::Key_Return); // and from the start again
    QCOMPARE(transcript(console)->currentIndex().row(), 1);
    QTest::keyClick(text, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(transcript(console)->currentIndex().row(), 3);
    QTest::keyClicks(text, QStringLiteral("x"));
    QVERIFY(sees(console, QStringLiteral("Not found")));
    QTest::keyClick(text, Qt::Key_Escape);
    QVERIFY(!bar->isVisible());
    QVERIFY(bar->text().isEmpty());
}

void tst_TenantsPage::details_toggled_showTheRecord()
{
    ConsoleFixture console;
    QVERIFY(openDialogue(console, QStringLiteral("Refund of a kettle")));
    auto *details = console.window->findChild<ui::DialogueDetails *>();
    QVERIFY(details && !details->isVisible());
    console.click("transcriptDetails");
    QVERIFY(details->isVisible());
    QVERIFY(sees(console, QStringLiteral("acme-refund")));
    auto *json = details->findChild<QPlainTextEdit *>();
    const auto record = [&] { return QJsonDocument::fromJson(json->toPlainText().toUtf8()).object(); };
    const auto id = [&] { return record().value(QLatin1String("id")).toString(); };
    QTRY_COMPARE_WITH_TIMEOUT(id(), QStringLiteral("acme-refund"), ConsoleFixture::kPatienceMs);
    QCOMPARE(record().value(QLatin1String("metadata"))[QLatin1String("channel")].toString(), QStringLiteral("mail"));
    QVERIFY(chooseIn(transcript(console), message(console, 2).spoken())); // then it is of the message
    QTRY_COMPARE_WITH_TIMEOUT(id(), QStringLiteral("acme-refund-3"), ConsoleFixture::kPatienceMs);
    console.click("transcriptDetails");
    QVERIFY(!details->isVisible());
}

void tst_TenantsPage::dialogue_endAndReopen_changeItsStatus()
{
    ConsoleFixture console;
    QVERIFY(openDialogue(console, QStringLiteral("Opening hours")));
    const client::Place place{projectId(console), QStringLiteral("acme")};
    const auto status = [&] { return console.session->api().dialogue(place, QStringLiteral("acme-hours")).result()->value.status; };
    QVERIFY(trigger(console, QStringLiteral("End dialogue")));
    QVERIFY(sees(console, QStringLiteral("Ended")));
    QCOMPARE(status(), DialogueStatus::Ended);
    const QModelIndex row = rowOf(dialogues(console), QStringLiteral("Opening hours"));
    QCOMPARE(row.siblingAtColumn(ui::DialogueModel::Status).data().toString(), QStringLiteral("Ended"));
    QVERIFY(trigger(console, QStringLiteral("Reopen dialogue")));
    QVERIFY(sees(console, QStringLiteral("Active")));
    QCOMPARE(status(), DialogueStatus::Active);
}

void tst_TenantsPage::dialogue_deletedByItsId_leavesTheList()
{
    ConsoleFixture console;
    QVERIFY(openDialogue(console, QStringLiteral("Opening hours")));
    QVERIFY(trigger(console, QStringLiteral("Delete dialogue…")));
    QVERIFY(console.waitForWidget<QDialog>("confirmByName"));
    console.type("confirmName", QStringLiteral("Opening hours"));
    QVERIFY(!console.find<QPushButton>("confirmAct")->isEnabled()); // its id is asked for
    console.type("confirmName", QStringLiteral("acme-hours"));
    console.click("confirmAct");
    QVERIFY(hasRows(dialogues(console), 1));
    QVERIFY(rowOf(dialogues(console), QStringLiteral("Refund")).isValid());
}

void tst_TenantsPage::copy_rows_areTabSeparated()
{
    ConsoleFixture console;
    QVERIFY(openProject(console, twoTenants()));
    QVERIFY(chooseIn(namespaces(console), QStringLiteral("birch")));
    QTest::keyClick(namespaces(console), Qt::Key_C, Qt::ControlModifier);
    QStringList cells = QGuiApplication::clipboard()->text().split(u'\t');
    QCOMPARE(cells.size(), qsizetype(ui::NamespaceModel::ColumnCount));
    QCOMPARE(cells.mid(0, 5), QStringList({QStringLiteral("birch"), QStringLiteral("Active"), QStringLiteral("1"),
                                  QStringLiteral("2"), QStringLiteral("0")}));
    QTest::keyClick(namespaces(console), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(namespaces(console), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
    QCOMPARE(lines.size(), qsizetype(2));
    QVERIFY(lines.first().startsWith(QLatin1String("acme\tActive\t2\t5\t1\t")));
    QVERIFY(lines.last().startsWith(QLatin1String("birch\t")));
}

void tst_TenantsPage::copy_transcript_isText()
{
    ConsoleFixture console;
    QVERIFY(openDialogue(console, QStringLiteral("Refund of a kettle")));
    QVERIFY(hasRows(transcript(console), 4));
    QVERIFY(trigger(console, QStringLiteral("As text")));
    const QString text = QGuiApplication::clipboard()->text();
    QVERIFY2(text.startsWith(QLatin1String("Refund of a kettle\n")), qPrintable(text));
    const qsizetype first = text.indexOf(QLatin1String("The kettle arrived broken."));
    QVERIFY(first > 0);
    QVERIFY(text.indexOf(QLatin1String("The REFUND takes three days.")) > first);
    QGuiApplication::clipboard()->clear();
    QVERIFY(trigger(console, QStringLiteral("As JSON")));
    QTRY_VERIFY_WITH_TIMEOUT(!QGuiApplication::clipboard()->text().isEmpty(), ConsoleFixture::kPatienceMs);
    const QJsonObject whole = QJsonDocument::fromJson(QGuiApplication::clipboard()->text().toUtf8()).object();
    QCOMPARE(whole.value(QLatin1String("messages")).toArray().size(), qsizetype(4));
}

void tst_TenantsPage::deleteNamespace_onlyWithItsName()
{
    ConsoleFixture console;
    QVERIFY(openProject(console, twoTenants()));
    QVERIFY(chooseIn(namespaces(console), QStringLiteral("acme")));
    QVERIFY(trigger(console, QStringLiteral("Delete namespace…")));
    QVERIFY(console.waitForWidget<QDialog>("confirmByName"));
    auto *act = console.find<QPushButton>("confirmAct");
    QVERIFY(!act->isEnabled());
    for (const char *wrong : {"acm", "Acme", "acme ", "birch"}) {
        console.type("confirmName", QLatin1String(wrong));
        QVERIFY2(!act->isEnabled(), wrong);
    }
    QTest::mouseClick(act, Qt::LeftButton); // does nothing
    QCOMPARE(namespaces(console)->model()->rowCount(), 2);
    console.type("confirmName", QStringLiteral("acme"));
    QVERIFY(act->isEnabled());
    console.click("confirmAct");
    QVERIFY(hasRows(namespaces(console), 1));
    const auto left = console.session->api().namespaces(projectId(console), {}).result();
    QCOMPARE(left->value.items.size(), qsizetype(1));
    QCOMPARE(left->value.items.first().nameSpace, QStringLiteral("birch"));
}

void tst_TenantsPage::deletionProtection_on_refusesWithAMessage()
{
    ConsoleFixture console;
    QVERIFY(openProject(console, twoTenants()));
    const QString id = projectId(console);
    QVERIFY(trigger(console, QStringLiteral("Deletion protection")));
    const auto isProtected = [&] { return console.session->api().project(id).result()->value.project.isDeletionProtected; };
    QTRY_VERIFY_WITH_TIMEOUT(isProtected(), ConsoleFixture::kPatienceMs);
    QVERIFY(chooseIn(namespaces(console), QStringLiteral("acme")));
    QVERIFY(trigger(console, QStringLiteral("Delete namespace…")));
    QVERIFY(console.waitForWidget<QDialog>("confirmByName"));
    console.type("confirmName", QStringLiteral("acme"));
    console.click("confirmAct");
    auto *box = shown<QMessageBox>(console);
    QVERIFY(box);
    QCOMPARE(box->text(), QStringLiteral("The project is protected from deletion."));
    QVERIFY(box->informativeText().contains(QLatin1String("Switch the protection off first.")));
    QTest::mouseClick(box->button(QMessageBox::Ok), Qt::LeftButton);
    QCOMPARE(console.session->api().namespaces(id, {}).result()->value.items.size(), qsizetype(2));
}

void tst_TenantsPage::projects_serviceAway_sayWhyAndRetry()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.makeProject(QStringLiteral("support"));
    console.faults->failWith(ErrorCode::ShuttingDown);
    console.openPage("tenants");
    QVERIFY(sees(console, QStringLiteral("The service cannot be reached")));
    console.faults->failWith(std::nullopt);
    QVERIFY(clickText(console, QStringLiteral("Try again")));
    QVERIFY(rowOf(console.find<QTableView>("tenants/projects"), QStringLiteral("support")).isValid());
}

void tst_TenantsPage::namespaces_serviceAway_sayWhyAndRetry()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    QVERIFY(importLines(console, console.makeProject(QStringLiteral("support")), twoTenants()));
    console.openPage("tenants");
    auto *projects = console.find<QTableView>("tenants/projects");
    QVERIFY(chooseIn(projects, QStringLiteral("support")));
    console.faults->failWith(ErrorCode::ShuttingDown);
    QTest::keyClick(projects, Qt::Key_Return);
    QVERIFY(sees(console, QStringLiteral("The service cannot be reached")));
    console.faults->failWith(std::nullopt);
    QVERIFY(clickText(console, QStringLiteral("Try again")));
    QVERIFY(rowOf(namespaces(console), QStringLiteral("acme")).isValid());
}

void tst_TenantsPage::dialogues_serviceAway_sayWhyAndRetry()
{
    ConsoleFixture console;
    QVERIFY(openProject(console, twoTenants()));
    QVERIFY(chooseIn(namespaces(console), QStringLiteral("acme")));
    console.faults->failWith(ErrorCode::Overloaded);
    QTest::keyClick(namespaces(console), Qt::Key_Return);
    QVERIFY(sees(console, QStringLiteral("The service is busy")));
    console.faults->failWith(std::nullopt);
    QVERIFY(clickText(console, QStringLiteral("Try again")));
    QVERIFY(rowOf(dialogues(console), QStringLiteral("Opening hours")).isValid());
    console.faults->failWith(ErrorCode::ShuttingDown);
    QVERIFY(chooseIn(dialogues(console), QStringLiteral("Refund"))); // its transcript
    QVERIFY(sees(console, QStringLiteral("The service cannot be reached")));
    console.faults->failWith(std::nullopt);
    QVERIFY(clickText(console, QStringLiteral("Try again")));
    QVERIFY(hasRows(transcript(console), 4));
}

CLOISTER_TEST(tst_TenantsPage)
#include "tst_TenantsPage.moc"
