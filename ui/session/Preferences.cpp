#include "ui/session/Preferences.h"

#include <QSettings>

namespace cloister::ui {

static QSettings settings()
{
    return QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("cloister"), QStringLiteral("console"));
}

ThemeMode Preferences::theme()
{
    const QString name = settings().value(QStringLiteral("theme")).toString();
    if (name == QLatin1String("light"))
        return ThemeMode::Light;
    return name == QLatin1String("dark") ? ThemeMode::Dark : ThemeMode::System;
}

void Preferences::setTheme(ThemeMode mode)
{
    const QString name = mode == ThemeMode::Light ? QStringLiteral("light")
        : mode == ThemeMode::Dark                 ? QStringLiteral("dark")
                                                  : QStringLiteral("system");
    settings().setValue(QStringLiteral("theme"), name);
}

QString Preferences::language()
{
    return settings().value(QStringLiteral("language")).toString();
}

void Preferences::setLanguage(const QString &language)
{
    settings().setValue(QStringLiteral("language"), language);
}

std::chrono::seconds Preferences::autoLock()
{
    constexpr int kUsual = 300;
    return std::chrono::seconds(qBound(0, settings().value(QStringLiteral("autoLockSeconds"), kUsual).toInt(), 86'400));
}

void Preferences::setAutoLock(std::chrono::seconds time)
{
    settings().setValue(QStringLiteral("autoLockSeconds"), static_cast<int>(time.count()));
}

QString Preferences::lastDirectory()
{
    return settings().value(QStringLiteral("lastDirectory")).toString();
}

void Preferences::setLastDirectory(const QString &directory)
{
    settings().setValue(QStringLiteral("lastDirectory"), directory);
}

QVariant Preferences::layout(const QString &name)
{
    return settings().value(QLatin1String("layout/") + name);
}

void Preferences::setLayout(const QString &name, const QVariant &value)
{
    settings().setValue(QLatin1String("layout/") + name, value);
}

} // namespace cloister::ui
