#include "tests/support/Test.h"
#include "ui/charts/ChartPanel.h"
#include "ui/session/ErrorText.h"
#include "ui/session/Preferences.h"
#include "ui/start/PassphraseFields.h"
#include "ui/widgets/ConfirmByName.h"
#include "ui/widgets/CopyButton.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/PlainLabel.h"
#include "ui/widgets/RecordTable.h"
#include "ui/widgets/ScopeChip.h"
#include "ui/widgets/StateStack.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QChart>
#include <QChartView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QValueAxis>

using namespace cloister;

class tst_Widgets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void confirm_exactName_alonePermitsTheAct_data();
    void confirm_exactName_alonePermitsTheAct();
    void confirm_enterAfterTheName_acts();
    void confirm_enterWithoutTheName_doesNothing_data();
    void confirm_enterWithoutTheName_doesNothing();
    void confirm_enterOnAButton_isThatButton();
    void confirm_losses_areShownInNumbers();
    void states_loading_isShownOnlyWhenItLasts();
    void states_contentInTime_showsNoBusyBar();
    void states_error_saysWhatAndTriesAgain();
    void states_firstAct_mayReplaceWhatIsShown();
    void states_narrowPane_keepsItsTextInside();
    void passphrase_longWord_isWhole();
    void table_copy_isTabSeparatedInOrderOfRows();
    void table_enter_opensTheRow();
    void table_columns_areRemembered();
    void label_narrow_isCutWithTheRestInTheToolTip();
    void label_misleadingText_isMadeVisibleAndKept();
    void copyButton_click_copiesAndSaysSo();
    void chart_values_standInTheTable();
    void chart_scale_isReadEasily_data();
    void chart_scale_isReadEasily();
    void chart_manyShapes_areDrawn_data();
    void chart_manyShapes_areDrawn();
    void scope_names_areShownAsStored();
    void preferences_whatIsSet_isKept();
    void error_everyCode_hasASentence();
    void error_refusedField_isTold();

private:
    static QStandardItemModel *people(QObject *parent);

    QTemporaryDir m_directory;
};

void tst_Widgets::initTestCase()
{
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_directory.path());
}

void tst_Widgets::confirm_exactName_alonePermitsTheAct_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("isOffered");
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("part") << QStringLiteral("acm") << false;
    QTest::newRow("more") << QStringLiteral("acme ") << false;
    QTest::newRow("other case") << QStringLiteral("Acme") << false;
    QTest::newRow("the name") << QStringLiteral("acme") << true;
}

void tst_Widgets::confirm_exactName_alonePermitsTheAct()
{
    QFETCH(const QString, typed);
    QFETCH(const bool, isOffered);
    ui::ConfirmByName dialog({QStringLiteral("Erase?"), QStringLiteral("For good."), QStringLiteral("acme"), QStringLiteral("Erase")});
    dialog.show();
    QTest::keyClicks(dialog.findChild<QLineEdit *>(QStringLiteral("confirmName")), typed);
    auto *act = dialog.findChild<QPushButton *>(QStringLiteral("confirmAct"));
    QCOMPARE(act->isEnabled(), isOffered);
    QTest::mouseClick(act, Qt::LeftButton);
    QCOMPARE(dialog.result() == QDialog::Accepted, isOffered);
}

void tst_Widgets::confirm_enterAfterTheName_acts()
{
    ui::ConfirmByName dialog({QStringLiteral("Erase?"), QStringLiteral("For good."), QStringLiteral("acme"), QStringLiteral("Erase")});
    dialog.show();
    auto *typed = dialog.findChild<QLineEdit *>(QStringLiteral("confirmName"));
    QTest::keyClicks(typed, QStringLiteral("acme"));
    QTest::keyClick(typed, Qt::Key_Return);
    QVERIFY(!dialog.isVisible());
    QCOMPARE(dialog.result(), int(QDialog::Accepted));
}

void tst_Widgets::confirm_enterWithoutTheName_doesNothing_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("nothing") << QString();
    QTest::newRow("part") << QStringLiteral("acm");
    QTest::newRow("more") << QStringLiteral("acme2");
}

