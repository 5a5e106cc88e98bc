#pragma once

#include <QColor>
#include <QString>

class QApplication;

namespace cloister::ui {

/// Every distance is a multiple of this, in device-independent pixels.
inline constexpr int kGrid = 8;
inline constexpr int kDialogWidth = 60 * kGrid;     ///< of a question or some fields
inline constexpr int kWideDialogWidth = 80 * kGrid; ///< with lines of code

enum class ThemeMode { System, Light, Dark };

/// The colours of the console. Text on window and surface, muted text, and the signal colours keep a contrast of 4.5:1, the
/// outline one of 3:1.
struct Colors
{
    bool isDark = false;
    QColor window;     ///< behind everything
    QColor surface;    ///< cards, lists and fields
    QColor sunken;     ///< headers, code and what is switched off
    QColor border;
    QColor outline;    ///< around what can be filled in or ticked
    QColor text;
    QColor muted;      ///< second lines and labels
    QColor accent;     ///< the one accent colour
    QColor onAccent;   ///< text on the accent colour
    QColor accentSoft; ///< behind what is chosen
    QColor success;
    QColor warning;
    QColor danger;
    QColor warningSoft; ///< behind a warning
    QColor dangerSoft;
};

/// How the console looks: palette and style sheet of the application. Widgets that paint with colors() repaint on
/// QEvent::PaletteChange. GUI thread.
class Theme
{
public:
    /// Sets style, palette and style sheet; to be called before the first window and whenever the mode changes.
    static void apply(QApplication &application, ThemeMode mode);

    static const Colors &colors();
    static ThemeMode mode();
};

/// The style sheet for these colours; sizes follow the font's, in points.
QString styleSheetFor(const Colors &colors, double pointSize);

} // namespace cloister::ui
