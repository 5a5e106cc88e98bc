#include "ui/models/ProjectModel.h"

#include "ui/models/RecordText.h"

namespace cloister::ui {

ProjectModel::ProjectModel(const client::ApiClient &api, QObject *parent) : QAbstractTableModel(parent), m_api(api) {}

void ProjectModel::reload()
{
    m_isLoading = true;
    m_error.reset();
    Q_EMIT loadingChanged();
    m_api.projects().then(this, [this, generation = ++m_generation](const auto &answer) {
        if (generation != m_generation)
            return;
        m_isLoading = false;
        if (answer)
            arrived(answer->value.items);
        else
            m_error = answer.error();
        Q_EMIT loadingChanged();
    });
}

void ProjectModel::arrived(const QList<Project> &projects)
{
    QList<Row> rows;
    for (const Project &project : projects) {
        const int old = rowOf(project.id);
        Row row = old < 0 ? Row() : m_rows.at(old); // the old counts are shown until the new ones are there
        row.overview.project = project;
        rows.append(row);
    }
    beginResetModel();
    m_rows = rows;
    m_isLoaded = true;
    endResetModel();
    for (const Project &project : projects)
        count(project.id);
}

void ProjectModel::count(const QString &projectId)
{
    const auto counted = [this, projectId, generation = m_generation](
                             const Result<client::Answer<client::ProjectOverview>> &answer) {
        const int row = rowOf(projectId);
        if (generation != m_generation || row < 0 || !answer)
            return;
        m_rows[row] = {answer->value, true};
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    };
    m_api.project(projectId).then(this, counted);
}

int ProjectModel::rowOf(const QString &projectId) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).overview.project.id == projectId)
            return row;
    }
    return -1;
}

int ProjectModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ProjectModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProjectModel::sortValue(const Row &row, int column) const
{
    const client::Totals &totals = row.overview.totals;
    switch (column) {
    case Name: return row.overview.project.name;
    case Namespaces: return totals.namespaces;
    case Dialogues: return totals.dialogues;
    case Messages: return totals.messages;
    case Size: return totals.bytes;
    case Created: return row.overview.project.created;
    default: return {};
    }
}

QString ProjectModel::shown(const Row &row, int column) const
{
    const client::Totals &totals = row.overview.totals;
    if (column == Name)
        return visibleLine(row.overview.project.name);
    if (column == Created)
        return localTime(row.overview.project.created);
    if (!row.isCounted || row.overview.isDamaged)
        return QStringLiteral("–");
    switch (column) {
    case Namespaces: return countText(totals.namespaces);
    case Dialogues: return countText(totals.dialogues);
    case Messages: return countText(totals.messages);
    case Size: return sizeText(totals.bytes);
    default: return {};
    }
}

QString ProjectModel::toolTip(const Row &row, int column) const
{
    if (column == Created)
        return plainToolTip(exactTime(row.overview.project.created));
    if (column != Name)
        return {};
    QString text = visibleText(row.overview.project.name);
    if (row.overview.isDamaged)
        text += QLatin1Char('\n') + tr("The file of this project cannot be opened.");
    if (row.overview.project.isImmutable)
        text += QLatin1Char('\n') + tr("Immutable: records can be added, never changed or deleted.");
    if (row.overview.project.isDeletionProtected)
        text += QLatin1Char('\n') + tr("Protected against deletion.");
    return plainToolTip(text);
}

QVariant ProjectModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return shown(row, column);
    case Qt::ToolTipRole: return toolTip(row, column);
    case kIdRole: return row.overview.project.id;
    case kSortRole: return sortValue(row, column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(
            Qt::AlignVCenter | (column >= Namespaces && column <= Size ? Qt::AlignRight : Qt::AlignLeft)));
    default: return {};
    }
}

QVariant ProjectModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::Alignment(
            Qt::AlignVCenter | (section >= Namespaces && section <= Size ? Qt::AlignRight : Qt::AlignLeft)));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Project");
    case Namespaces: return tr("Namespaces");
    case Dialogues: return tr("Dialogues");
    case Messages: return tr("Messages");
    case Size: return tr("Size");
    case Created: return tr("Created");
    default: return {};
    }
}

} // namespace cloister::ui
