#include "tests/ui/ConsoleSteps.h"
#include "ui/search/ExplainPanel.h"
#include "ui/search/ResultDelegate.h"
#include "ui/search/ScopePicker.h"
#include "ui/search/SearchModel.h"
#include "ui/theme/Theme.h"
#include "ui/transcript/TranscriptModel.h"
#include "ui/transcript/TranscriptView.h"
#include "ui/widgets/ScopeChip.h"

#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QTest>

using namespace cloister;
using namespace cloister::test;

class tst_SearchPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scope_noProject_leadsToTenants();
    void scope_projectWithOneNamespace_choosesIt();
    void search_words_findTheMessage();
    void search_otherTenant_findsNothingOfIt();
    void search_noHit_saysSo();
    void search_noSuchNamespace_saysSoAndShowsNoScope();
    void search_noNamespace_leadsToItsField();
    void search_serviceAway_saysWhyAndRetries();
    void result_opened_showsItInTenants();
    void scope_changed_clearsTheResults();
    void explain_toggled_showsThePartitionKey();
    void result_chosen_hasItsWordsMarked();
    void markedWords_question_areTheirBeginnings_data();
    void markedWords_question_areTheirBeginnings();
    void snippetStart_text_putsTheWordInSight_data();
    void snippetStart_text_putsTheWordInSight();

private:
    /// Two projects, "Alder" with two tenants and "Birchwood" with one, and the page open.
    static bool openSearch(ConsoleFixture &console);
    static bool chooseProject(const ConsoleFixture &console, const QString &name);
    static bool chooseScope(const ConsoleFixture &console, const QString &project, const QString &nameSpace);
    static void ask(const ConsoleFixture &console, const QString &question);
    /// Waits for an answer with this message first. What was said next to it may follow.
    static bool findsFirst(const ConsoleFixture &console, const char *messageId);
    static QListView *results(const ConsoleFixture &console);
    static const ui::SearchRow &result(const ConsoleFixture &console, int row);
};

bool tst_SearchPage::openSearch(ConsoleFixture &console)
{
    static const QByteArray other = R"({"object":"dialogue","namespace":"cedar","id":"cedar-boat","label":"A boat",)"
                                    R"("created":"2025-06-01T12:00:00.000Z","messages":[)"
                                    R"({"id":"cedar-boat-1","role":"user","content":"The boat has a kettle too.",)"
                                    R"("created":"2025-06-01T12:00:00.000Z"}]})"
                                    "\n";
    if (!console.start() || !importLines(console, console.makeProject(QStringLiteral("Alder")), twoTenants())
        || !importLines(console, console.makeProject(QStringLiteral("Birchwood")), other))
        return false;
    console.openPage("search");
    if (!console.waitFor(ui::Page::State::Filled))
        return false;
    QTest::keyClick(console.find<QComboBox>("searchMode"), Qt::Key_End); // words alone, so that nothing else is near
    return true;
}

bool tst_SearchPage::chooseProject(const ConsoleFixture &console, const QString &name)
{
    auto *projects = console.find<QComboBox>("scopeProject");
    if (projects->count() != 2)
        return false;
    QTest::keyClick(projects, projects->findText(name) == 0 ? Qt::Key_Home : Qt::Key_End);
    return projects->currentText() == name;
}

bool tst_SearchPage::chooseScope(const ConsoleFixture &console, const QString &project, const QString &nameSpace)
{
    if (!chooseProject(console, project))
        return false;
    console.type("scopeNamespace", nameSpace);
    return console.find<QLineEdit>("scopeNamespace")->text() == nameSpace;
}

void tst_SearchPage::ask(const ConsoleFixture &console, const QString &question)
{
    console.type("searchQuery", question);
    QTest::keyClick(console.find<QLineEdit>("searchQuery"), Qt::Key_Return);
}

bool tst_SearchPage::findsFirst(const ConsoleFixture &console, const char *messageId)
{
    const auto isFirst = [&] {
        return results(console)->model()->rowCount() > 0 && result(console, 0).messageId == QLatin1String(messageId);
    };
    return QTest::qWaitFor(isFirst, ConsoleFixture::kPatienceMs);
}

QListView *tst_SearchPage::results(const ConsoleFixture &console)
{
    return console.find<QListView>("searchResults");
}

const ui::SearchRow &tst_SearchPage::result(const ConsoleFixture &console, int row)
{
    return static_cast<const ui::SearchModel *>(results(console)->model())->row(row);
}

