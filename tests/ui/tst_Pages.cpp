#include "tests/ui/ConsoleSteps.h"
#include "ui/session/Preferences.h"
#include "ui/shell/PageRegistry.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/PlainLabel.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QListWidget>
#include <QTableView>
#include <QTableWidget>
#include <QTest>

using namespace cloister;
using cloister::test::ConsoleFixture;
using State = ui::Page::State;

class tst_Pages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPage_serviceAway_showsAnErrorAndRetries();
    void everyPage_sealed_isLocked();
    void firstSteps_keysAndClicks_giveAKey();
    void overview_empty_loadsTheSample();
    void overview_figures_leadToTheirPages();
    void server_check_isAJobWithAResult();
    void server_sealed_refusesUntilItIsUnlocked();
    void server_openedAgain_focusesNoButton();
    void server_requests_areListedAndFiltered();
    void palette_typed_opensThePage();
    void palette_actionOfThePage_isRun();
    void settings_theme_isAppliedAndKept();
    void attach_runningService_usesItsApi();
};

// Pages that ask nothing cannot fail.
static bool asksNothing(const ui::PageInfo &page)
{
    return page.id == "settings" || page.id == "search";
}

static bool showsActions(const ui::Page &page)
{
    return page.findChild<QWidget *>(QStringLiteral("pageActions"))->isVisible();
}

// Parts of a page have such buttons too, out of sight.
static QPushButton *shownAction(const ui::Page &page)
{
    for (QPushButton *button : page.findChildren<QPushButton *>(QStringLiteral("stateAction"))) {
        if (button->isVisible())
            return button;
    }
    return nullptr;
}

void tst_Pages::everyPage_serviceAway_showsAnErrorAndRetries()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.makeProject(QStringLiteral("support"));
    for (const ui::PageInfo &page : ui::PageRegistry::all()) {
        if (asksNothing(page))
            continue;
        console.faults->failWith(ErrorCode::ShuttingDown);
        console.window->open(page.id);
        QTest::keyClick(console.window.get(), Qt::Key_F5);
        QVERIFY2(console.waitFor(State::Error), page.id.constData());
        QVERIFY2(!showsActions(*console.window->currentPage()), page.id.constData());
        QVERIFY2(console.find<ui::PlainLabel>("statusWhere")->stored().isEmpty(), page.id.constData());
        console.faults->failWith(std::nullopt);
        QPushButton *retry = shownAction(*console.window->currentPage());
        QVERIFY2(retry, page.id.constData());
        QTest::mouseClick(retry, Qt::LeftButton);
        const auto isAnswered = [&] {
            const State state = console.window->currentPage()->state();
            return state != State::Error && state != State::Loading;
        };
        QVERIFY2(QTest::qWaitFor(isAnswered, ConsoleFixture::kPatienceMs), page.id.constData());
        QVERIFY2(showsActions(*console.window->currentPage()), page.id.constData());
        QVERIFY2(console.find<ui::PlainLabel>("statusWhere")->stored().startsWith(QLatin1String("Serving at")), page.id.constData());
    }
}

void tst_Pages::everyPage_sealed_isLocked()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.faults->failWith(ErrorCode::Sealed);
    for (const ui::PageInfo &page : ui::PageRegistry::all()) {
        if (asksNothing(page))
            continue;
        console.window->open(page.id);
        QTest::keyClick(console.window.get(), Qt::Key_F5);
        QVERIFY2(console.waitFor(State::Locked), page.id.constData());
        QVERIFY2(!showsActions(*console.window->currentPage()), page.id.constData());
        QVERIFY2(console.find<ui::PlainLabel>("statusWhere")->stored().isEmpty(), page.id.constData());
    }
    console.faults->failWith(std::nullopt);
    QTest::mouseClick(shownAction(*console.window->currentPage()), Qt::LeftButton);
    QVERIFY(console.waitFor(ui::Session::State::Locked));
}

void tst_Pages::firstSteps_keysAndClicks_giveAKey()
{
    ConsoleFixture console;
    console.show();
    console.type("passphrase", ConsoleFixture::kPassphrase);
    console.type("passphraseAgain", ConsoleFixture::kPassphrase);
    QTest::keyClick(console.find<QLineEdit>("passphraseAgain"), Qt::Key_Return);
    auto *code = console.waitForWidget<QLabel>("recoveryCode");
    QVERIFY(code);
    const QByteArray recovery = code->text().toUtf8();
    QTest::keyClick(console.find<QWidget>("firstSteps"), Qt::Key_Escape); // does not throw it away
    QVERIFY(console.waitForWidget<QWidget>("askFirst"));
    console.click("askBack");
    QVERIFY(code->isVisible());
    QVERIFY(!console.find<QPushButton>("firstCodeNext")->isEnabled());
    QTest::keyClick(console.find<QWidget>("recoveryKept"), Qt::Key_Space);
    console.click("firstCodeNext");
    console.type("firstProjectName", QStringLiteral("support"));
    console.click("firstProjectCreate");
    auto *key = console.waitForWidget<QLabel>("newKeyText");
    QVERIFY(key);
    QTest::keyClick(console.find<QDialog>("firstSteps")->focusWidget(), Qt::Key_Return); // one too many
    QVERIFY(key->isVisible());
    const auto transport = console.session->connection().transport;
    const auto reply = transport->send({"GET", "/api/v1/dialogue", {}, {}, key->text().toLatin1()}).result();
    QCOMPARE(reply->status, 200);
    console.click("firstDone");
    // The code opens the workspace as the passphrase does.
    console.session->lock();
    console.session->unlock(recovery);
    QVERIFY(console.waitFor(ui::Session::State::Open));
}