void tst_Widgets::confirm_enterWithoutTheName_doesNothing()
{
    QFETCH(const QString, typed);
    ui::ConfirmByName dialog({QStringLiteral("Erase?"), QStringLiteral("For good."), QStringLiteral("acme"), QStringLiteral("Erase")});
    QSignalSpy ended(&dialog, &QDialog::finished);
    dialog.show();
    auto *name = dialog.findChild<QLineEdit *>(QStringLiteral("confirmName"));
    QTest::keyClicks(name, typed);
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(dialog.isVisible());
    QCOMPARE(ended.size(), 0);
}

void tst_Widgets::confirm_enterOnAButton_isThatButton()
{
    for (const auto &[name, result] : {std::pair("confirmAct", QDialog::Accepted), {"confirmCancel", QDialog::Rejected}}) {
        ui::ConfirmByName dialog({QStringLiteral("Erase?"), {}, QStringLiteral("acme"), QStringLiteral("Erase")});
        QSignalSpy ended(&dialog, &QDialog::finished);
        dialog.show();
        dialog.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QTest::keyClicks(dialog.findChild<QLineEdit *>(QStringLiteral("confirmName")), QStringLiteral("acme"));
        for (int tabs = 0; tabs < 3 && dialog.focusWidget()->objectName() != QLatin1String(name); ++tabs)
            QTest::keyClick(dialog.focusWidget(), Qt::Key_Tab);
        QCOMPARE(dialog.focusWidget()->objectName(), QLatin1String(name));
        QTest::keyClick(dialog.focusWidget(), Qt::Key_Return);
        QCOMPARE(ended.size(), 1);
        QCOMPARE(dialog.result(), int(result));
    }
}

void tst_Widgets::confirm_losses_areShownInNumbers()
{
    ui::ConfirmByName dialog({QStringLiteral("Erase?"), {}, QStringLiteral("acme"), QStringLiteral("Erase"),
        {{QStringLiteral("Messages"), QStringLiteral("1,204")}, {QStringLiteral("Memories"), QStringLiteral("3")}}});
    dialog.show();
    QStringList shown;
    for (const auto *each : dialog.findChildren<ui::PlainLabel *>())
        shown.append(each->stored());
    for (const char *text : {"Messages", "1,204", "Memories", "3"})
        QVERIFY2(shown.contains(QLatin1String(text)), text);
}

void tst_Widgets::states_loading_isShownOnlyWhenItLasts()
{
    auto *content = new QLabel(QStringLiteral("content"));
    ui::StateStack stack(content);
    stack.show();
    stack.showContent();
    stack.showLoading();
    QCOMPARE(stack.currentWidget(), content); // what was there stays for the moment
    QTRY_VERIFY(stack.currentWidget()->findChild<QProgressBar *>());
    stack.showContent();
    QCOMPARE(stack.currentWidget(), content);
}

void tst_Widgets::states_contentInTime_showsNoBusyBar()
{
    auto *content = new QLabel(QStringLiteral("content"));
    ui::StateStack stack(content);
    QSignalSpy changes(&stack, &QStackedWidget::currentChanged);
    stack.showLoading();
    stack.showContent();
    QTest::qWait(400); // twice as long as the busy bar waits
    QCOMPARE(stack.currentWidget(), content);
    QCOMPARE(changes.size(), 0);
}

void tst_Widgets::states_error_saysWhatAndTriesAgain()
{
    ui::StateStack stack(new QLabel);
    stack.show();
    int tries = 0;
    stack.showError({ErrorCode::StorageUnavailable, QStringLiteral("no space left on device")}, [&] { ++tries; });
    QStringList texts;
    for (const auto *each : stack.currentWidget()->findChildren<QLabel *>())
        texts.append(each->text());
    const QString all = texts.join(u'\n');
    QVERIFY2(all.contains(QLatin1String("The disk cannot be read or written\n")), qPrintable(all)); // a title has no full stop
    QVERIFY2(all.contains(QLatin1String("no space left on device")), qPrintable(all));
    QTest::mouseClick(stack.findChild<QPushButton *>(QStringLiteral("stateAction")), Qt::LeftButton);
    QCOMPARE(tries, 1);
    QVERIFY(stack.findChild<QPushButton *>(QStringLiteral("stateSecond"))->isHidden());
}

