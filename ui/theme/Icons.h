#pragma once

#include <QIcon>
#include <QPixmap>

namespace cloister::ui {

enum class Tone { Text, Muted, Accent, OnAccent, Success, Warning, Danger };

/// The icon resources/icons/<name>.svg, drawn in a colour of the theme that is in force when it is painted; what is
/// checked takes the accent colour, what is disabled the muted one. GUI thread.
QIcon themeIcon(const char *name, Tone tone = Tone::Text);

/// The same as a picture of that many device-independent pixels.
QPixmap iconPixmap(const char *name, int size, Tone tone, qreal scale);

} // namespace cloister::ui
