#pragma once

#include "engine/model/Project.h"
#include "ui/shell/Page.h"

class QPushButton;
class QStackedWidget;

namespace cloister::ui {

class Breadcrumb;
class DialoguesView;
class NamespacesView;
class ProjectActs;
class ProjectsView;
class ScopeChip;

/// From the projects to their namespaces to what was said in one. GUI thread.
class TenantsPage : public Page
{
    Q_OBJECT

public:
    explicit TenantsPage(const PageContext &context);

    void reload() override;
    void showTarget(const Target &target) override;
    QLineEdit *filterField() override;

private:
    void connectViews();
    void fillNamespaceMenu();
    void showProjects();
    void showProject(const Project &project);
    void showNamespace(const QString &nameSpace);
    void openTarget();
    void searchIn(const QString &nameSpace);
    void updateHeading();
    void followViews();

    ProjectActs *m_acts;
    ProjectsView *m_projects;
    NamespacesView *m_namespaces;
    DialoguesView *m_dialogues;
    Breadcrumb *m_path;
    QPushButton *m_search;
    ScopeChip *m_scope;
    QStackedWidget *m_stack;
    Target m_target; ///< waits for the projects
};

} // namespace cloister::ui