void tst_Widgets::states_firstAct_mayReplaceWhatIsShown()
{
    ui::StateStack stack(new QLabel);
    stack.show();
    const ui::StateText after{"search", QStringLiteral("Nothing here")};
    stack.showState({"search", QStringLiteral("Empty"), {}, QStringLiteral("Go"), [&] { stack.showState(after); }});
    auto *action = stack.findChild<QPushButton *>(QStringLiteral("stateAction"));
    QTest::mouseClick(action, Qt::LeftButton);
    QVERIFY(action->isHidden());
}

QStandardItemModel *tst_Widgets::people(QObject *parent)
{
    auto *model = new QStandardItemModel(0, 2, parent);
    for (const char *name : {"owner", "operator\twith a tab", "auditor"})
        model->appendRow({new QStandardItem(QString::fromLatin1(name)), new QStandardItem(QString::number(model->rowCount()))});
    return model;
}

void tst_Widgets::states_narrowPane_keepsItsTextInside()
{
    ui::EmptyState state;
    state.show({"search", QStringLiteral("Nothing was found in this place"),
        QStringLiteral("Ask in other words, take filters away, or look in another namespace of the project.")});
    for (const int width : {220, 900}) {
        state.resize(width, 500);
        state.show();
        QCOMPARE(state.width(), width); // no wider for the text's sake
        for (const auto *text : state.findChildren<QLabel *>()) {
            if (text->text().isEmpty())
                continue;
            QVERIFY(text->geometry().left() >= 0 && text->geometry().right() < width);
            QVERIFY(text->width() <= 440);
            QVERIFY(qAbs(text->geometry().center().x() - width / 2) <= 2);
            QVERIFY(text->height() >= text->heightForWidth(text->width()));
        }
    }
}

void tst_Widgets::passphrase_longWord_isWhole()
{
    ui::PassphraseFields fields;
    fields.resize(200, fields.heightForWidth(200));
    fields.show();
    auto *word = fields.findChild<QLabel *>(QStringLiteral("passphraseWord"));
    QCOMPARE(fields.width(), 200);
    QVERIFY(word->wordWrap());
    QVERIFY(word->height() >= word->heightForWidth(word->width()));
}

void tst_Widgets::table_copy_isTabSeparatedInOrderOfRows()
{
    ui::RecordTable table(QStringLiteral("test/copied"), QStringLiteral("People"));
    table.setRecords(people(&table), 0);
    table.show();
    QGuiApplication::clipboard()->setText(QStringLiteral("before"));
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("before")); // nothing is chosen
    for (const int row : {2, 1})
        table.selectionModel()->select(table.model()->index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("operator with a tab\t1\nauditor\t2"));
}

void tst_Widgets::table_enter_opensTheRow()
{
    ui::RecordTable table(QStringLiteral("test/opened"), QStringLiteral("People"));
    table.setRecords(people(&table), 0);
    table.show();
    QSignalSpy opened(&table, &ui::RecordTable::opened);
    QTest::keyClick(&table, Qt::Key_Return);
    QCOMPARE(opened.size(), 0);
    table.setCurrentIndex(table.model()->index(0, 0));
    QTest::keyClick(&table, Qt::Key_Down);
    QTest::keyClick(&table, Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.first().first().toInt(), 1);
}

void tst_Widgets::table_columns_areRemembered()
{
    {
        ui::RecordTable table(QStringLiteral("test/columns"), QStringLiteral("People"));
        table.setRecords(people(&table), 0);
        table.resize(600, 200);
        table.show();
        table.setColumnWidth(1, 217);
        table.horizontalHeader()->setSortIndicator(1, Qt::AscendingOrder);
    }
    ui::RecordTable again(QStringLiteral("test/columns"), QStringLiteral("People"));
    again.setRecords(people(&again), 0);
    again.resize(600, 200);
    again.show();
    QCOMPARE(again.columnWidth(1), 217);
    ui::RecordTable other(QStringLiteral("test/others"), QStringLiteral("People"));
    other.setRecords(people(&other), 0);
    QVERIFY(other.columnWidth(1) != 217);
}