void tst_SearchPage::scope_noProject_leadsToTenants()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.openPage("search");
    QVERIFY(console.waitFor(ui::Page::State::Empty));
    QVERIFY(sees(console, QStringLiteral("Create a project first.")));
    QVERIFY(clickText(console, QStringLiteral("Go to Tenants")));
    QCOMPARE(console.window->currentPage()->objectName(), QStringLiteral("tenants"));
}

void tst_SearchPage::scope_projectWithOneNamespace_choosesIt()
{
    ConsoleFixture console;
    QVERIFY(openSearch(console));
    auto *picker = console.window->findChild<ui::ScopePicker *>();
    QVERIFY(chooseScope(console, QStringLiteral("Alder"), QStringLiteral("acme")));
    QVERIFY(picker->place());
    QCOMPARE(picker->place()->nameSpace, QStringLiteral("acme"));
    QCOMPARE(picker->projectName(), QStringLiteral("Alder"));
    auto *chip = console.window->currentPage()->findChild<QLabel *>(QStringLiteral("scopeNamespace"));
    QCOMPARE(chip->text(), QStringLiteral("acme"));
    QVERIFY(chooseProject(console, QStringLiteral("Birchwood")));
    QTRY_VERIFY_WITH_TIMEOUT(picker->place().has_value(), ConsoleFixture::kPatienceMs); // there is only one to choose
    QCOMPARE(picker->place()->nameSpace, QStringLiteral("cedar"));
    QCOMPARE(chip->text(), QStringLiteral("cedar"));
    console.type("scopeNamespace", QStringLiteral("default"));
    QCOMPARE(picker->place()->nameSpace, QString());
}

void tst_SearchPage::search_words_findTheMessage()
{
    ConsoleFixture console;
    QVERIFY(openSearch(console));
    QVERIFY(sees(console, QStringLiteral("Ask one tenant's conversations")));
    QVERIFY(chooseScope(console, QStringLiteral("Alder"), QStringLiteral("acme")));
    console.type("searchQuery", QStringLiteral("kettle broken"));
    console.click("searchGo");
    QVERIFY(findsFirst(console, "acme-refund-1"));
    QCOMPARE(result(console, 0).dialogueId, QStringLiteral("acme-refund"));
    QVERIFY(result(console, 0).text.contains(QLatin1String("The kettle arrived broken.")));
    QVERIFY(result(console, 0).relevance > 0);
    QVERIFY(sees(console, QStringLiteral(" ms"))); // how long it took
    ask(console, QStringLiteral("three days"));
    QVERIFY(findsFirst(console, "acme-refund-4"));
}

void tst_SearchPage::search_otherTenant_findsNothingOfIt()
{
    ConsoleFixture console;
    QVERIFY(openSearch(console));
    QVERIFY(chooseScope(console, QStringLiteral("Alder"), QStringLiteral("birch")));
    ask(console, QStringLiteral("lamp"));
    QVERIFY(findsFirst(console, "birch-lamp-1"));
    for (int row = 0; row < results(console)->model()->rowCount(); ++row)
        QCOMPARE(result(console, row).dialogueId, QStringLiteral("birch-lamp"));
    ask(console, QStringLiteral("kettle")); // said in the other tenant and in the other project
    QVERIFY(sees(console, QStringLiteral("Nothing was found")));
    QVERIFY(chooseScope(console, QStringLiteral("Birchwood"), QStringLiteral("cedar")));
    ask(console, QStringLiteral("kettle"));
    QVERIFY(findsFirst(console, "cedar-boat-1"));
    QCOMPARE(results(console)->model()->rowCount(), 1);
}

void tst_SearchPage::search_noHit_saysSo()
{
    ConsoleFixture console;
    QVERIFY(openSearch(console));
    QVERIFY(chooseScope(console, QStringLiteral("Alder"), QStringLiteral("acme")));
    ask(console, QStringLiteral("xylophone"));
    QVERIFY(sees(console, QStringLiteral("Nothing was found")));
    QCOMPARE(results(console)->model()->rowCount(), 0);
}

