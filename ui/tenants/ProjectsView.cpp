#include "ui/tenants/ProjectsView.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/FitColumns.h"
#include "ui/widgets/RecordTable.h"
#include "ui/widgets/StateStack.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>

namespace cloister::ui {

ProjectsView::ProjectsView(const client::ApiClient &api, bool mayCreate, QWidget *parent) :
    QWidget(parent),
    m_model(api),
    m_mayCreate(mayCreate),
    m_bar(new QWidget),
    m_filter(new QLineEdit),
    m_table(new RecordTable(QStringLiteral("tenants/projects"), tr("Projects"))),
    m_stack(new StateStack(m_table))
{
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(ProjectModel::kSortRole);
    m_sorted.setFilterKeyColumn(ProjectModel::Name);
    m_sorted.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setRecords(&m_sorted, ProjectModel::Name);
    m_table->setSortingEnabled(true);
    m_filter->setPlaceholderText(tr("Filter by name"));
    m_filter->setAccessibleName(tr("Filter projects by name"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(40 * kGrid);
    auto *create = new QPushButton(themeIcon("plus", Tone::OnAccent), tr("New project"));
    create->setObjectName(QStringLiteral("newProject"));
    setKind(create, "primary");

    auto *row = new QHBoxLayout(m_bar);
    row->setContentsMargins({});
    row->addWidget(m_filter, 1);
    row->addStretch(1);
    row->addWidget(create);
    if (!mayCreate)
        create->hide(); // shown before it has a parent it would be a window of its own
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(2 * kGrid);
    column->addWidget(m_bar);
    column->addWidget(m_stack, 1);

    connect(create, &QPushButton::clicked, this, &ProjectsView::createAsked);
    connect(m_filter, &QLineEdit::textChanged, &m_sorted, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_filter, &QLineEdit::textChanged, this, &ProjectsView::show);
    connect(&m_model, &ProjectModel::loadingChanged, this, &ProjectsView::show);
    connect(m_table, &RecordTable::opened, this, [this](int index) {
        const int source = m_sorted.mapToSource(m_sorted.index(index, 0)).row();
        Q_EMIT opened(m_model.project(source).project);
    });
}

void ProjectsView::show()
{
    // There is nothing to filter, and the one thing to do is said below.
    m_bar->setVisible(!m_model.isLoaded() || m_model.rowCount() > 0);
    if (!m_model.isLoaded() && m_model.error())
        m_stack->showError(*m_model.error(), [this] { reload(); });
    else if (!m_model.isLoaded())
        m_stack->showLoading();
    else if (m_model.rowCount() == 0)
        m_stack->showState({"folder", tr("No project yet"),
            tr("A project keeps the conversations of one product: its tenants, keys and settings in files of their own."),
            m_mayCreate ? tr("Create the first project") : QString(), [this] { Q_EMIT createAsked(); }});
    else if (m_sorted.rowCount() == 0)
        m_stack->showState({"filter", tr("No project of that name"), {}, tr("Clear the filter"), [this] { m_filter->clear(); }});
    else {
        fitColumns(*m_table, ProjectModel::Name);
        m_stack->showContent();
    }
    Q_EMIT changed();
}

} // namespace cloister::ui
