#include "tests/ui/ConsoleSteps.h"
#include "ui/audit/EventDetails.h"
#include "ui/audit/VerdictPanel.h"
#include "ui/models/EventModel.h"

#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace cloister;
using namespace cloister::test;
using client::Proof;

class tst_AuditPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void events_ofTheWorkspace_appear();
    void log_ofAProject_isItsOwn();
    void filter_action_narrows();
    void filter_outcome_findsARealRefusal();
    void filter_noSuchEvent_isCleared();
    void filter_notUnderstood_marksTheFieldAndEmptiesTheList_data();
    void filter_notUnderstood_marksTheFieldAndEmptiesTheList();
    void event_chosen_showsItsDetails();
    void live_newEvent_comesOnTop();
    void live_off_staysAsItIs();
    void verify_signedLog_isWhole();
    void verify_otherLogChosen_takesTheVerdictAway();
    void verify_serviceAway_saysWhy();
    void export_csv_hasALineAnEvent();
    void export_jsonLines_areEventsAndCheckpoints();
    void events_serviceAway_sayWhyAndRetry();
    void verdictTitle_everyVerdict_data();
    void verdictTitle_everyVerdict();
    void verdictText_nothingSigned_saysWhatThatMeans();
    void verdictText_figuresAndProblems_areTold();
    void verdictPanel_firstBadEvent_canBeAskedFor();

private:
    /// The page with a project "support" that has two tenants.
    static bool openAudit(ConsoleFixture &console);
    static bool chooseLog(const ConsoleFixture &console, const QString &name);
    static bool chooseOutcome(const ConsoleFixture &console, const QString &name);
    /// Deletes with a key that may only read; the status of the answer.
    static int askForbidden(const ConsoleFixture &console);
    static QTableView *events(const ConsoleFixture &console);
    static bool seesAction(const ConsoleFixture &console, const QString &action);
    static client::Verdict verdict(Proof integrity, Proof completeness);
};

bool tst_AuditPage::openAudit(ConsoleFixture &console)
{
    if (!console.start() || !importLines(console, console.makeProject(QStringLiteral("support")), twoTenants()))
        return false;
    console.openPage("audit");
    return console.waitFor(ui::Page::State::Filled)
        && QTest::qWaitFor([&] { return events(console)->model()->rowCount() > 0; }, ConsoleFixture::kPatienceMs);
}

bool tst_AuditPage::chooseLog(const ConsoleFixture &console, const QString &name)
{
    auto *logs = console.find<QComboBox>("auditLog");
    if (logs->findText(name) < 0)
        return false;
    QTest::keyClick(logs, logs->findText(name) == 0 ? Qt::Key_Home : Qt::Key_End);
    return logs->currentText() == name;
}

bool tst_AuditPage::chooseOutcome(const ConsoleFixture &console, const QString &name)
{
    auto *outcomes = console.find<QComboBox>("eventOutcome");
    QTest::keyClick(outcomes, Qt::Key_Home);
    for (int steps = outcomes->findText(name); steps > 0; --steps)
        QTest::keyClick(outcomes, Qt::Key_Down);
    return outcomes->currentText() == name;
}

int tst_AuditPage::askForbidden(const ConsoleFixture &console)
{
    const QString project = console.session->api().projects().result()->value.items.first().id;
    const auto key = console.session->api().createKey(project, {.scopes = {QStringLiteral("read")}}).result();
    const auto reply = console.session->connection().transport->send(
        {"DELETE", "/api/v1/dialogue/acme-hours", "namespace=acme", {}, key->value.text.toLatin1()}).result();
    return reply ? reply->status : 0;
}

QTableView *tst_AuditPage::events(const ConsoleFixture &console)
{
    return console.find<QTableView>("audit/events");
}

bool tst_AuditPage::seesAction(const ConsoleFixture &console, const QString &action)
{
    return rowOf(events(console), ui::actionText(action), ui::EventModel::Action).isValid();
}

client::Verdict tst_AuditPage::verdict(Proof integrity, Proof completeness)
{
    client::Verdict made;
    made.integrity = integrity;
    made.completeness = completeness;
    made.events = 12;
    made.checkpoints = 3;
    made.coveredTo = 11;
    made.lastEvent = 12;
    return made;
}

