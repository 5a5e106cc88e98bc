#include "ui/models/DialogueModel.h"

#include "ui/models/RecordText.h"

#include <QCoreApplication>

namespace cloister::ui {

QString statusText(DialogueStatus status)
{
    switch (status) {
    case DialogueStatus::Active: return QCoreApplication::translate("DialogueModel", "Active");
    case DialogueStatus::Ended: return QCoreApplication::translate("DialogueModel", "Ended");
    case DialogueStatus::Archived: break;
    }
    return QCoreApplication::translate("DialogueModel", "Archived");
}

QString dialogueTitle(const Dialogue &dialogue)
{
    const QString label = dialogue.label.value_or(QString());
    return label.trimmed().isEmpty() ? dialogue.id : visibleLine(label);
}

DialogueModel::DialogueModel(const client::ApiClient &api, QObject *parent) : RecordModel(parent), m_api(api) {}

void DialogueModel::show(const client::Place &place, const client::ListFilter &filter)
{
    const bool isElsewhere = place.projectId != m_place.projectId || place.nameSpace != m_place.nameSpace;
    m_place = place;
    m_filter = filter;
    if (isElsewhere)
        clear();
    reload();
}

void DialogueModel::replace(const Dialogue &dialogue)
{
    for (int row = 0; row < m_records.size(); ++row) {
        if (m_records.at(row).id == dialogue.id) {
            m_records[row] = dialogue;
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
        }
    }
}

client::ApiClient::Answered<client::Items<Dialogue>> DialogueModel::request(const QString &next)
{
    client::ListFilter filter = m_filter;
    filter.next = next;
    filter.limit = 200;
    return m_api.dialogues(m_place, filter);
}

void DialogueModel::sort(int column, Qt::SortOrder order)
{
    const QString asked = order == Qt::AscendingOrder ? QStringLiteral("asc") : QStringLiteral("desc");
    if (column != Created || asked == m_filter.order)
        return;
    m_filter.order = asked;
    if (!m_place.projectId.isEmpty())
        reload();
}

int DialogueModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString DialogueModel::shown(const Dialogue &dialogue, int column) const
{
    switch (column) {
    case Title: return (dialogue.threadOf ? QStringLiteral("↳ ") : QString()) + dialogueTitle(dialogue);
    case Status: return statusText(dialogue.status);
    case Messages: return countText(dialogue.totalMessages);
    case Threads: return dialogue.threadCount > 0 ? countText(dialogue.threadCount) : QString();
    case LastMessage: return dialogue.lastMessageCreated ? localTime(*dialogue.lastMessageCreated) : QString();
    case Created: return localTime(dialogue.created);
    case Tags: return visibleLine(dialogue.tags.join(QStringLiteral(" · ")));
    default: return {};
    }
}

QString DialogueModel::toolTip(const Dialogue &dialogue, int column) const
{
    switch (column) {
    case Title: {
        QString text = visibleText(dialogue.label.value_or(QString()));
        text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + dialogue.id;
        if (dialogue.threadOf)
            text += QLatin1Char('\n') + tr("A thread of %1").arg(*dialogue.threadOf);
        return plainToolTip(text);
    }
    case LastMessage:
        return dialogue.lastMessageCreated ? plainToolTip(exactTime(*dialogue.lastMessageCreated)) : QString();
    case Created: return plainToolTip(exactTime(dialogue.created));
    case Tags: return plainToolTip(visibleText(dialogue.tags.join(u'\n')));
    default: return {};
    }
}

QVariant DialogueModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Dialogue &dialogue = m_records.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return shown(dialogue, column);
    case Qt::ToolTipRole: return toolTip(dialogue, column);
    case kIdRole: return dialogue.id;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (column == Messages || column == Threads ? Qt::AlignRight : Qt::AlignLeft)));
    default: return {};
    }
}

QVariant DialogueModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::Alignment(
            Qt::AlignVCenter | (section == Messages || section == Threads ? Qt::AlignRight : Qt::AlignLeft)));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Title: return tr("Dialogue");
    case Status: return tr("Status");
    case Messages: return tr("Messages");
    case Threads: return tr("Threads");
    case LastMessage: return tr("Last message");
    case Created: return tr("Created");
    case Tags: return tr("Tags");
    default: return {};
    }
}

} // namespace cloister::ui