void tst_SearchPage::search_noSuchNamespace_saysSoAndShowsNoScope()
{
    ConsoleFixture console;
    QVERIFY(openSearch(console));
    const auto *chip = console.window->currentPage()->findChild<ui::ScopeChip *>();
    QVERIFY(chooseScope(console, QStringLiteral("Alder"), QStringLiteral("acme")));
    QTRY_VERIFY_WITH_TIMEOUT(chip->isVisible(), ConsoleFixture::kPatienceMs);
    QVERIFY(chooseScope(console, QStringLiteral("Alder"), QStringLiteral("acne")));
    ask(console, QStringLiteral("kettle"));
    QVERIFY(sees(console, QStringLiteral("There is no namespace acne in Alder")));
    QVERIFY(!chip->isVisible());
}

void tst_SearchPage::search_noNamespace_leadsToItsField()
{
    ConsoleFixture console;
    QVERIFY(openSearch(console));
    QVERIFY(chooseProject(console, QStringLiteral("Alder"))); // which has two to choose from
    ask(console, QStringLiteral("kettle"));
    QVERIFY(console.find<QLineEdit>("scopeNamespace")->hasFocus());
}

void tst_SearchPage::search_serviceAway_saysWhyAndRetries()
{
    ConsoleFixture console;
    QVERIFY(openSearch(console));
    QVERIFY(chooseScope(console, QStringLiteral("Alder"), QStringLiteral("acme")));
    console.faults->failWith(ErrorCode::ShuttingDown);
    ask(console, QStringLiteral("kettle"));
    QVERIFY(sees(console, QStringLiteral("The service cannot be reached")));
    console.faults->failWith(std::nullopt);
    QVERIFY(clickText(console, QStringLiteral("Try again")));
    QVERIFY(findsFirst(console, "acme-refund-1"));
}

void tst_SearchPage::result_opened_showsItInTenants()
{
    ConsoleFixture console;
    QVERIFY(openSearch(console));
    QVERIFY(chooseScope(console, QStringLiteral("Alder"), QStringLiteral("acme")));
    ask(console, QStringLiteral("three days"));
    QVERIFY(findsFirst(console, "acme-refund-4"));
    QVERIFY(QTest::qWaitFor([&] { return results(console)->isVisible(); }, ConsoleFixture::kPatienceMs));
    QTest::keyClick(results(console), Qt::Key_Return);
    QCOMPARE(console.window->currentPage()->objectName(), QStringLiteral("tenants"));
    ui::TranscriptView *view = nullptr;
    const auto isAtHit = [&] {
        view = console.window->findChild<ui::TranscriptView *>();
        return view && view->isVisible()
            && view->currentIndex().data(ui::TranscriptModel::kIdRole).toString() == QLatin1String("acme-refund-4");
    };
    QTRY_VERIFY_WITH_TIMEOUT(isAtHit(), ConsoleFixture::kPatienceMs);
    QVERIFY(view->viewport()->rect().intersects(view->visualRect(view->currentIndex())));
    QCOMPARE(console.window->currentPage()->findChild<QLabel *>(QStringLiteral("scopeNamespace"))->text(), QStringLiteral("acme"));
}

void tst_SearchPage::scope_changed_clearsTheResults()
{
    ConsoleFixture console;
    QVERIFY(openSearch(console));
    QVERIFY(chooseScope(console, QStringLiteral("Alder"), QStringLiteral("acme")));
    ask(console, QStringLiteral("kettle"));
    QVERIFY(findsFirst(console, "acme-refund-1"));
    QTest::keyClick(console.find<QLineEdit>("scopeNamespace"), Qt::Key_Backspace); // at once, not when another is whole
    QCOMPARE(results(console)->model()->rowCount(), 0);
    QVERIFY(chooseScope(console, QStringLiteral("Alder"), QStringLiteral("acme")));
    QCOMPARE(results(console)->model()->rowCount(), 0); // and it does not come back by itself
    ask(console, QStringLiteral("kettle"));
    QVERIFY(findsFirst(console, "acme-refund-1"));
    QVERIFY(chooseProject(console, QStringLiteral("Birchwood")));
    QCOMPARE(results(console)->model()->rowCount(), 0);
}

