#include "tests/support/Test.h"
#include "tests/ui/Contrast.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QTest>
#include <QVBoxLayout>

using namespace cloister;
using namespace cloister::test;
using ui::ThemeMode;

class tst_Theme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void colors_texts_areReadable_data() { eachMode(); }
    void colors_texts_areReadable();
    void field_placeholder_isReadable_data() { eachMode(); }
    void field_placeholder_isReadable();
    void input_untouched_standsOut_data() { eachMode(); }
    void input_untouched_standsOut();
    void checkBox_checked_hasATick_data() { eachMode(); }
    void checkBox_checked_hasATick();
    void label_ofAKindOfFrames_isNoBox_data() { eachMode(); }
    void label_ofAKindOfFrames_isNoBox();
    void list_opened_showsEveryEntry_data() { eachMode(); }
    void list_opened_showsEveryEntry();

private:
    static void eachMode();
    /// A widget as it is drawn on the background of a window; it is gone then.
    static QImage drawn(QWidget *widget);
};

void tst_Theme::eachMode()
{
    QTest::addColumn<ThemeMode>("mode");
    QTest::newRow("light") << ThemeMode::Light;
    QTest::newRow("dark") << ThemeMode::Dark;
}

QImage tst_Theme::drawn(QWidget *widget)
{
    QWidget window;
    auto *column = new QVBoxLayout(&window);
    column->addWidget(widget);
    auto *other = new QLineEdit; // has the focus, which would be seen
    column->addWidget(other);
    window.show();
    other->setFocus();
    return window.grab(widget->geometry()).toImage();
}

void tst_Theme::colors_texts_areReadable()
{
    QFETCH(const ThemeMode, mode);
    ui::Theme::apply(*qApp, mode);
    const ui::Colors &colors = ui::Theme::colors();
    for (const QColor &behind : {colors.window, colors.surface, colors.sunken}) {
        for (const QColor &text : {colors.text, colors.muted, colors.accent, colors.success, colors.warning, colors.danger})
            QVERIFY2(contrast(text, behind) >= 4.5, qPrintable(text.name() + QLatin1String(" on ") + behind.name()));
    }
    for (const QColor &behind : {colors.window, colors.surface})
        QVERIFY2(contrast(colors.outline, behind) >= 3, qPrintable(behind.name()));
}

void tst_Theme::field_placeholder_isReadable()
{
    QFETCH(const ThemeMode, mode);
    ui::Theme::apply(*qApp, mode);
    auto *field = new QLineEdit;
    field->setPlaceholderText(QStringLiteral("IIII")); // with strokes as wide as to have their full colour
    QFont font;
    font.setPixelSize(60);
    font.setBold(true);
    field->setFont(font);
    const QImage image = drawn(field);
    const QRect inside = image.rect().adjusted(6, 6, -6, -6);
    const QColor behind = image.pixelColor(inside.topRight());
    QVERIFY(contrast(behind, ui::Theme::colors().surface) < 1.2);
    const double most = mostContrast(image, inside, behind);
    QVERIFY2(most >= 4.5, qPrintable(QString::number(most)));
    QVERIFY(most < contrast(ui::Theme::colors().text, behind) - 1); // and is not taken for what was typed
}

void tst_Theme::input_untouched_standsOut()
{
    QFETCH(const ThemeMode, mode);
    ui::Theme::apply(*qApp, mode);
    for (QWidget *input : std::initializer_list<QWidget *>{new QLineEdit, new QCheckBox}) {
        const char *name = input->metaObject()->className();
        const QImage image = drawn(input);
        const double most = mostContrast(image, image.rect(), ui::Theme::colors().window);
        QVERIFY2(most >= 3, qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(name)).arg(most)));
    }
}

void tst_Theme::checkBox_checked_hasATick()
{
    QFETCH(const ThemeMode, mode);
    ui::Theme::apply(*qApp, mode);
    auto *box = new QCheckBox;
    box->setChecked(true);
    const QImage image = drawn(box);
    const QColor fill = ui::Theme::colors().accent;
    const QRect inside(4, (image.height() - 16) / 2 + 4, 8, 8);
    QVERIFY(contrast(image.pixelColor(inside.topLeft()), fill) < 1.2);
    const double most = mostContrast(image, inside, fill);
    QVERIFY2(most >= 4.5, qPrintable(QString::number(most)));
}

void tst_Theme::label_ofAKindOfFrames_isNoBox()
{
    QFETCH(const ThemeMode, mode);
    ui::Theme::apply(*qApp, mode);
    for (const char *kind : {"danger", "warning"}) {
        auto *label = ui::paragraph(QString(), kind);
        label->setFixedSize(80, 20);
        const QImage image = drawn(label);
        QVERIFY2(mostContrast(image, image.rect(), ui::Theme::colors().window) < 1.01, kind);
    }
}

void tst_Theme::list_opened_showsEveryEntry()
{
    QFETCH(const ThemeMode, mode);
    ui::Theme::apply(*qApp, mode);
    QComboBox box;
    box.addItems({QStringLiteral("Any outcome"), QStringLiteral("Refused"), QStringLiteral("Failed"), QStringLiteral("Damaged data")});
    box.setCurrentIndex(3);
    box.show();
    box.showPopup();
    const QAbstractItemView *list = box.view();
    QTRY_VERIFY(list->isVisible());
    const QRect seen = list->viewport()->rect();
    for (int row = 0; row < box.count(); ++row)
        QVERIFY(seen.contains(list->visualRect(box.model()->index(row, 0))));
    for (const QWidget *part : list->window()->findChildren<QWidget *>()) {
        if (part->inherits("QComboBoxPrivateScroller"))
            QVERIFY(!part->isVisible());
    }
    box.hidePopup();
}

CLOISTER_TEST(tst_Theme)
#include "tst_Theme.moc"
