#include "ui/models/RecordText.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

namespace cloister::ui {

// Characters that are drawn as nothing, or that change how others are drawn. Joiners stay: many scripts need them.
static bool isMisleading(char32_t c)
{
    if (c == 0x200C || c == 0x200D)
        return false;
    return (c >= 0x80 && c <= 0x9F) || c == 0xAD || c == 0x061C || c == 0x180E || (c >= 0x200B && c <= 0x200F)
        || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFC)
        || (c >= 0xE0000 && c <= 0xE0FFF);
}

static bool isPlain(QChar c)
{
    const char16_t u = c.unicode();
    return (u >= 0x20 && u < 0x7F) || u == u'\n' || u == u'\t' || (u >= 0xA0 && u < 0x061C && u != 0xAD)
        || (u >= 0x3000 && u < 0xD800);
}

static void appendVisible(QString &out, char32_t c)
{
    if (c < 0x20)
        out += QChar(static_cast<char16_t>(0x2400 + c)); // control pictures
    else if (c == 0x7F)
        out += QChar(0x2421);
    else
        out += QStringLiteral("⟨U+%1⟩").arg(static_cast<uint>(c), 4, 16, QLatin1Char('0')).toUpper();
}

QString visibleText(const QString &stored)
{
    QString out;
    out.reserve(stored.size());
    for (qsizetype i = 0; i < stored.size(); ++i) {
        const QChar c = stored.at(i);
        if (isPlain(c)) {
            out += c;
            continue;
        }
        char32_t code = c.unicode();
        const bool isPair = c.isHighSurrogate() && i + 1 < stored.size() && stored.at(i + 1).isLowSurrogate();
        if (isPair)
            code = QChar::surrogateToUcs4(c, stored.at(i + 1));
        if (c == u'\r' && i + 1 < stored.size() && stored.at(i + 1) == u'\n')
            continue;
        if (!isPair && c.isSurrogate())
            out += QChar(QChar::ReplacementCharacter);
        else if (code < 0x20 || code == 0x7F || isMisleading(code))
            appendVisible(out, code);
        else
            out += isPair ? QStringView(stored).mid(i, 2) : QStringView(stored).mid(i, 1);
        if (isPair)
            ++i;
    }
    return out;
}

QString visibleLine(const QString &stored, int most)
{
    QString text = visibleText(stored.left(most + 1).trimmed());
    text.replace(u'\n', QStringLiteral(" ⏎ ")).replace(u'\t', u' ');
    if (stored.size() > most || text.size() > most + most / 2)
        text = text.left(most) + QChar(0x2026);
    return text;
}

QString plainToolTip(const QString &text)
{
    constexpr int kMost = 1000;
    const QString shown = text.size() > kMost ? text.left(kMost) + QChar(0x2026) : text;
    return shown.isEmpty() ? QString()
                           : QLatin1String("<p style=\"white-space:pre-wrap\">") + shown.toHtmlEscaped() + QLatin1String("</p>");
}

QString shortDay(qint64 ms)
{
    //: Qt date format of a day in a table, such as 14 Apr 2025
    const QString format = QCoreApplication::translate("RecordText", "d MMM yyyy");
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(ms).date(), format);
}

QString localTime(qint64 ms)
{
    return shortDay(ms) + QLatin1Char(' ') + clockText(ms);
}

QString zonedTime(qint64 ms)
{
    return localTime(ms) + QLatin1Char(' ') + QDateTime::fromMSecsSinceEpoch(ms).timeZoneAbbreviation();
}

QString exactTime(qint64 ms)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(ms);
    const QLocale locale;
    const QString seconds = locale.toString(time.time(), QStringLiteral("HH:mm:ss"));
    return QStringLiteral("%1 %2 %3\n%4").arg(dayText(ms), seconds, time.timeZoneAbbreviation(),
        time.toUTC().toString(Qt::ISODateWithMs));
}

QString dayText(qint64 ms)
{
    //: Qt date format of a whole day, such as Monday, 14 April 2025
    const QString format = QCoreApplication::translate("RecordText", "dddd, d MMMM yyyy");
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(ms).date(), format);
}

QString clockText(qint64 ms)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(ms).time(), QStringLiteral("HH:mm"));
}

QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 1024 ? 0 : 1, QLocale::DataSizeTraditionalFormat);
}

QString countText(qint64 count)
{
    return QLocale().toString(count);
}

QString namespaceText(const QString &nameSpace)
{
    return nameSpace.isEmpty() ? QCoreApplication::translate("RecordText", "default namespace") : visibleLine(nameSpace);
}

} // namespace cloister::ui