void tst_Widgets::label_narrow_isCutWithTheRestInTheToolTip()
{
    ui::PlainLabel label;
    const QString name = QStringLiteral("a tenant with <b>a long name</b> that nobody shortens");
    label.setStored(name);
    label.resize(120, 24);
    label.show();
    QVERIFY(label.text() != name);
    QVERIFY(label.text().endsWith(QChar(0x2026)));
    QVERIFY(label.toolTip().contains(QLatin1String("&lt;b&gt;a long name&lt;/b&gt;")));
    QCOMPARE(label.stored(), name);
    label.resize(2000, 24);
    QCOMPARE(label.text(), name);
    QVERIFY(label.toolTip().isEmpty());
}

void tst_Widgets::label_misleadingText_isMadeVisibleAndKept()
{
    ui::PlainLabel label(ui::PlainLabel::Fit::Wrapped);
    const QString stored = QStringLiteral("pay \u202Eeno yna");
    label.setStored(stored);
    QVERIFY(label.text().contains(QLatin1String("U+202E")));
    QVERIFY(!label.text().contains(QChar(0x202E)));
    QCOMPARE(label.textFormat(), Qt::PlainText);
    QCOMPARE(label.stored(), stored);
}

void tst_Widgets::copyButton_click_copiesAndSaysSo()
{
    ui::CopyButton button(QStringLiteral("Copy the key"));
    button.setText(QStringLiteral("the key"));
    button.show();
    QTest::mouseClick(&button, Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("the key"));
    QCOMPARE(button.toolTip(), QStringLiteral("Copied"));
    QCOMPARE(button.accessibleName(), QStringLiteral("Copy the key"));
    QTRY_COMPARE(button.toolTip(), QStringLiteral("Copy the key"));
}

void tst_Widgets::chart_values_standInTheTable()
{
    ui::ChartPanel chart(ui::ChartKind::Bars, QStringLiteral("Requests"), QStringLiteral("a minute"));
    chart.show();
    chart.setValues({{QStringLiteral("10:00"), 12, QStringLiteral("12")}, {QStringLiteral("10:01"), 1500, QStringLiteral("1,500")}});
    auto *table = chart.findChild<QTableWidget *>();
    QCOMPARE(table->rowCount(), 2);
    QCOMPARE(table->item(1, 0)->text(), QStringLiteral("10:01"));
    QCOMPARE(table->item(1, 1)->text(), QStringLiteral("1,500"));
    QVERIFY(!table->isVisible());
    QTest::mouseClick(chart.findChild<QToolButton *>(), Qt::LeftButton);
    QVERIFY(table->isVisible());
}

void tst_Widgets::chart_scale_isReadEasily_data()
{
    QTest::addColumn<ui::ChartKind>("kind");
    QTest::addColumn<double>("most");
    QTest::addColumn<double>("top");
    for (const auto &[most, top] : {std::pair(0.0, 2.0), {1.0, 2.0}, {3.0, 4.0}, {5.0, 10.0}, {10.0, 10.0}, {11.0, 20.0},
             {240.0, 400.0}, {999.0, 1000.0}})
        QTest::addRow("%g requests", most) << ui::ChartKind::Line << most << top; // half of which is a whole number too
    QTest::newRow("the longest bar has all the room") << ui::ChartKind::Lying << 25'800.0 << 25'800.0;
    QTest::newRow("no bar at all") << ui::ChartKind::Lying << 0.0 << 1.0;
}

void tst_Widgets::chart_scale_isReadEasily()
{
    QFETCH(const ui::ChartKind, kind);
    QFETCH(const double, most);
    QFETCH(const double, top);
    ui::ChartPanel chart(kind, QStringLiteral("Figures"), QStringLiteral("value"));
    chart.setValues({{QStringLiteral("a"), most, {}}, {QStringLiteral("b"), 0, {}}});
    const Qt::Orientation along = kind == ui::ChartKind::Lying ? Qt::Horizontal : Qt::Vertical;
    const auto axes = chart.findChild<QChartView *>()->chart()->axes(along);
    QCOMPARE(qobject_cast<QValueAxis *>(axes.value(0))->max(), top);
}