void tst_AuditPage::events_ofTheWorkspace_appear()
{
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    QCOMPARE(console.find<QComboBox>("auditLog")->currentText(), QStringLiteral("The workspace"));
    QVERIFY(seesAction(console, QStringLiteral("project.create")));
    QVERIFY(seesAction(console, QStringLiteral("workspace.create")));
    const QModelIndex row = rowOf(events(console), ui::actionText(QStringLiteral("project.create")), ui::EventModel::Action);
    QCOMPARE(row.siblingAtColumn(ui::EventModel::Outcome).data().toString(), QStringLiteral("Done"));
    QVERIFY(!row.siblingAtColumn(ui::EventModel::Actor).data().toString().isEmpty());
}

void tst_AuditPage::log_ofAProject_isItsOwn()
{
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    QVERIFY(chooseLog(console, QStringLiteral("support")));
    QVERIFY(seesAction(console, QStringLiteral("dialogue.import")));
    const QModelIndex index = events(console)->model()->index(0, ui::EventModel::Action);
    QVERIFY(events(console)->model()->match(index, Qt::DisplayRole, ui::actionText(QStringLiteral("workspace.create"))).isEmpty());
    QVERIFY(rowOf(events(console), QStringLiteral("birch"), ui::EventModel::Namespace).isValid());
    QVERIFY(chooseLog(console, QStringLiteral("The workspace")));
    QVERIFY(seesAction(console, QStringLiteral("project.create")));
}

void tst_AuditPage::filter_action_narrows()
{
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    QVERIFY(chooseLog(console, QStringLiteral("support")));
    QVERIFY(seesAction(console, QStringLiteral("memory.import")));
    console.type("eventAction", QStringLiteral("dialogue.import"));
    QVERIFY(hasRows(events(console), 3)); // one a line
    for (int row = 0; row < 3; ++row) {
        QVERIFY(events(console)->model()->index(row, ui::EventModel::Action).data().toString().startsWith(
            ui::actionText(QStringLiteral("dialogue.import"))));
    }
    console.type("eventNamespace", QStringLiteral("birch"));
    QVERIFY(hasRows(events(console), 1));
    QCOMPARE(events(console)->model()->index(0, ui::EventModel::Namespace).data().toString(), QStringLiteral("birch"));
}

void tst_AuditPage::filter_outcome_findsARealRefusal()
{
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    QCOMPARE(askForbidden(console), 403);
    QVERIFY(chooseLog(console, QStringLiteral("support")));
    QVERIFY(seesAction(console, QStringLiteral("dialogue.import")));
    QVERIFY(chooseOutcome(console, QStringLiteral("Not allowed")));
    QVERIFY(hasRows(events(console), 1));
    QVERIFY(seesAction(console, QStringLiteral("access.refused")));
    const QModelIndex outcome = events(console)->model()->index(0, ui::EventModel::Outcome);
    QCOMPARE(outcome.data().toString(), QStringLiteral("Refused"));
    QVERIFY(outcome.data(Qt::ToolTipRole).toString().contains(QLatin1String("FORBIDDEN")));
    QVERIFY(chooseIn(events(console), ui::actionText(QStringLiteral("access.refused")), ui::EventModel::Action));
    QVERIFY(sees(console, QStringLiteral("Refused\nNot allowed (FORBIDDEN)")));
    QVERIFY(chooseOutcome(console, QStringLiteral("Not signed in")));
    QVERIFY(sees(console, QStringLiteral("No event is like that")));
}