void tst_Pages::overview_empty_loadsTheSample()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.openPage("overview");
    QVERIFY(console.waitFor(State::Empty));
    QTest::mouseClick(console.window->currentPage()->findChild<QPushButton *>(QStringLiteral("stateSecond")), Qt::LeftButton);
    QVERIFY(console.waitFor(State::Filled));
    auto *busiest = console.find<QTableWidget>("busiest");
    QTRY_VERIFY_WITH_TIMEOUT(busiest->rowCount() >= 3, ConsoleFixture::kPatienceMs);
    QCOMPARE(console.window->jobs().all().size(), qsizetype(1));
    QCOMPARE(console.window->jobs().all().first()->state(), ui::Job::State::Done);
}

void tst_Pages::overview_figures_leadToTheirPages()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.makeProject(QStringLiteral("support"));
    for (const auto &[link, page] : {std::pair("overviewServer", "server"), std::pair("overviewRefused", "audit"),
             std::pair("overviewKey", "access")}) {
        console.openPage("overview");
        console.window->currentPage()->reload();
        QVERIFY(console.waitFor(State::Filled));
        console.click(link);
        QCOMPARE(console.window->currentPage()->objectName(), QLatin1String(page));
    }
    QCOMPARE(console.find<QLineEdit>("eventAction")->text(), QStringLiteral("access.refused")); // and nothing else is in sight
}

void tst_Pages::server_check_isAJobWithAResult()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.openPage("server");
    QVERIFY(console.waitFor(State::Filled));
    console.click("serverCheck");
    QTRY_COMPARE_WITH_TIMEOUT(console.window->jobs().all().size(), qsizetype(1), ConsoleFixture::kPatienceMs);
    console.openPage("settings"); // it goes on
    ui::Job *job = console.window->jobs().all().first();
    QTRY_COMPARE_WITH_TIMEOUT(job->state(), ui::Job::State::Done, ConsoleFixture::kPatienceMs);
    QVERIFY2(job->result().contains(QLatin1String("whole")), qPrintable(job->result()));
    QVERIFY(console.find<QLabel>("statusJob")->accessibleName().contains(job->result()));
}

void tst_Pages::server_sealed_refusesUntilItIsUnlocked()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    const auto transport = console.session->connection().transport;
    const auto status = [&transport] {
        const auto reply = transport->send({"GET", "/api/v1/dialogue", {}, {}, "no key"}).result();
        return reply ? reply->status : 0;
    };
    QCOMPARE(status(), 401);
    console.openPage("server");
    QVERIFY(console.waitFor(State::Filled));
    console.click("serverSeal");
    QVERIFY(console.waitForWidget<QDialog>("confirmByName"));
    console.type("confirmName", QStringLiteral("seal"));
    console.click("confirmAct");
    QVERIFY(console.waitFor(ui::Session::State::Locked));
    QCOMPARE(status(), 503);
    console.type("unlockSecret", ConsoleFixture::kPassphrase);
    console.click("unlockButton");
    QVERIFY(console.waitFor(ui::Session::State::Open));
    QCOMPARE(status(), 401);
    console.openPage("server");
    QVERIFY(console.waitFor(State::Filled));
}

void tst_Pages::server_openedAgain_focusesNoButton()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    for (int visit = 0; visit < 2; ++visit) {
        console.openPage("search");
        QVERIFY(console.window->currentPage()->isAncestorOf(console.window->focusWidget()));
        console.openPage("server");
        QVERIFY(console.waitFor(State::Filled));
        QWidget *focused = console.window->focusWidget();
        QVERIFY(!qobject_cast<QAbstractButton *>(focused));
        QTest::keyClick(focused, Qt::Key_Space);
        QTest::keyClick(focused, Qt::Key_Tab); // from there the first action is one key away
        QVERIFY(console.find<QPushButton>("serverCheck")->hasFocus());
        console.find<QPushButton>("serverCheck")->clearFocus();
    }
    QTest::qWait(100);
    QVERIFY(console.window->jobs().all().isEmpty());
}