void tst_SearchPage::explain_toggled_showsThePartitionKey()
{
    ConsoleFixture console;
    QVERIFY(openSearch(console));
    QVERIFY(chooseScope(console, QStringLiteral("Alder"), QStringLiteral("acme")));
    auto *panel = console.window->findChild<ui::ExplainPanel *>();
    QVERIFY(!panel->isVisible());
    console.click("searchExplain");
    QVERIFY(panel->isVisible());
    ask(console, QStringLiteral("kettle"));
    QVERIFY(findsFirst(console, "acme-refund-1"));
    const QString id = console.window->findChild<ui::ScopePicker *>()->place()->projectId;
    QVERIFY(sees(console, QStringLiteral("DIALOGUE#acme#") + id));
    console.click("searchExplain");
    QVERIFY(!panel->isVisible());
}

void tst_SearchPage::result_chosen_hasItsWordsMarked()
{
    ConsoleFixture console;
    QVERIFY(openSearch(console));
    QVERIFY(chooseScope(console, QStringLiteral("Alder"), QStringLiteral("acme")));
    ask(console, QStringLiteral("kettle"));
    QVERIFY(findsFirst(console, "acme-refund-1"));
    QListView *list = results(console);
    QVERIFY(QTest::qWaitFor([&] { return list->isVisible(); }, ConsoleFixture::kPatienceMs));
    const QRect row = list->visualRect(list->model()->index(0, 0));
    QVERIFY(list->selectionModel()->isSelected(list->model()->index(0, 0)));
    const QImage image = list->viewport()->grab(row).toImage();
    const QColor behind = image.pixelColor(3, 3);
    int marked = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            marked += image.pixelColor(x, y) == ui::Theme::colors().warningSoft;
    }
    QCOMPARE(behind, ui::Theme::colors().accentSoft);
    QVERIFY2(marked > 100, qPrintable(QString::number(marked)));
}

void tst_SearchPage::markedWords_question_areTheirBeginnings_data()
{
    QTest::addColumn<QString>("question");
    QTest::addColumn<QString>("words");
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("too short") << QStringLiteral("a of it") << QString();
    QTest::newRow("a plural marks the singular") << QStringLiteral("Refunds") << QStringLiteral("refun");
    QTest::newRow("a short word is whole") << QStringLiteral("ferry") << QStringLiteral("ferry");
    QTest::newRow("once each") << QStringLiteral("cat CAT cat") << QStringLiteral("cat");
    QTest::newRow("signs part words") << QStringLiteral("lamp/bulb, (kettle)!") << QStringLiteral("lamp bulb kett");
    QTest::newRow("other scripts") << QString::fromUtf8("Größe вода") << QString::fromUtf8("größe вода");
    QTest::newRow("what stands in every text") << QStringLiteral("What was the refund for?") << QStringLiteral("refu");
    QTest::newRow("in German too") << QString::fromUtf8("Wann kommt die nächste Fähre") << QString::fromUtf8("kommt nächs fähre");
    QTest::newRow("numbers") << QStringLiteral("LF-118") << QStringLiteral("118");
}

void tst_SearchPage::markedWords_question_areTheirBeginnings()
{
    QFETCH(QString, question);
    QFETCH(QString, words);
    QCOMPARE(ui::markedWords(question).join(QLatin1Char(' ')), words);
}

void tst_SearchPage::snippetStart_text_putsTheWordInSight_data()
{
    const QString before = QStringLiteral("word ").repeated(50);
    const QStringList refund{QStringLiteral("refund")};
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<qsizetype>("start");
    QTest::newRow("empty") << QString() << refund << qsizetype(0);
    QTest::newRow("no word asked for") << before << QStringList() << qsizetype(0);
    QTest::newRow("near the start") << QStringLiteral("A refund, please") << refund << qsizetype(0);
    QTest::newRow("far away, some words before it") << before + QStringLiteral("Refunded today") << refund << qsizetype(195);
    QTest::newRow("the first of two") << before + QStringLiteral("later refund")
                                      << QStringList{QStringLiteral("refund"), QStringLiteral("later")} << qsizetype(195);
    QTest::newRow("within another word") << before + QStringLiteral("nonrefund") << refund << qsizetype(0);
    QTest::newRow("nowhere") << before << refund << qsizetype(0);
    QTest::newRow("no space before it") << QString(300, QLatin1Char('x')) + QStringLiteral(" refund") << refund << qsizetype(301);
}

void tst_SearchPage::snippetStart_text_putsTheWordInSight()
{
    QFETCH(QString, text);
    QFETCH(QStringList, words);
    QFETCH(qsizetype, start);
    QCOMPARE(ui::snippetStart(text, words), start);
}

CLOISTER_TEST(tst_SearchPage)
#include "tst_SearchPage.moc"
