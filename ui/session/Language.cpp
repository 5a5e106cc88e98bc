#include "ui/session/Language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace cloister::ui {

static void install(QTranslator &translator, const QLocale &locale, const QString &file, const QString &directory)
{
    QCoreApplication::removeTranslator(&translator);
    if (translator.load(locale, file, QStringLiteral("_"), directory))
        QCoreApplication::installTranslator(&translator);
}

void setLanguage(const QString &language)
{
    static QTranslator ours;
    static QTranslator qts;
    const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    QLocale::setDefault(locale);
    install(qts, locale, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    // English too: its plurals stand there.
    install(ours, locale, QStringLiteral("cloister"), QStringLiteral(":/i18n"));
    if (ours.isEmpty())
        install(ours, QLocale(QLocale::English), QStringLiteral("cloister"), QStringLiteral(":/i18n"));
}

} // namespace cloister::ui
