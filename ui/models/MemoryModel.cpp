#include "ui/models/MemoryModel.h"

#include "engine/base/Json.h"
#include "ui/models/RecordText.h"

namespace cloister::ui {

MemoryModel::MemoryModel(const client::ApiClient &api, QObject *parent) : RecordModel(parent), m_api(api) {}

void MemoryModel::show(const client::Place &place, const QStringList &tags)
{
    const bool isElsewhere = place.projectId != m_place.projectId || place.nameSpace != m_place.nameSpace;
    m_place = place;
    m_tags = tags;
    if (isElsewhere)
        clear();
    reload();
}

client::ApiClient::Answered<client::Items<Memory>> MemoryModel::request(const QString &next)
{
    client::ListFilter filter;
    filter.limit = 100;
    filter.next = next;
    filter.tags = m_tags;
    return m_api.memories(m_place, filter);
}

int MemoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

// A value that is a text is shown without its quotes.
static QString memoryValueLine(const Memory &memory)
{
    constexpr qsizetype kMost = 2000;
    if (memory.value.startsWith('"') && memory.value.size() < kMost) {
        if (const auto json = parseJson(memory.value))
            return visibleLine(json->toTextReplacing());
    }
    return visibleLine(QString::fromUtf8(memory.value.left(kMost)));
}

QString MemoryModel::shown(const Memory &memory, int column) const
{
    switch (column) {
    case Label: {
        const QString label = memory.label.value_or(QString());
        return label.trimmed().isEmpty() ? memory.id : visibleLine(label);
    }
    case Value: return memoryValueLine(memory);
    case Tags: return visibleLine(memory.tags.join(QStringLiteral(" · ")));
    case Created: return localTime(memory.created);
    case Modified: return localTime(memory.modified);
    default: return {};
    }
}

QString MemoryModel::toolTip(const Memory &memory, int column) const
{
    switch (column) {
    case Label: {
        const QString text = memory.label.value_or(QString()) + QLatin1Char('\n') + memory.description.value_or(QString());
        return plainToolTip((visibleText(text).trimmed() + QLatin1Char('\n') + memory.id).trimmed());
    }
    case Value: return plainToolTip(visibleText(QString::fromUtf8(memory.value.left(1000))));
    case Created: return plainToolTip(exactTime(memory.created));
    case Modified: return plainToolTip(exactTime(memory.modified));
    default: return {};
    }
}

QVariant MemoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Memory &memory = m_records.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return shown(memory, index.column());
    case Qt::ToolTipRole: return toolTip(memory, index.column());
    case kIdRole: return memory.id;
    default: return {};
    }
}

QVariant MemoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Label: return tr("Memory");
    case Value: return tr("Value");
    case Tags: return tr("Tags");
    case Created: return tr("Created");
    case Modified: return tr("Modified");
    default: return {};
    }
}

} // namespace cloister::ui
