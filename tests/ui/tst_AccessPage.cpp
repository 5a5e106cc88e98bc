#include "engine/client/HttpsTransport.h"
#include "tests/ui/ConsoleSteps.h"
#include "ui/access/AddressesView.h"
#include "ui/access/TryIt.h"

#include <QDir>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QProcess>
#include <QScopeGuard>
#include <QScrollBar>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace cloister;
using cloister::test::ConsoleFixture;

class tst_AccessPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void create_shownOnce_worksAsTheLineSays();
    void create_escapeBeforeItIsCopied_asksFirst();
    void tryIt_everyLine_isInSight_data();
    void tryIt_everyLine_isInSight();
    void revoke_typedName_theApiRefusesIt();
    void rotate_atOnce_givesAnotherKey();
    void addresses_addTestRemove_followTheService();
    void network_whatIsTyped_isJudged_data();
    void network_whatIsTyped_isJudged();
    void accounts_createAndDisable_areListed();
    void projectBox_tabsOfTheWorkspace_isHidden();

private:
    static bool openWithProject(ConsoleFixture &console);
    static QString createKey(ConsoleFixture &console);
    static int askWith(ConsoleFixture &console, const QString &key);
};

bool tst_AccessPage::openWithProject(ConsoleFixture &console)
{
    if (!console.start())
        return false;
    console.makeProject(QStringLiteral("support"));
    console.openPage("access");
    return console.waitFor(ui::Page::State::Filled);
}

QString tst_AccessPage::createKey(ConsoleFixture &console)
{
    if (!test::clickText(console, QStringLiteral("Create key…"))) // with keys above the list, without in its place
        return {};
    console.type("newKeyLabel", QStringLiteral("bot"));
    console.click("newKeyCreate");
    auto *shown = console.waitForWidget<QLabel>("newKeyText");
    return shown ? shown->text() : QString();
}

// Over HTTPS, as an application asks.
int tst_AccessPage::askWith(ConsoleFixture &console, const QString &key)
{
    const ui::Connection &connection = console.session->connection();
    auto transport = client::HttpsTransport::create({.url = connection.url, .caFile = connection.caFile});
    const auto reply = (*transport)->send({"GET", "/api/v1/dialogue", {}, {}, key.toLatin1()}).result();
    return reply ? reply->status : 0;
}

void tst_AccessPage::create_shownOnce_worksAsTheLineSays()
{
    ConsoleFixture console;
    QVERIFY(openWithProject(console));
    const QString key = createKey(console);
    QVERIFY(key.startsWith(QLatin1String("cl_")));
    QCOMPARE(askWith(console, key), 200);
    QProcess shell;
    shell.start(QStringLiteral("sh"), {QStringLiteral("-c"), console.find<QPlainTextEdit>("tryItCurl")->toPlainText()});
    QVERIFY(shell.waitForFinished(ConsoleFixture::kPatienceMs));
    const QByteArray answer = shell.readAllStandardOutput();
    QVERIFY2(answer.contains("\"namespace\":\"first-customer\""),
        qPrintable(QString::fromUtf8(answer + shell.readAllStandardError())));
    shell.start(QStringLiteral("sh"), {QStringLiteral("-c"), console.find<QPlainTextEdit>("tryItNode")->toPlainText()});
    QVERIFY(shell.waitForFinished(ConsoleFixture::kPatienceMs));
    const QByteArray printed = shell.readAllStandardOutput();
    QVERIFY2(printed.contains("first-customer"), qPrintable(QString::fromUtf8(printed + shell.readAllStandardError())));
    console.click("newKeyClose");
    QTRY_VERIFY(!console.window->findChild<QLabel *>(QStringLiteral("newKeyText")));
    for (const QWidget *widget : console.window->findChildren<QWidget *>()) {
        if (const auto *label = qobject_cast<const QLabel *>(widget))
            QVERIFY(!label->text().contains(key));
    }
}

void tst_AccessPage::create_escapeBeforeItIsCopied_asksFirst()
{
    ConsoleFixture console;
    QVERIFY(openWithProject(console));
    QVERIFY(!createKey(console).isEmpty());
    const QPointer<QDialog> dialog = console.waitForWidget<QDialog>("newKeyDialog");
    QTest::keyClick(dialog->focusWidget(), Qt::Key_Return); // one too many
    QVERIFY(dialog && dialog->isVisible());
    QTest::keyClick(dialog, Qt::Key_Escape);
    auto *ask = console.waitForWidget<QDialog>("askFirst");
    QVERIFY(ask && dialog->isVisible());
    QTest::keyClick(ask, Qt::Key_Return); // the safe answer
    QTRY_VERIFY(!console.window->findChild<QDialog *>(QStringLiteral("askFirst")));
    QVERIFY(dialog && dialog->isVisible());
    dialog->close(); // as the window's × does
    QVERIFY(console.waitForWidget<QDialog>("askFirst") && dialog->isVisible());
    console.click("askBack");
    console.click("newKeyCopy");
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!dialog);
}

