#pragma once

#include "engine/client/ApiClient.h"
#include "ui/shell/Navigator.h"

#include <QObject>

class QMenu;
class QWidget;

namespace cloister::ui {

/// What an admin does with whole projects and namespaces: make, import, export, switch, delete. Dangerous acts say in
/// numbers what will be lost and want the name typed. GUI thread.
class ProjectActs : public QObject
{
    Q_OBJECT

public:
    /// `window` is the parent of the dialogs and of this.
    ProjectActs(const PageContext &context, QWidget *window);

    /// Puts what may be done with the project into a menu, anew.
    void fill(QMenu *menu, const Project &project);

    void create();
    void importInto(const Project &project);
    void exportAll(const Project &project, const std::optional<QString> &nameSpace);
    void makeImmutable(const Project &project);
    void setDeletionProtected(const Project &project, bool on);
    void remove(const Project &project);
    void removeNamespace(const Project &project, const QString &nameSpace);

Q_SIGNALS:
    void created(const cloister::Project &project);
    /// Switches or contents of the project are no longer what they were.
    void changed(const cloister::Project &project);
    void removed(const QString &projectId);
    void namespaceRemoved();

private:
    const client::ApiClient &api() const;
    void change(const Project &project, const client::ProjectSwitches &switches);
    void confirmRemoval(const Project &project, const client::Totals &totals);
    void confirmNamespace(const Project &project, const QString &nameSpace, const client::Totals &totals);
    void tell(const Error &error);

    PageContext m_context;
    QWidget *m_window;
};

} // namespace cloister::ui
