#include "ui/theme/Theme.h"

#include <QList>

#include <utility>

namespace cloister::ui {

// Kinds are told by the property "kind", set before a widget is shown. @name is a colour, #n a font size in tenths of
// the application's. A label is a frame too: what frames of a kind are given, labels of that kind are relieved of.
static const char kWindows[] = R"(
QToolTip { background: @surface; color: @text; border: 1px solid @border; padding: 4px; }
QDialog, QMainWindow { background: @window; }
QWidget[kind="navigation"] { background: @sunken; border-right: 1px solid @border; }
QWidget[kind="status"] { background: @sunken; border-top: 1px solid @border; }
QFrame[kind="card"], QWidget[kind="card"] { background: @surface; border: 1px solid @border; border-radius: 8px; }
QFrame[kind="notice"] { background: @accentSoft; border: none; border-radius: 8px; }
QFrame[kind="warning"] { background: @warningSoft; border: 1px solid @warning; border-radius: 8px; }
QFrame[kind="danger"] { background: @dangerSoft; border: 1px solid @danger; border-radius: 8px; }
QFrame[kind="line"] { background: @border; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="palette"] { background: @surface; border: 1px solid @outline; }
QScrollArea { background: transparent; border: none; }
QSplitter::handle { background: transparent; }
)";