void tst_Pages::server_requests_areListedAndFiltered()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.openPage("server");
    QVERIFY(test::sees(console, QStringLiteral("No requests yet")));
    (void)console.session->connection().transport->send({"GET", "/api/v1/dialogue", {}, {}, "cl_none"}).result();
    QTest::keyClick(console.window.get(), Qt::Key_F5);
    auto *recent = console.find<QTableView>("server_recent");
    QVERIFY(test::hasRows(recent, 1));
    QTRY_VERIFY_WITH_TIMEOUT(recent->isVisible(), ConsoleFixture::kPatienceMs);
    QCOMPARE(recent->model()->index(0, 4).data().toString(), QStringLiteral("this computer"));
    const QString took = recent->model()->index(0, 3).data().toString();
    QVERIFY2(took != QLatin1String("0.0 ms"), qPrintable(took));
    console.type("serverFilter", QStringLiteral("no request is like that"));
    QVERIFY(test::sees(console, QStringLiteral("Nothing is like that")));
    QVERIFY(test::clickText(console, QStringLiteral("Clear the filter")));
    QTRY_VERIFY_WITH_TIMEOUT(recent->isVisible(), ConsoleFixture::kPatienceMs);
    QCOMPARE(recent->model()->rowCount(), 1);
}

void tst_Pages::palette_typed_opensThePage()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.makeProject(QStringLiteral("<b>bold</b>"));
    console.openPage("overview"); // which links to some of them
    QTest::keyClick(console.window.get(), Qt::Key_F5);
    QVERIFY(console.waitFor(State::Filled));
    QTest::keyClick(console.window.get(), Qt::Key_K, Qt::ControlModifier);
    auto *list = console.waitForWidget<QListWidget>("paletteList");
    QVERIFY(list);
    const auto hasProject = [&] { return !list->findItems(QStringLiteral("<b>bold</b>"), Qt::MatchStartsWith).isEmpty(); };
    QVERIFY(QTest::qWaitFor(hasProject, ConsoleFixture::kPatienceMs)); // as it is written
    QCOMPARE(list->findItems(QStringLiteral("Audit "), Qt::MatchStartsWith).size(), 1);
    console.type("paletteQuery", QStringLiteral("serv"));
    QTest::keyClick(console.find<QLineEdit>("paletteQuery"), Qt::Key_Return);
    QCOMPARE(console.window->currentPage()->objectName(), QStringLiteral("server"));
}

void tst_Pages::palette_actionOfThePage_isRun()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.makeProject(QStringLiteral("support"));
    console.openPage("access");
    QVERIFY(console.waitFor(State::Filled));
    const auto offersKeys = [&] {
        const auto buttons = console.window->currentPage()->findChildren<QAbstractButton *>();
        return std::any_of(buttons.cbegin(), buttons.cend(), [](const QAbstractButton *button) {
            return button->isVisible() && button->text() == QStringLiteral("Create key…");
        });
    };
    QVERIFY(QTest::qWaitFor(offersKeys, ConsoleFixture::kPatienceMs));
    QTest::keyClick(console.window.get(), Qt::Key_K, Qt::ControlModifier);
    QVERIFY(console.waitForWidget<QListWidget>("paletteList"));
    console.type("paletteQuery", QStringLiteral("create key"));
    QTest::keyClick(console.find<QLineEdit>("paletteQuery"), Qt::Key_Return);
    QVERIFY(console.waitForWidget<QDialog>("newKeyDialog"));
}

void tst_Pages::settings_theme_isAppliedAndKept()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.openPage("settings");
    QTest::keyClick(console.find<QComboBox>("settingsTheme"), Qt::Key_End);
    QVERIFY(ui::Theme::colors().isDark);
    QCOMPARE(ui::Preferences::theme(), ui::ThemeMode::Dark);
    QTest::keyClick(console.find<QComboBox>("settingsAutoLock"), Qt::Key_End);
    QCOMPARE(console.session->idleTime(), std::chrono::seconds(0));
}

void tst_Pages::attach_runningService_usesItsApi()
{
    ConsoleFixture serving;
    QVERIFY(serving.start());
    serving.makeProject(QStringLiteral("served elsewhere"));
    ConsoleFixture console;
    console.show();
    console.find<QLineEdit>("welcomeDirectory")->setText(serving.workspaceDirectory());
    console.click("welcomeGoOn");
    QCOMPARE(console.session->state(), ui::Session::State::Locked);
    console.type("unlockSecret", ConsoleFixture::kPassphrase);
    console.click("unlockButton");
    QVERIFY(console.waitFor(ui::Session::State::Open));
    QVERIFY(!console.session->connection().isEmbedded);
    console.openPage("overview");
    QVERIFY(console.waitFor(State::Filled));
    const auto projects = console.session->api().projects().result();
    QCOMPARE(projects->value.items.first().name, QStringLiteral("served elsewhere"));
}

CLOISTER_TEST(tst_Pages)
#include "tst_Pages.moc"
