#include "tests/support/Test.h"
#include "ui/session/Language.h"

#include <QCoreApplication>
#include <QFile>
#include <QLocale>
#include <QRegularExpression>
#include <QXmlStreamReader>

using namespace cloister;

class tst_Translations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void german_everyText_isFinished();
    void german_placeholders_areThoseOfTheSource();
    void setLanguage_twice_speaksTheLast();

private:
    struct Text
    {
        QString source;
        QStringList translations;
        bool isFinished = true;
    };
    static QList<Text> german();
};

QList<tst_Translations::Text> tst_Translations::german()
{
    QFile file(QStringLiteral(CLOISTER_SOURCE_DIR "/translations/cloister_de.ts"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no German translation");
    QList<Text> texts;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("source")) {
            texts.append({xml.readElementText(), {}});
        } else if (xml.name() == QLatin1String("translation")) {
            texts.last().isFinished = !xml.attributes().hasAttribute(QLatin1String("type"));
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            texts.last().translations.append(text);
        }
    }
    return texts;
}

void tst_Translations::german_everyText_isFinished()
{
    const QList<Text> texts = german();
    QVERIFY(texts.size() > 200);
    QStringList unfinished;
    for (const Text &text : texts) {
        if (!text.isFinished || text.translations.value(0).isEmpty())
            unfinished.append(text.source);
    }
    QVERIFY2(unfinished.isEmpty(), qPrintable(unfinished.join(QLatin1Char('\n'))));
}

void tst_Translations::german_placeholders_areThoseOfTheSource()
{
    static const QRegularExpression placeholder(QStringLiteral("%(\\d|n)"));
    for (const Text &text : german()) {
        auto found = placeholder.globalMatch(text.source);
        while (found.hasNext()) {
            const QString name = found.next().captured(0);
            QVERIFY2(text.translations.value(0).contains(name), qPrintable(text.source));
        }
    }
}

void tst_Translations::setLanguage_twice_speaksTheLast()
{
    const auto tryAgain = [] { return QCoreApplication::translate("cloister::ui::Page", "Try again"); };
    const auto messages = [](int n) {
        return QCoreApplication::translate("cloister::ui::OverviewPage", "%n messages", nullptr, n);
    };
    ui::setLanguage(QStringLiteral("de"));
    QCOMPARE(tryAgain(), QStringLiteral("Erneut versuchen"));
    QCOMPARE(messages(1), QStringLiteral("1 Nachricht"));
    QCOMPARE(QCoreApplication::translate("QPlatformTheme", "Cancel"), QStringLiteral("Abbrechen")); // Qt's own
    QCOMPARE(QLocale().language(), QLocale::German);
    ui::setLanguage(QStringLiteral("en"));
    QCOMPARE(tryAgain(), QStringLiteral("Try again"));
    QCOMPARE(messages(1), QStringLiteral("1 message"));
    QCOMPARE(messages(2), QStringLiteral("2 messages"));
}

CLOISTER_TEST(tst_Translations)
#include "tst_Translations.moc"
