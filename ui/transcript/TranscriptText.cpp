#include "ui/transcript/TranscriptText.h"

#include "ui/models/DialogueModel.h"
#include "ui/models/RecordText.h"

namespace cloister::ui {

QString suffixOf(TranscriptFormat format)
{
    switch (format) {
    case TranscriptFormat::Text: return QStringLiteral("txt");
    case TranscriptFormat::Markdown: return QStringLiteral("md");
    case TranscriptFormat::Json: break;
    }
    return QStringLiteral("json");
}

QString markdownEscaped(const QString &text)
{
    static const QString kMarks = QStringLiteral("\\`*_{}[]()<>#+-.!|~&");
    QString escaped;
    escaped.reserve(text.size() + text.size() / 8);
    for (const QChar c : text) {
        if (kMarks.contains(c))
            escaped += u'\\';
        escaped += c;
    }
    return escaped;
}

static QString speaker(const TranscriptRow &row)
{
    const QString role = roleText(row.message.role);
    return row.message.name ? QStringLiteral("%1 (%2)").arg(visibleLine(*row.message.name), role) : role;
}

QString transcriptText(const Dialogue &dialogue, const QList<TranscriptRow> &rows, TranscriptFormat format)
{
    const bool isMarkdown = format == TranscriptFormat::Markdown;
    const auto shown = [&](const QString &text) { return isMarkdown ? markdownEscaped(text) : text; };
    QStringList lines;
    lines.append((isMarkdown ? QStringLiteral("# ") : QString()) + shown(dialogueTitle(dialogue)));
    lines.append(QString());
    qint64 day = 0;
    for (const TranscriptRow &row : rows) {
        if (row.day != day) {
            day = row.day;
            lines.append((isMarkdown ? QStringLiteral("## ") : QString()) + shown(dayText(row.message.created)));
            lines.append(QString());
        }
        const QString head = QStringLiteral("%1, %2").arg(speaker(row), clockText(row.message.created));
        lines.append(isMarkdown ? QStringLiteral("**%1**").arg(shown(head)) : head);
        if (isMarkdown)
            lines.append(QString());
        lines.append(shown(plainContent(row.parts)));
        lines.append(QString());
    }
    return lines.join(u'\n');
}

} // namespace cloister::ui
