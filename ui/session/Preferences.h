#pragma once

#include "ui/theme/Theme.h"

#include <QByteArray>
#include <QString>
#include <QVariant>

#include <chrono>

namespace cloister::ui {

/// What the console remembers of its user between starts: no content, no secrets. GUI thread.
class Preferences
{
public:
    static ThemeMode theme();
    static void setTheme(ThemeMode mode);

    /// "en", "de"; empty = the system's.
    static QString language();
    static void setLanguage(const QString &language);

    /// 0 = never.
    static std::chrono::seconds autoLock();
    static void setAutoLock(std::chrono::seconds time);

    /// The workspace opened last; empty when there was none.
    static QString lastDirectory();
    static void setLastDirectory(const QString &directory);

    /// Layouts, by the name of what they belong to: "tenants/splitter".
    static QVariant layout(const QString &name);
    static void setLayout(const QString &name, const QVariant &value);
};

} // namespace cloister::ui
