#include "ui/transcript/DialogueDetails.h"

#include "engine/base/Json.h"
#include "ui/models/DialogueModel.h"
#include "ui/models/RecordText.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/transcript/TranscriptRow.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/PlainLabel.h"

#include <QFormLayout>
#include <QPlainTextEdit>
#include <QScrollArea>

namespace cloister::ui {

// Beyond this a text view would no longer be smooth; the whole record is had by export.
static constexpr qsizetype kMostJson = 400'000;

static void appendIndented(QString &out, const JsonSlice &value, int depth)
{
    const QString inner = QStringLiteral("\n") + QString((depth + 1) * 2, u' ');
    if (!(value.isObject() || value.isArray()) || value.size() == 0) {
        out += QString::fromUtf8(value.raw());
        return;
    }
    out += value.isArray() ? u'[' : u'{';
    bool isFirst = true;
    for (JsonCursor cursor(value); cursor.next(); isFirst = false) {
        out += (isFirst ? QString() : QStringLiteral(",")) + inner;
        if (value.isObject())
            out += QString::fromUtf8(cursor.rawKey()) + QLatin1String(": ");
        appendIndented(out, cursor.value(), depth + 1);
    }
    out += QLatin1Char('\n') + QString(depth * 2, u' ') + (value.isArray() ? u']' : u'}');
}

QString indentedJson(const QByteArray &json)
{
    const Result<JsonSlice> value = parseJson(json);
    if (!value)
        return QString::fromUtf8(json);
    QString out;
    appendIndented(out, *value, 0);
    return out;
}

static QWidget *makeFactsPage(QFormLayout *&form)
{
    auto *inside = new QWidget;
    form = new QFormLayout(inside);
    form->setContentsMargins(0, 2 * kGrid, 0, 2 * kGrid);
    form->setHorizontalSpacing(2 * kGrid);
    form->setVerticalSpacing(kGrid);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    auto *area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(inside);
    return area;
}

DialogueDetails::DialogueDetails(QWidget *parent) :
    QTabWidget(parent),
    m_factsPage(makeFactsPage(m_facts)),
    m_metadata(new JsonTree),
    m_state(new JsonTree),
    m_json(new QPlainTextEdit)
{
    m_json->setReadOnly(true);
    setKind(m_json, "code");
    m_json->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_json->setAccessibleName(tr("The record as JSON"));
    addTab(m_factsPage, tr("Details"));
    addTab(m_metadata, tr("Metadata"));
    addTab(m_state, tr("State"));
    addTab(m_json, tr("JSON"));
    setDocumentMode(true);
}

void DialogueDetails::clear()
{
    setFacts({});
    m_metadata->clear();
    m_state->clear();
    m_json->clear();
}

void DialogueDetails::setFacts(const QList<std::pair<QString, QString>> &facts)
{
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    for (const auto &[name, value] : facts) {
        if (value.isEmpty())
            continue;
        auto *text = new PlainLabel(PlainLabel::Fit::Wrapped);
        text->setStored(value);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        text->setAccessibleName(name);
        m_facts->addRow(label(name, "field"), text);
    }
}

void DialogueDetails::setJson(const QByteArray &json)
{
    QString text = visibleText(indentedJson(json));
    if (text.size() > kMostJson)
        text = text.left(kMostJson) + QLatin1Char('\n') + tr("… the rest is left out here; export the dialogue to read it");
    m_json->setPlainText(text);
}

void DialogueDetails::showDialogue(const Dialogue &dialogue, const QByteArray &json)
{
    const auto time = [](const std::optional<qint64> &ms) { return ms ? exactTime(*ms) : QString(); };
    setFacts({{tr("Label"), dialogue.label.value_or(QString())}, {tr("Id"), dialogue.id},
        {tr("Thread of"), dialogue.threadOf.value_or(QString())}, {tr("Status"), statusText(dialogue.status)},
        {tr("Messages"), countText(dialogue.totalMessages)}, {tr("Threads"), countText(dialogue.threadCount)},
        {tr("Tags"), dialogue.tags.join(QLatin1String(", "))}, {tr("Created"), exactTime(dialogue.created)},
        {tr("Last message"), time(dialogue.lastMessageCreated)}, {tr("Ended"), time(dialogue.endedAt)},
        {tr("Changed"), exactTime(dialogue.modified)}});
    m_metadata->setJson(dialogue.metadata);
    m_state->setJson(dialogue.state);
    setTabVisible(indexOf(m_state), true);
    setJson(json);
}

void DialogueDetails::showMessage(const Message &message, const QByteArray &json)
{
    setFacts({{tr("Message"), message.id}, {tr("Role"), roleText(message.role)},
        {tr("Name"), message.name.value_or(QString())}, {tr("Length"), countText(message.contentLength)},
        {tr("Tags"), message.tags.join(QLatin1String(", "))}, {tr("Created"), exactTime(message.created)}});
    m_metadata->setJson(message.metadata);
    setTabVisible(indexOf(m_state), false);
    setJson(json);
}

} // namespace cloister::ui
