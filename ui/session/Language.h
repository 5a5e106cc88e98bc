#pragma once

#include <QString>

namespace cloister::ui {

/// Has the application speak a language ("en", "de"; empty = the system's), with Qt's own texts as far as Qt has them.
/// Texts are translated when widgets are made. What is not translated is English. GUI thread.
void setLanguage(const QString &language);

} // namespace cloister::ui
