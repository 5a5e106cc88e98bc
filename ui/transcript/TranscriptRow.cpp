#include "ui/transcript/TranscriptRow.h"

#include "ui/models/RecordText.h"

#include <QCoreApplication>
#include <QDateTime>

namespace cloister::ui {

TranscriptRow TranscriptRow::fromMessage(const Message &message)
{
    TranscriptRow row;
    row.message = message;
    row.message.content.clear();
    row.parts = readContent(message.content, kMostText);
    qsizetype shown = 0;
    for (ContentPart &part : row.parts) {
        shown += part.text.size();
        part.text = visibleText(part.text);
        row.length += part.text.size();
        row.breaks += part.text.count(u'\n') + 1;
    }
    row.isCut = shown >= kMostText;
    row.day = QDateTime::fromMSecsSinceEpoch(message.created).date().toJulianDay();
    return row;
}

bool TranscriptRow::contains(const QString &text) const
{
    for (const ContentPart &part : parts) {
        if (part.text.contains(text, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

QString TranscriptRow::spoken() const
{
    const QString who = message.name ? visibleLine(*message.name) : roleText(message.role);
    return QStringLiteral("%1, %2: %3").arg(who, localTime(message.created), visibleLine(plainContent(parts), 300));
}

QString roleText(const QString &role)
{
    if (role == QLatin1String("user"))
        return QCoreApplication::translate("TranscriptRow", "User");
    if (role == QLatin1String("assistant"))
        return QCoreApplication::translate("TranscriptRow", "Assistant");
    if (role == QLatin1String("system"))
        return QCoreApplication::translate("TranscriptRow", "System");
    if (role == QLatin1String("tool"))
        return QCoreApplication::translate("TranscriptRow", "Tool");
    return visibleLine(role, 40);
}

} // namespace cloister::ui
