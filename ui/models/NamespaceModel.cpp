#include "ui/models/NamespaceModel.h"

#include "ui/models/RecordText.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace cloister::ui {

// Rows a request, and how many windows are kept.
static constexpr int kNamespaceWindow = 200;
static constexpr int kKeptWindows = 40;

NamespaceModel::NamespaceModel(const client::ApiClient &api, QObject *parent) : QAbstractTableModel(parent), m_api(api)
{
    m_filter.limit = kNamespaceWindow;
    m_timer.setSingleShot(true);
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &NamespaceModel::askWanted);
}

void NamespaceModel::setProject(const QString &projectId)
{
    if (projectId == m_projectId)
        return;
    m_projectId = projectId;
    m_filter.prefix.clear();
    beginResetModel();
    m_windows.clear();
    m_total = 0;
    m_isLoaded = false;
    endResetModel();
    restart();
}

void NamespaceModel::setPrefix(const QString &prefix)
{
    if (prefix == m_filter.prefix)
        return;
    m_filter.prefix = prefix;
    restart();
}

void NamespaceModel::sort(int column, Qt::SortOrder order)
{
    static constexpr const char *kSorts[] = {"name", "", "dialogues", "messages", "memories", "bytes", "lastActivity"};
    if (column < 0 || column >= ColumnCount || column == State)
        return;
    const QString sort = QString::fromLatin1(kSorts[column]);
    const QString direction = order == Qt::AscendingOrder ? QStringLiteral("asc") : QStringLiteral("desc");
    if (sort == m_filter.sort && direction == m_filter.order)
        return;
    m_filter.sort = sort;
    m_filter.order = direction;
    restart();
}

void NamespaceModel::reload()
{
    restart();
}

void NamespaceModel::restart()
{
    ++m_generation;
    m_asked.clear();
    m_wanted.clear();
    m_error.reset();
    if (m_projectId.isEmpty()) {
        Q_EMIT loadingChanged();
        return;
    }
    for (Window &window : m_windows)
        window.isStale = true;
    ask(0); // for the total
    if (m_total > 0)
        Q_EMIT dataChanged(index(0, 0), index(m_total - 1, ColumnCount - 1)); // views look again, which asks
}

std::optional<NamespaceInfo> NamespaceModel::info(int row) const
{
    const int window = row / kNamespaceWindow;
    const auto found = m_windows.constFind(window);
    if (found == m_windows.cend() || found->isStale)
        want(window);
    if (found == m_windows.cend() || row % kNamespaceWindow >= found->rows.size())
        return std::nullopt;
    return found->rows.at(row % kNamespaceWindow);
}

void NamespaceModel::want(int window) const
{
    if (m_asked.contains(window) || m_error)
        return;
    m_wanted.insert(window);
    if (!m_timer.isActive())
        m_timer.start();
}

void NamespaceModel::askWanted()
{
    const QSet<int> wanted = std::exchange(m_wanted, {});
    for (const int window : wanted)
        ask(window);
}

void NamespaceModel::ask(int window)
{
    if (m_asked.contains(window))
        return;
    m_asked.insert(window);
    client::NamespaceFilter filter = m_filter;
    filter.offset = window * kNamespaceWindow;
    m_api.namespaces(m_projectId, filter).then(this, [this, window, generation = m_generation](const auto &answer) {
        if (generation != m_generation)
            return;
        m_asked.remove(window);
        if (answer)
            arrived(window, answer->value);
        else
            m_error = answer.error();
        Q_EMIT loadingChanged();
    });
    Q_EMIT loadingChanged();
}

void NamespaceModel::arrived(int window, const client::Items<NamespaceInfo> &page)
{
    m_isLoaded = true;
    m_windows[window] = {page.items, false};
    setTotal(static_cast<int>(page.total));
    forgetFarFrom(window);
    const int first = window * kNamespaceWindow;
    const int last = std::min(first + kNamespaceWindow, m_total) - 1;
    if (last >= first)
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
}

void NamespaceModel::setTotal(int total)
{
    if (total > m_total) {
        beginInsertRows({}, m_total, total - 1);
        m_total = total;
        endInsertRows();
    } else if (total < m_total) {
        beginRemoveRows({}, total, m_total - 1);
        m_total = total;
        endRemoveRows();
    }
}

void NamespaceModel::forgetFarFrom(int window)
{
    while (m_windows.size() > kKeptWindows) {
        int farthest = window;
        for (auto it = m_windows.cbegin(); it != m_windows.cend(); ++it) {
            if (std::abs(it.key() - window) > std::abs(farthest - window))
                farthest = it.key();
        }
        m_windows.remove(farthest);
    }
}

int NamespaceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_total;
}

int NamespaceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant NamespaceModel::shown(const NamespaceInfo &info, int column) const
{
    switch (column) {
    case Name: return namespaceText(info.nameSpace);
    case State:
        switch (info.state) {
        case NamespaceState::Active: return tr("Active");
        case NamespaceState::ReadOnly: return tr("Read-only");
        case NamespaceState::Suspended: return tr("Suspended");
        case NamespaceState::Archived: return tr("Archived");
        }
        return {};
    case Dialogues: return countText(info.dialogues);
    case Messages: return countText(info.messages);
    case Memories: return countText(info.memories);
    case Size: return sizeText(info.bytes);
    case LastActivity: return info.lastActivity ? localTime(*info.lastActivity) : QString();
    default: return {};
    }
}

QVariant NamespaceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const bool isNumber = index.column() >= Dialogues && index.column() <= Size;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft)));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != kNameRole)
        return {};
    const std::optional<NamespaceInfo> row = info(index.row());
    if (!row)
        return role == Qt::DisplayRole && index.column() == Name ? QVariant(QStringLiteral("…")) : QVariant();
    if (role == kNameRole)
        return row->nameSpace;
    if (role == Qt::DisplayRole)
        return shown(*row, index.column());
    if (index.column() == Name)
        return plainToolTip(visibleText(row->nameSpace));
    if (index.column() == LastActivity && row->lastActivity)
        return plainToolTip(exactTime(*row->lastActivity));
    return {};
}

QVariant NamespaceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = section >= Dialogues && section <= Size;
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft)));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Namespace");
    case State: return tr("State");
    case Dialogues: return tr("Dialogues");
    case Messages: return tr("Messages");
    case Memories: return tr("Memories");
    case Size: return tr("Size");
    case LastActivity: return tr("Last activity");
    default: return {};
    }
}

} // namespace cloister::ui