void tst_Widgets::chart_manyShapes_areDrawn_data()
{
    QTest::addColumn<ui::ChartKind>("kind");
    QTest::newRow("line") << ui::ChartKind::Line;
    QTest::newRow("bars") << ui::ChartKind::Bars;
    QTest::newRow("lying bars") << ui::ChartKind::Lying;
}

void tst_Widgets::chart_manyShapes_areDrawn()
{
    QFETCH(const ui::ChartKind, kind);
    ui::ChartPanel chart(kind, QStringLiteral("Figures"), QStringLiteral("value"));
    chart.resize(400, 240);
    const QImage empty = chart.grab().toImage();
    chart.setValues({{QStringLiteral("a"), 3, {}}, {QStringLiteral("b"), 9, {}}, {QStringLiteral("c"), 0, {}}});
    QVERIFY(chart.grab().toImage() != empty);
    chart.setValues({{QStringLiteral("one alone"), 1e12, {}}});
    QVERIFY(!chart.grab().isNull());
    chart.setValues({});
    QCOMPARE(chart.findChild<QTableWidget *>()->rowCount(), 0);
}

void tst_Widgets::scope_names_areShownAsStored()
{
    ui::ScopeChip chip;
    chip.show();
    const auto texts = [&] {
        QStringList all;
        for (const auto *each : chip.findChildren<QLabel *>())
            all.append(each->isHidden() ? QString() : each->text());
        return all.join(u'|');
    };
    chip.setScope(QStringLiteral("<b>support</b>"), QStringLiteral("acme"));
    QVERIFY2(texts().contains(QLatin1String("<b>support</b>")) && texts().contains(QLatin1String("acme")), qPrintable(texts()));
    chip.setScope(QStringLiteral("care"), std::nullopt);
    QVERIFY2(texts().contains(QLatin1String("care")) && !texts().contains(QLatin1String("acme")), qPrintable(texts()));
    chip.clear();
    QVERIFY2(!texts().contains(QLatin1String("care")), qPrintable(texts()));
}

void tst_Widgets::preferences_whatIsSet_isKept()
{
    using ui::Preferences;
    Preferences::setTheme(ui::ThemeMode::Dark);
    QCOMPARE(Preferences::theme(), ui::ThemeMode::Dark);
    Preferences::setLanguage(QStringLiteral("de"));
    QCOMPARE(Preferences::language(), QStringLiteral("de"));
    Preferences::setAutoLock(std::chrono::seconds(90));
    QCOMPARE(Preferences::autoLock(), std::chrono::seconds(90));
    Preferences::setLayout(QStringLiteral("test/layout"), 7);
    QCOMPARE(Preferences::layout(QStringLiteral("test/layout")).toInt(), 7);
    QVERIFY(!Preferences::layout(QStringLiteral("test/unknown")).isValid());
}

void tst_Widgets::error_everyCode_hasASentence()
{
    for (int code = 0; code <= int(ErrorCode::ShuttingDown); ++code) {
        const Error error{ErrorCode(code), {}};
        const QString text = ui::errorText(error);
        QVERIFY2(text.endsWith(u'.') && text.size() > 10, qPrintable(QString::number(code)));
        const QString advice = ui::errorAdvice(error);
        QVERIFY2(advice.isEmpty() || advice.endsWith(u'.'), qPrintable(advice));
    }
}

void tst_Widgets::error_refusedField_isTold()
{
    Error error{ErrorCode::ValidationError, QStringLiteral("the request is not valid")};
    QCOMPARE(ui::errorDetail(error), QStringLiteral("the request is not valid"));
    error.fields.append({QStringLiteral("label"), QStringLiteral("INVALID"), QStringLiteral("label is too long"), {}});
    QCOMPARE(ui::errorDetail(error), QStringLiteral("label is too long"));
}

CLOISTER_TEST(tst_Widgets)
#include "tst_Widgets.moc"