static const char kText[] = R"(
QLabel { background: transparent; }
QLabel[kind="title"] { font-size: #17; font-weight: 600; }
QLabel[kind="heading"] { font-size: #12; font-weight: 600; }
QLabel[kind="figure"] { font-size: #18; font-weight: 600; }
QLabel[kind="muted"] { color: @muted; }
QLabel[kind="small"] { color: @muted; font-size: #9; }
QLabel[kind="field"] { color: @muted; font-weight: 500; }
QLabel[kind="success"] { color: @success; }
QLabel[kind="warning"] { color: @warning; background: transparent; border: none; }
QLabel[kind="danger"] { color: @danger; background: transparent; border: none; }
QLabel[kind="chip"] { background: @accentSoft; color: @accent; border-radius: 8px; padding: 4px 8px; font-weight: 500; }
QLabel[kind="code"], QPlainTextEdit[kind="code"] { background: @sunken; border: 1px solid @border; border-radius: 6px;
  padding: 8px; font-family: "DejaVu Sans Mono", monospace; }
)";

static const char kButtons[] = R"(
QPushButton { background: @surface; color: @text; border: 1px solid @border; border-radius: 6px; padding: 6px 16px;
  min-height: 18px; }
QPushButton:hover { background: @sunken; }
QPushButton:pressed { background: @border; }
QPushButton:focus { border: 2px solid @accent; padding: 5px 15px; }
QPushButton:disabled { color: @muted; background: @sunken; }
QPushButton:checked { background: @accentSoft; color: @accent; border-color: @accent; }
QPushButton[kind="menu"] { padding-right: 34px; }
QPushButton[kind="menu"]:focus { padding-right: 33px; }
QPushButton::menu-indicator { image: url(:/icons/@arrow); width: 14px; height: 14px; subcontrol-origin: padding;
  subcontrol-position: right center; right: 12px; }
QPushButton[kind="primary"] { background: @accent; color: @onAccent; border: 1px solid @accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { border: 1px solid @text; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="primary"]:disabled { background: @sunken; color: @muted; border-color: @border; }
QPushButton[kind="danger"] { color: @danger; border-color: @danger; }
QPushButton[kind="danger"]:hover { background: @dangerSoft; }
QPushButton[kind="danger"]:disabled { color: @muted; border-color: @border; }
QPushButton[kind="link"] { background: transparent; color: @accent; border: 2px solid transparent; padding: 0;
  text-align: left; }
QPushButton[kind="link"]:hover { background: @accentSoft; }
QPushButton[kind="link"]:focus { border: 2px solid @accent; }
QToolButton { background: transparent; color: @text; border: 2px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: @accentSoft; }
QToolButton:focus { border: 2px solid @accent; }
QToolButton[kind="page"] { text-align: left; padding: 6px 10px; border-radius: 6px; }
QToolButton[kind="page"]:checked { background: @accentSoft; color: @accent; font-weight: 600; }
QToolButton[kind="page"]:disabled { color: @muted; }
QToolButton::menu-indicator { image: none; }
)";

// No colour of the text: Qt would make that of the placeholder out of it, half transparent. The palette has both.
static const char kFields[] = R"(
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDateTimeEdit, QDateEdit, QComboBox { background: @surface;
  border: 1px solid @outline; border-radius: 6px; padding: 6px 8px; selection-background-color: @accent;
  selection-color: @onAccent; }
QLineEdit, QSpinBox, QDateTimeEdit, QDateEdit, QComboBox { min-height: 18px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDateTimeEdit:focus, QDateEdit:focus,
QComboBox:focus { border: 2px solid @accent; padding: 5px 7px; }
QLineEdit:disabled, QComboBox:disabled { background: @sunken; border-color: @border; }
QLineEdit[kind="wrong"] { border: 2px solid @danger; padding: 5px 7px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(:/icons/@arrow); width: 14px; height: 14px; }
QComboBox { combobox-popup: 0; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator { background: @surface; border: 1px solid @outline; border-radius: 4px; width: 14px; height: 14px; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/icons/@tick); }
QCheckBox::indicator:disabled { background: @sunken; border-color: @border; }
QCheckBox::indicator:checked:disabled { background: @muted; border-color: @muted; }
QCheckBox::indicator:focus { border: 2px solid @accent; width: 12px; height: 12px; }
QCheckBox::indicator:checked:focus { border-color: @text; }
QProgressBar { background: @border; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QProgressBar[kind="weak"]::chunk { background: @danger; }
QProgressBar[kind="fair"]::chunk { background: @warning; }
QProgressBar[kind="strong"]::chunk { background: @success; }
)";

// The padding keeps what is in a list away from the round corners of its frame.
static const char kLists[] = R"(
QAbstractItemView { background: @surface; alternate-background-color: @surface; border: 1px solid @border;
  border-radius: 8px; padding: 2px; gridline-color: @border; selection-background-color: @accentSoft;
  selection-color: @text; outline: none; }
QComboBox QAbstractItemView { border-radius: 0; padding: 0; }
QAbstractItemView[kind="inside"] { border: none; border-radius: 0; padding: 0; }
QTableView, QTreeView { show-decoration-selected: 1; }
QTableView::item, QTreeView::item, QListView::item { padding: 4px 8px; border: none; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected { background: @accentSoft; color: @text; }
QTableView::item:focus, QTreeView::item:focus { border: 1px solid @accent; }
QHeaderView { background: @surface; border: none; padding: 0; border-top-left-radius: 8px; border-top-right-radius: 8px; }
QHeaderView::section { background: @surface; color: @muted; border: none; border-bottom: 1px solid @border;
  padding: 8px 11px; font-weight: 500; }
QTableCornerButton::section { background: @surface; border: none; }
QTabWidget::pane { border: none; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @muted; border: none; border-bottom: 2px solid transparent;
  padding: 8px 4px; margin-right: 24px; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; font-weight: 600; }
QTabBar::tab:focus { color: @accent; background: @accentSoft; }
QMenu { background: @surface; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 16px; border-radius: 4px; }
QMenu::item:selected { background: @accentSoft; color: @text; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @border; border-radius: 4px; margin: 2px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

QString styleSheetFor(const Colors &colors, double pointSize)
{
    QString sheet = QLatin1String(kWindows) + QLatin1String(kText) + QLatin1String(kButtons) + QLatin1String(kFields)
        + QLatin1String(kLists);
    // Longer names first, so that none is replaced by the beginning of another.
    const QList<std::pair<const char *, QColor>> names{{"@accentSoft", colors.accentSoft},
        {"@warningSoft", colors.warningSoft}, {"@dangerSoft", colors.dangerSoft}, {"@onAccent", colors.onAccent},
        {"@accent", colors.accent}, {"@window", colors.window}, {"@surface", colors.surface},
        {"@sunken", colors.sunken}, {"@border", colors.border}, {"@outline", colors.outline}, {"@text", colors.text},
        {"@muted", colors.muted}, {"@success", colors.success}, {"@warning", colors.warning}, {"@danger", colors.danger}};
    for (const auto &[name, color] : names)
        sheet.replace(QLatin1String(name), color.name());
    sheet.replace(QLatin1String("@arrow"), colors.isDark ? QLatin1String("combo-dark.svg") : QLatin1String("combo-light.svg"));
    sheet.replace(QLatin1String("@tick"), colors.isDark ? QLatin1String("tick-dark.svg") : QLatin1String("tick-light.svg"));
    for (const int tenths : {18, 17, 12, 9}) {
        sheet.replace(QStringLiteral("font-size: #%1;").arg(tenths),
            QStringLiteral("font-size: %1pt;").arg(pointSize * tenths / 10, 0, 'f', 1));
    }
    return sheet;
}

} // namespace cloister::ui
