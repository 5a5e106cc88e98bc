#include "ui/tenants/NamespacesView.h"

#include "ui/models/RecordText.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/FitColumns.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/RecordTable.h"
#include "ui/widgets/StateStack.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

namespace cloister::ui {

NamespacesView::NamespacesView(const client::ApiClient &api, bool mayWork, QWidget *parent) :
    QWidget(parent),
    m_mayWork(mayWork),
    m_model(api),
    m_filter(new QLineEdit),
    m_count(label(QString(), "muted")),
    m_projectMenu(new QMenu(this)),
    m_namespaceMenu(new QMenu(this)),
    m_table(new RecordTable(QStringLiteral("tenants/namespaces"), tr("Namespaces"))),
    m_stack(new StateStack(m_table))
{
    m_table->setRecords(&m_model, NamespaceModel::Name);
    m_table->setSortingEnabled(true);
    m_namespaceMenu->setObjectName(QStringLiteral("namespaceActs"));
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_filter->setPlaceholderText(tr("Names that start with…"));
    m_filter->setAccessibleName(tr("Filter namespaces by the start of their name"));
    m_filter->setObjectName(QStringLiteral("namespaceFilter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(40 * kGrid);
    auto *menu = new QPushButton(tr("Project"));
    menu->setObjectName(QStringLiteral("projectMenu"));
    menu->setMenu(m_projectMenu);
    setKind(menu, "menu");

    auto *row = new QHBoxLayout;
    row->setSpacing(2 * kGrid);
    row->addWidget(m_filter, 1);
    row->addWidget(m_count, 1);
    row->addWidget(menu);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(2 * kGrid);
    column->addLayout(row);
    column->addWidget(m_stack, 1);
    if (!mayWork)
        menu->hide();

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) { m_model.setPrefix(text); });
    connect(&m_model, &NamespaceModel::loadingChanged, this, &NamespacesView::showState);
    connect(m_table, &RecordTable::opened, this, [this](int index) {
        if (const auto info = m_model.info(index))
            Q_EMIT opened(info->nameSpace);
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        if (chosen().size() == 1 && !m_namespaceMenu->isEmpty()) // what is offered is for one
            m_namespaceMenu->popup(m_table->viewport()->mapToGlobal(at));
    });
}

void NamespacesView::show(const Project &project)
{
    const bool isSame = project.id == m_model.projectId();
    m_project = project;
    if (isSame) {
        reload();
        return;
    }
    m_filter->clear();
    m_model.setProject(project.id);
    showState();
}

QStringList NamespacesView::chosen() const
{
    QStringList names;
    for (const QModelIndex &row : m_table->selectionModel()->selectedRows()) {
        if (const auto info = m_model.info(row.row()))
            names.append(info->nameSpace);
    }
    return names;
}

void NamespacesView::showState()
{
    const int rows = m_model.rowCount();
    m_count->setText(m_model.isLoaded() ? tr("%Ln namespaces", nullptr, rows) : QString());
    if (!m_model.isLoaded() && m_model.error())
        m_stack->showError(*m_model.error(), [this] { reload(); });
    else if (!m_model.isLoaded())
        m_stack->showLoading();
    else if (rows == 0 && !m_model.prefix().isEmpty())
        m_stack->showState({"filter", tr("No namespace starts with that"), tr("Names are compared letter by letter."),
            tr("Clear the filter"), [this] { m_filter->clear(); }});
    else if (rows == 0)
        m_stack->showState({"namespace", tr("No tenant yet"),
            tr("A namespace begins to exist with the first dialogue or memory that names it. Give a key to a program, or "
               "import conversations."),
            m_mayWork ? tr("Import…") : QString(), [this] { Q_EMIT importAsked(); }});
    else {
        fitColumns(*m_table, NamespaceModel::Name);
        m_stack->showContent();
    }
    Q_EMIT changed();
}

} // namespace cloister::ui