// The lines name a file of the workspace: where they break depends on how long its path is.
void tst_AccessPage::tryIt_everyLine_isInSight_data()
{
    QTest::addColumn<int>("more");
    for (const int more : {0, 12, 24, 36})
        QTest::addRow("%d characters more", more) << more;
}

void tst_AccessPage::tryIt_everyLine_isInSight()
{
    QFETCH(int, more);
    const QTemporaryDir folder;
    const QString place = folder.filePath(QString(more + 1, QLatin1Char('w')));
    QVERIFY(QDir().mkpath(place));
    const QByteArray before = qgetenv("TMPDIR");
    qputenv("TMPDIR", QFile::encodeName(place));
    const auto restored = qScopeGuard([&] { before.isEmpty() ? qunsetenv("TMPDIR") : qputenv("TMPDIR", before); });
    ConsoleFixture console;
    QVERIFY(openWithProject(console));
    QVERIFY(!createKey(console).isEmpty());
    auto *tabs = console.find<QTabWidget>("tryItTabs");
    for (const char *name : {"tryItCurl", "tryItNode"}) {
        const auto *lines = console.find<QPlainTextEdit>(name);
        tabs->setCurrentWidget(lines->parentWidget());
        QTRY_VERIFY(lines->isVisible());
        QVERIFY(lines->document()->size().height() >= 3);
        QTRY_COMPARE(lines->verticalScrollBar()->maximum(), 0);
        QTRY_VERIFY(lines->geometry().bottom() <= lines->parentWidget()->rect().bottom());
    }
    const auto *dialog = console.find<QDialog>("newKeyDialog");
    QVERIFY(dialog->rect().contains(console.find<QPushButton>("newKeyClose")->geometry()));
}

void tst_AccessPage::revoke_typedName_theApiRefusesIt()
{
    ConsoleFixture console;
    QVERIFY(openWithProject(console));
    const QString key = createKey(console);
    console.click("newKeyClose");
    console.choose("keysTable", 0, QStringLiteral("bot"));
    QCOMPARE(askWith(console, key), 200);
    console.click("keysRevoke");
    QVERIFY(!console.find<QPushButton>("confirmAct")->isEnabled());
    console.type("confirmName", key.section(QLatin1Char('_'), 1).left(8));
    QTest::keyClick(console.find<QLineEdit>("confirmName"), Qt::Key_Return); // the name is the confirmation
    QVERIFY(test::sees(console, QStringLiteral("The key is revoked.")));
    console.choose("keysTable", 2, QStringLiteral("Revoked"));
    QCOMPARE(askWith(console, key), 401);
    QVERIFY(!console.find<QPushButton>("keysRevoke")->isEnabled());
}

void tst_AccessPage::rotate_atOnce_givesAnotherKey()
{
    ConsoleFixture console;
    QVERIFY(openWithProject(console));
    const QString key = createKey(console);
    console.click("newKeyClose");
    QTRY_VERIFY(!console.window->findChild<QLabel *>(QStringLiteral("newKeyText")));
    console.choose("keysTable", 0, QStringLiteral("bot"));
    console.click("keysRotate");
    QTest::keyClick(console.find<QWidget>("rotateGrace"), Qt::Key_Home);
    QTest::keyClick(console.find<QWidget>("rotateGrace"), Qt::Key_Return);
    auto *shown = console.waitForWidget<QLabel>("newKeyText");
    QVERIFY(shown);
    QVERIFY(shown->text() != key);
    QCOMPARE(askWith(console, shown->text()), 200);
    QCOMPARE(askWith(console, key), 401);
}

