#include "ui/theme/Theme.h"

#include <QApplication>
#include <QFont>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>

namespace cloister::ui {

static Colors lightColors()
{
    return {.isDark = false, .window = QColor(0xf4f6f6), .surface = QColor(0xffffff), .sunken = QColor(0xedf0f0),
        .border = QColor(0xd9dfdf), .outline = QColor(0x7f8b8c), .text = QColor(0x1a2223), .muted = QColor(0x566364),
        .accent = QColor(0x1d6b64), .onAccent = QColor(0xffffff), .accentSoft = QColor(0xdcecea),
        .success = QColor(0x1b7043), .warning = QColor(0x855300), .danger = QColor(0xb0261e),
        .warningSoft = QColor(0xfdf1da), .dangerSoft = QColor(0xfbe6e4)};
}

static Colors darkColors()
{
    return {.isDark = true, .window = QColor(0x16191a), .surface = QColor(0x1d2122), .sunken = QColor(0x262b2c),
        .border = QColor(0x363d3e), .outline = QColor(0x677273), .text = QColor(0xe6eaea), .muted = QColor(0xa3adae),
        .accent = QColor(0x63c2b4), .onAccent = QColor(0x06211e), .accentSoft = QColor(0x1f3a37),
        .success = QColor(0x6fcf97), .warning = QColor(0xe8b75f), .danger = QColor(0xf48b83),
        .warningSoft = QColor(0x3a301c), .dangerSoft = QColor(0x43231f)};
}

static QPalette paletteOf(const Colors &colors)
{
    QPalette palette;
    palette.setColor(QPalette::Window, colors.window);
    palette.setColor(QPalette::WindowText, colors.text);
    palette.setColor(QPalette::Base, colors.surface);
    palette.setColor(QPalette::AlternateBase, colors.sunken);
    palette.setColor(QPalette::Text, colors.text);
    palette.setColor(QPalette::PlaceholderText, colors.muted);
    palette.setColor(QPalette::Button, colors.surface);
    palette.setColor(QPalette::ButtonText, colors.text);
    palette.setColor(QPalette::BrightText, colors.danger);
    palette.setColor(QPalette::Highlight, colors.accent);
    palette.setColor(QPalette::HighlightedText, colors.onAccent);
    palette.setColor(QPalette::Link, colors.accent);
    palette.setColor(QPalette::LinkVisited, colors.accent);
    palette.setColor(QPalette::ToolTipBase, colors.surface);
    palette.setColor(QPalette::ToolTipText, colors.text);
    palette.setColor(QPalette::Mid, colors.border);
    palette.setColor(QPalette::Midlight, colors.sunken);
    palette.setColor(QPalette::Light, colors.surface);
    palette.setColor(QPalette::Dark, colors.border);
    palette.setColor(QPalette::Shadow, colors.border);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colors.muted);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colors.border);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, colors.text);
    return palette;
}

static Colors s_colors = lightColors();
static ThemeMode s_mode = ThemeMode::System;

// The platform's own palette, asked once, before ours covers it.
static bool isPlatformDark()
{
    static const bool isDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    return isDark;
}

void Theme::apply(QApplication &application, ThemeMode mode)
{
    const bool isDark = mode == ThemeMode::Dark || (isPlatformDark() && mode == ThemeMode::System);
    s_mode = mode;
    s_colors = isDark ? darkColors() : lightColors();
    if (application.style()->name() != QLatin1String("fusion") && application.styleSheet().isEmpty())
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(paletteOf(s_colors));
    application.setStyleSheet(styleSheetFor(s_colors, QApplication::font().pointSizeF()));
}

const Colors &Theme::colors()
{
    return s_colors;
}

ThemeMode Theme::mode()
{
    return s_mode;
}

} // namespace cloister::ui