void tst_AuditPage::filter_noSuchEvent_isCleared()
{
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    QTest::keyClick(console.window.get(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(console.find<QLineEdit>("eventAction")->hasFocus(), ConsoleFixture::kPatienceMs);
    console.type("eventAction", QStringLiteral("namespace.delete"));
    QVERIFY(sees(console, QStringLiteral("No event is like that")));
    QVERIFY(clickText(console, QStringLiteral("Clear the filters")));
    QVERIFY(seesAction(console, QStringLiteral("project.create")));
    QVERIFY(console.find<QLineEdit>("eventAction")->text().isEmpty());
}

void tst_AuditPage::filter_notUnderstood_marksTheFieldAndEmptiesTheList_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("until") << QByteArray("eventTo") << QStringLiteral("A day is written like 2025-06-01");
    QTest::newRow("from") << QByteArray("eventFrom") << QStringLiteral("A day is written like 2025-06-01");
    QTest::newRow("entity") << QByteArray("eventEntity") << QStringLiteral("An entity is written as its kind and its id");
}

void tst_AuditPage::filter_notUnderstood_marksTheFieldAndEmptiesTheList()
{
    QFETCH(const QByteArray, field);
    QFETCH(const QString, sentence);
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    console.type(field.constData(), QStringLiteral("banana"));
    QVERIFY(sees(console, QStringLiteral("The filter is not understood")));
    QVERIFY(sees(console, sentence));
    QVERIFY(!events(console)->isVisible());
    QCOMPARE(events(console)->model()->rowCount(), 0);
    const auto *edit = console.find<QLineEdit>(field.constData());
    QCOMPARE(edit->property("kind").toString(), QStringLiteral("wrong"));
    QVERIFY(clickText(console, QStringLiteral("Clear the filters")));
    QVERIFY(seesAction(console, QStringLiteral("project.create")));
    QVERIFY(edit->property("kind").toString().isEmpty());
}

void tst_AuditPage::event_chosen_showsItsDetails()
{
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    const auto *details = console.window->findChild<ui::EventDetails *>();
    QVERIFY(!details->isVisible());
    QVERIFY(chooseIn(events(console), ui::actionText(QStringLiteral("project.create")), ui::EventModel::Action));
    QVERIFY(sees(console, QStringLiteral("project.create")));
    const QString id = console.session->api().projects().result()->value.items.first().id;
    QVERIFY(sees(console, QStringLiteral("project ") + id));
    QVERIFY(details->isVisible());
    // What the panel says needs no column in the room that is left.
    QVERIFY(events(console)->isColumnHidden(ui::EventModel::Address) && events(console)->isColumnHidden(ui::EventModel::Namespace));
    bool hasHash = false;
    for (const QLabel *label : details->findChildren<QLabel *>())
        hasHash = hasHash || (label->accessibleName() == QLatin1String("Hash in the chain") && label->text().size() >= 64);
    QVERIFY(hasHash);
    QVERIFY(chooseLog(console, QStringLiteral("support"))); // of which no event is chosen
    QVERIFY(seesAction(console, QStringLiteral("dialogue.import")));
    QVERIFY(!details->isVisible());
    QVERIFY(!events(console)->isColumnHidden(ui::EventModel::Address) && !events(console)->isColumnHidden(ui::EventModel::Namespace));
}

void tst_AuditPage::live_newEvent_comesOnTop()
{
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    console.type("eventAction", QStringLiteral("project.create"));
    QVERIFY(hasRows(events(console), 1));
    const QString id = console.makeProject(QStringLiteral("second"));
    QVERIFY(hasRows(events(console), 2)); // without a key or click
    QCOMPARE(events(console)->model()->index(0, ui::EventModel::Entity).data().toString(), id);
}

void tst_AuditPage::live_off_staysAsItIs()
{
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    console.type("eventAction", QStringLiteral("project.create"));
    QVERIFY(hasRows(events(console), 1));
    QVERIFY(clickText(console, QStringLiteral("Live")));
    console.makeProject(QStringLiteral("second"));
    QVERIFY(!QTest::qWaitFor([&] { return events(console)->model()->rowCount() > 1; }, 3000)); // longer than between two looks
    QVERIFY(clickText(console, QStringLiteral("Live")));
    QVERIFY(hasRows(events(console), 2));
}

void tst_AuditPage::verify_signedLog_isWhole()
{
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    QVERIFY(console.session->api().exportLog({}, client::LogFormat::JsonLines, {}).result()); // which signs a checkpoint
    auto *panel = console.find<QWidget>("verdict");
    QVERIFY(!panel->isVisible());
    console.click("auditVerify");
    auto *title = console.find<QLabel>("verdictTitle");
    QTRY_COMPARE_WITH_TIMEOUT(title->text(), QStringLiteral("The log is whole and was not changed."), ConsoleFixture::kPatienceMs);
    QVERIFY(panel->isVisible());
    QVERIFY(sees(console, QStringLiteral("signed checkpoints were examined")));
    const ui::Job *job = endedJob(console, 1);
    QVERIFY(job);
    QCOMPARE(job->state(), ui::Job::State::Done);
    QCOMPARE(job->result(), title->text());
    QCOMPARE(job->title(), QStringLiteral("Verify the workspace's log"));
    QVERIFY(!console.window->findChild<ui::VerdictPanel *>()->findChild<QPushButton *>()->isVisible()); // no bad event to show
}

void tst_AuditPage::verify_otherLogChosen_takesTheVerdictAway()
{
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    QVERIFY(console.session->api().exportLog({}, client::LogFormat::JsonLines, {}).result());
    console.click("auditVerify");
    auto *title = console.find<QLabel>("verdictTitle");
    QTRY_COMPARE_WITH_TIMEOUT(title->text(), QStringLiteral("The log is whole and was not changed."), ConsoleFixture::kPatienceMs);
    QCOMPARE(console.find<QLabel>("verdictLog")->text(), QStringLiteral("Log: The workspace"));
    QVERIFY(chooseLog(console, QStringLiteral("support")));
    QVERIFY(!console.find<QWidget>("verdict")->isVisible());
}

void tst_AuditPage::verify_serviceAway_saysWhy()
{
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    console.faults->failWith(ErrorCode::ShuttingDown);
    console.click("auditVerify");
    QVERIFY(sees(console, QStringLiteral("The log could not be examined.")));
    QVERIFY(sees(console, QStringLiteral("The service cannot be reached.")));
    console.faults->failWith(std::nullopt);
}

void tst_AuditPage::export_csv_hasALineAnEvent()
{
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    QVERIFY(chooseLog(console, QStringLiteral("support")));
    QVERIFY(seesAction(console, QStringLiteral("dialogue.import")));
    QTemporaryDir directory;
    const QString file = directory.filePath(QStringLiteral("audit.csv"));
    QVERIFY(trigger(console, QStringLiteral("As CSV, for a spreadsheet…")));
    QVERIFY(answerFileDialog(console, file));
    const ui::Job *job = endedJob(console, 1);
    QVERIFY(job);
    QCOMPARE(job->state(), ui::Job::State::Done);
    const QByteArrayList lines = readAll(file).replace("\r\n", "\n").trimmed().split('\n');
    QVERIFY2(lines.first().startsWith("\"seq\",\"time\",\"actor\""), lines.first().constData());
    int imported = 0;
    for (const QByteArray &line : lines)
        imported += line.contains("\"dialogue.import\"") ? 1 : 0;
    QCOMPARE(imported, 3);
}

void tst_AuditPage::export_jsonLines_areEventsAndCheckpoints()
{
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    QTemporaryDir directory;
    const QString file = directory.filePath(QStringLiteral("audit.jsonl"));
    QVERIFY(trigger(console, QStringLiteral("As JSON Lines, for cloister-verify…")));
    QVERIFY(answerFileDialog(console, file));
    const ui::Job *job = endedJob(console, 1);
    QVERIFY(job);
    QCOMPARE(job->state(), ui::Job::State::Done);
    const QByteArray text = readAll(file);
    QVERIFY(text.contains("project.create"));
    QVERIFY(text.contains("checkpoint"));
    for (const QByteArray &line : text.trimmed().split('\n'))
        QVERIFY2(QJsonDocument::fromJson(line).isObject(), line.constData());
}

void tst_AuditPage::events_serviceAway_sayWhyAndRetry()
{
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    console.faults->failWith(ErrorCode::ShuttingDown);
    QVERIFY(chooseLog(console, QStringLiteral("support")));
    QVERIFY(sees(console, QStringLiteral("The service cannot be reached")));
    QCOMPARE(events(console)->model()->rowCount(), 0); // nothing of the other log under this name
    console.faults->failWith(std::nullopt);
    QVERIFY(clickText(console, QStringLiteral("Try again")));
    QVERIFY(seesAction(console, QStringLiteral("dialogue.import")));
}

void tst_AuditPage::verdictTitle_everyVerdict_data()
{
    QTest::addColumn<int>("integrity");
    QTest::addColumn<int>("completeness");
    QTest::addColumn<QString>("title");
    const QString changed = QStringLiteral("The log was changed.");
    const QString missing = QStringLiteral("Events are missing from the log.");
    const QString unproven = QStringLiteral("What is there was not changed; that nothing is missing cannot be proved.");
    const auto row = [](const char *name, Proof integrity, Proof completeness, const QString &title) {
        QTest::newRow(name) << int(integrity) << int(completeness) << title;
    };
    row("whole", Proof::Holds, Proof::Holds, QStringLiteral("The log is whole and was not changed."));
    row("changed", Proof::Broken, Proof::Holds, changed);
    row("changed and missing", Proof::Broken, Proof::Broken, changed);
    row("changed, else unproven", Proof::Broken, Proof::Unproven, changed);
    row("missing", Proof::Holds, Proof::Broken, missing);
    row("missing, else unproven", Proof::Unproven, Proof::Broken, missing);
    row("nothing says it is complete", Proof::Holds, Proof::Unproven, unproven);
}

void tst_AuditPage::verdictText_nothingSigned_saysWhatThatMeans()
{
    client::Verdict fresh = verdict(Proof::Holds, Proof::Unproven);
    fresh.checkpoints = 0;
    QCOMPARE(ui::verdictTitle(fresh), QStringLiteral("No change was found; the log is too new to have been signed."));
    const QString text = ui::verdictText(fresh);
    QVERIFY2(text.startsWith(QLatin1String("12 events were examined. A checkpoint is signed from time to time")), qPrintable(text));
}

void tst_AuditPage::verdictTitle_everyVerdict()
{
    QFETCH(int, integrity);
    QFETCH(int, completeness);
    QFETCH(QString, title);
    const client::Verdict shown = verdict(static_cast<Proof>(integrity), static_cast<Proof>(completeness));
    QCOMPARE(ui::verdictTitle(shown), title);
}

void tst_AuditPage::verdictText_figuresAndProblems_areTold()
{
    client::Verdict shown = verdict(Proof::Broken, Proof::Holds);
    const QString figures = ui::verdictText(shown);
    QVERIFY2(figures.startsWith(QLatin1String("12 events and 3 signed checkpoints")), qPrintable(figures));
    QVERIFY2(figures.contains(QLatin1String("up to number 11 of 12")), qPrintable(figures));
    QCOMPARE(figures.count(u'\n'), qsizetype(0));
    shown.firstBad = 7;
    shown.problems = {QStringLiteral("one\nline"), QStringLiteral("two"), QStringLiteral("three"), QStringLiteral("four")};
    const QStringList lines = ui::verdictText(shown).split(u'\n');
    QCOMPARE(lines.size(), qsizetype(5)); // the figures, the first bad one, and three problems, a line each
    QVERIFY(lines.at(1).contains(QLatin1String("number 7")));
    QCOMPARE(lines.last(), QStringLiteral("three"));
}

void tst_AuditPage::verdictPanel_firstBadEvent_canBeAskedFor()
{
    ConsoleFixture console;
    QVERIFY(openAudit(console));
    auto *panel = console.window->findChild<ui::VerdictPanel *>();
    client::Verdict bad = verdict(Proof::Broken, Proof::Holds);
    bad.firstBad = 1;
    panel->show(bad);
    QCOMPARE(console.find<QLabel>("verdictTitle")->text(), QStringLiteral("The log was changed."));
    QSignalSpy asked(panel, &ui::VerdictPanel::eventAsked);
    QVERIFY(clickText(console, QStringLiteral("Show that event")));
    QCOMPARE(asked.size(), qsizetype(1));
    QCOMPARE(asked.first().first().toLongLong(), 1);
    QVERIFY(hasRows(events(console), 1)); // the first event, with what came before it
}

CLOISTER_TEST(tst_AuditPage)
#include "tst_AuditPage.moc"
