#include "ui/tenants/TenantsPage.h"

#include "ui/models/RecordText.h"
#include "ui/session/Session.h"
#include "ui/shell/PageRegistry.h"
#include "ui/tenants/Breadcrumb.h"
#include "ui/tenants/DialoguesView.h"
#include "ui/tenants/NamespacesView.h"
#include "ui/tenants/ProjectActs.h"
#include "ui/tenants/ProjectsView.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Theme.h"
#include "ui/transcript/TranscriptPane.h"
#include "ui/widgets/ScopeChip.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>

namespace cloister::ui {

TenantsPage::TenantsPage(const PageContext &context) :
    Page(context, tr("Tenants")),
    m_acts(new ProjectActs(context, this)),
    m_projects(new ProjectsView(context.session.api(), context.session.mayWork())),
    m_namespaces(new NamespacesView(context.session.api(), context.session.mayWork())),
    m_dialogues(new DialoguesView(context.session.api(), context.session.mayWork())),
    m_path(new Breadcrumb),
    m_search(new QPushButton(themeIcon("search"), tr("Search in it"))),
    m_scope(new ScopeChip),
    m_stack(new QStackedWidget)
{
    m_stack->addWidget(m_projects);
    m_stack->addWidget(m_namespaces);
    m_stack->addWidget(m_dialogues);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(kGrid + kGrid / 2);
    column->addWidget(m_path);
    column->addWidget(m_stack, 1);
    setContent(content);
    m_search->setObjectName(QStringLiteral("tenantsSearch"));
    m_search->hide();
    actions()->addWidget(m_search);
    actions()->addWidget(m_scope);
    m_scope->hide();
    connectViews();
    showProjects();
}

void TenantsPage::connectViews()
{
    connect(m_path, &Breadcrumb::chosen, this, [this](int step) {
        if (step == 0)
            showProjects();
        else
            showProject(m_namespaces->project());
    });
    connect(m_search, &QPushButton::clicked, this, [this] { searchIn(m_dialogues->place().nameSpace); });
    connect(m_projects, &ProjectsView::changed, this, [this] {
        openTarget();
        updateHeading();
        followViews();
    });
    connect(m_namespaces, &NamespacesView::changed, this, &TenantsPage::followViews);
    connect(m_dialogues, &DialoguesView::changed, this, &TenantsPage::followViews);
    connect(m_projects, &ProjectsView::opened, this, &TenantsPage::showProject);
    connect(m_projects, &ProjectsView::createAsked, m_acts, &ProjectActs::create);
    connect(m_namespaces, &NamespacesView::opened, this, &TenantsPage::showNamespace);
    connect(m_namespaces, &NamespacesView::importAsked, this, [this] { m_acts->importInto(m_namespaces->project()); });
    connect(m_acts, &ProjectActs::created, this, [this](const Project &project) {
        m_projects->reload();
        showProject(project);
    });
    connect(m_acts, &ProjectActs::changed, this, [this](const Project &project) {
        m_projects->reload();
        if (project.id == m_namespaces->project().id && m_stack->currentWidget() == m_namespaces)
            showProject(project);
    });
    connect(m_acts, &ProjectActs::removed, this, [this] {
        m_projects->reload();
        showProjects();
    });
    connect(m_acts, &ProjectActs::namespaceRemoved, this, [this] { m_namespaces->reload(); });
    fillNamespaceMenu();
}

void TenantsPage::fillNamespaceMenu()
{
    QMenu *menu = m_namespaces->namespaceMenu();
    if (session().mayWork()) {
        menu->addAction(themeIcon("search"), tr("Search in it"), this, [this] {
            if (const QStringList names = m_namespaces->chosen(); names.size() == 1)
                searchIn(names.first());
        });
        menu->addAction(themeIcon("download"), tr("Export…"), this, [this] {
            if (const QStringList names = m_namespaces->chosen(); names.size() == 1)
                m_acts->exportAll(m_namespaces->project(), names.first());
        });
    }
    if (session().mayAdminister())
        menu->addAction(themeIcon("trash", Tone::Danger), tr("Delete namespace…"), this, [this] {
            if (const QStringList names = m_namespaces->chosen(); names.size() == 1)
                m_acts->removeNamespace(m_namespaces->project(), names.first());
        });
}

void TenantsPage::searchIn(const QString &nameSpace)
{
    navigator().open("search", {.projectId = m_namespaces->project().id, .nameSpace = nameSpace});
}

void TenantsPage::reload()
{
    m_projects->reload();
    if (m_stack->currentWidget() == m_namespaces)
        m_namespaces->reload();
    else if (m_stack->currentWidget() == m_dialogues)
        m_dialogues->reload();
}

// The page as a whole is away with its list of projects, and locked with whichever list is in sight. Within a project the
// lists themselves say what is wrong, with the way back above them.
void TenantsPage::followViews()
{
    const ProjectModel &projects = m_projects->model();
    const bool isOutside = m_stack->currentWidget() == m_projects;
    const std::optional<Error> &error = isOutside ? projects.error()
        : m_stack->currentWidget() == m_namespaces ? m_namespaces->model().error()
                                                   : m_dialogues->model().error();
    if (error && (isOutside || isLocked(*error)))
        showError(*error);
    else if (isOutside && projects.isLoading())
        showLoading();
    else
        showFilled();
}

void TenantsPage::showProjects()
{
    m_stack->setCurrentWidget(m_projects);
    m_path->setSteps({tr("Projects")});
    updateHeading();
    followViews();
}

void TenantsPage::showProject(const Project &project)
{
    m_acts->fill(m_namespaces->projectMenu(), project);
    m_namespaces->show(project);
    m_stack->setCurrentWidget(m_namespaces);
    m_path->setSteps({tr("Projects"), project.name});
    updateHeading();
    followViews();
}

void TenantsPage::showNamespace(const QString &nameSpace)
{
    if (!session().mayWork())
        return; // what tenants say is not for them
    const Project &project = m_namespaces->project();
    m_dialogues->show(client::Place{project.id, nameSpace});
    m_stack->setCurrentWidget(m_dialogues);
    m_path->setSteps({tr("Projects"), project.name, namespaceText(nameSpace)});
    updateHeading();
    followViews();
}

void TenantsPage::updateHeading()
{
    const bool isInside = m_stack->currentWidget() == m_dialogues;
    m_search->setVisible(isInside);
    m_scope->setVisible(isInside);
    if (isInside)
        m_scope->setScope(m_namespaces->project().name, m_dialogues->place().nameSpace);
    setSubtitle(m_stack->currentWidget() == m_projects && m_projects->model().isLoaded()
            ? tr("%Ln projects", nullptr, m_projects->model().rowCount())
            : QString());
}

void TenantsPage::showTarget(const Target &target)
{
    m_target = target;
    openTarget();
}

// A target names projects by their id; they must have been read to be shown by their name.
void TenantsPage::openTarget()
{
    const int row = m_target.projectId.isEmpty() ? -1 : m_projects->model().rowOf(m_target.projectId);
    if (row < 0)
        return;
    const Target target = std::exchange(m_target, Target());
    showProject(m_projects->model().project(row).project);
    if (!target.nameSpace)
        return;
    showNamespace(*target.nameSpace);
    if (!target.messageId.isEmpty())
        m_dialogues->openMessage(target.dialogueId, target.messageId);
    else if (!target.dialogueId.isEmpty())
        m_dialogues->openDialogue(target.dialogueId);
}

QLineEdit *TenantsPage::filterField()
{
    if (m_stack->currentWidget() == m_projects)
        return m_projects->filterField();
    if (m_stack->currentWidget() == m_namespaces)
        return m_namespaces->filterField();
    m_dialogues->transcript()->openFind();
    return m_dialogues->transcript()->dialogueId().isEmpty() ? m_dialogues->filterField() : nullptr;
}

CLOISTER_PAGE(TenantsPage, "tenants", QT_TRANSLATE_NOOP("PageRegistry", "Tenants"), "tenants", 20)

} // namespace cloister::ui