void tst_AccessPage::addresses_addTestRemove_followTheService()
{
    ConsoleFixture console;
    QVERIFY(openWithProject(console));
    console.find<QTabWidget>("accessTabs")->setCurrentIndex(1);
    QVERIFY(test::sees(console, QStringLiteral("No addresses yet")));
    QVERIFY(!console.find<QLabel>("projectAddressWord")->isVisible());
    console.type("projectAddressNew", QStringLiteral("192.0.2.0/"));
    QVERIFY(console.find<QLabel>("projectAddressWord")->isVisible());
    console.type("projectAddressNew", QStringLiteral("192.0.2.0/24"));
    console.type("projectAddressNote", QStringLiteral("office"));
    console.click("projectAddressAdd");
    console.choose("projectAddressTable", 0, QStringLiteral("192.0.2.0/24"));
    auto *verdict = console.find<QLabel>("projectAddressVerdict");
    console.type("projectAddressTested", QStringLiteral("192.0.2.9"));
    console.click("projectAddressTest");
    QTRY_COMPARE_WITH_TIMEOUT(verdict->text(), QStringLiteral("Allowed by 192.0.2.0/24 office"), ConsoleFixture::kPatienceMs);
    console.type("projectAddressTested", QStringLiteral("198.51.100.1"));
    QTest::keyClick(console.find<QLineEdit>("projectAddressTested"), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(verdict->text(), QStringLiteral("Refused: no entry holds it."), ConsoleFixture::kPatienceMs);
    auto *table = console.find<QTableView>("projectAddressTable");
    console.click("projectAddressRemove");
    auto *ask = console.waitForWidget<QDialog>("askFirst"); // keys would work from anywhere
    QVERIFY(ask);
    QTest::keyClick(ask, Qt::Key_Return);
    QTRY_VERIFY(!console.window->findChild<QDialog *>(QStringLiteral("askFirst")));
    QCOMPARE(table->model()->rowCount(), 1);
    QVERIFY(!verdict->text().isEmpty());
    console.click("projectAddressRemove");
    QVERIFY(console.waitForWidget<QDialog>("askFirst"));
    console.click("askAct");
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 0, ConsoleFixture::kPatienceMs);
    QVERIFY(verdict->text().isEmpty()); // it was about the list before
    QVERIFY(test::sees(console, QStringLiteral("No addresses yet")));
    QVERIFY(!table->isVisible());
}

void tst_AccessPage::network_whatIsTyped_isJudged_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isGood");
    for (const char *good : {"192.0.2.7", "10.0.0.0/8", "2001:db8::/32", "::1", "0.0.0.0/0"})
        QTest::newRow(good) << QString::fromLatin1(good) << true;
    for (const char *bad : {"10", "10.1", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129",
             "example.org", "fe80::1%eth0", "1.2.3.4/8/8"})
        QTest::newRow(bad) << QString::fromLatin1(bad) << false;
}

void tst_AccessPage::network_whatIsTyped_isJudged()
{
    QFETCH(QString, text);
    QFETCH(bool, isGood);
    QCOMPARE(ui::isNetwork(text), isGood);
}

void tst_AccessPage::accounts_createAndDisable_areListed()
{
    ConsoleFixture console;
    QVERIFY(openWithProject(console));
    console.find<QTabWidget>("accessTabs")->setCurrentIndex(2);
    QVERIFY(test::sees(console, QStringLiteral("No accounts yet")));
    QVERIFY(!console.find<QPushButton>("accountsCreate")->isVisible()); // one button for one act
    QVERIFY(test::clickText(console, QStringLiteral("Create account…")));
    auto *dialog = console.waitForWidget<QDialog>("newAccountDialog");
    QVERIFY(dialog);
    console.type("newAccountName", QStringLiteral("mira"));
    for (const char *name : {"passphrase", "passphraseAgain"})
        QTest::keyClicks(dialog->findChild<QLineEdit *>(QString::fromLatin1(name)), ConsoleFixture::kPassphrase);
    console.click("newAccountCreate");
    console.choose("accountsTable", 0, QStringLiteral("mira"));
    console.click("accountsToggle");
    console.choose("accountsTable", 2, QStringLiteral("Disabled"));
    QCOMPARE(console.find<QPushButton>("accountsToggle")->text(), QStringLiteral("Enable"));
    QVERIFY(console.find<QPushButton>("accountsCreate")->isVisible());
}

void tst_AccessPage::projectBox_tabsOfTheWorkspace_isHidden()
{
    ConsoleFixture console;
    QVERIFY(openWithProject(console));
    QTabBar *bar = console.find<QTabWidget>("accessTabs")->tabBar();
    const auto *box = console.find<QWidget>("projectBox");
    QVERIFY(box->isVisible());
    for (int tab = bar->count() - 1; tab >= 0; --tab) {
        QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(tab).center());
        QCOMPARE(bar->currentIndex(), tab);
        const QString title = bar->tabText(tab);
        const bool isOfAProject = title == QLatin1String("API keys") || title == QLatin1String("Addresses");
        QVERIFY2(box->isVisible() == isOfAProject, qPrintable(title));
    }
}

CLOISTER_TEST(tst_AccessPage)
#include "tst_AccessPage.moc"
