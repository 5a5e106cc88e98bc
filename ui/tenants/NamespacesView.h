#pragma once

#include "ui/models/NamespaceModel.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QMenu;
class QToolButton;

namespace cloister::ui {

class RecordTable;
class StateStack;

/// The namespaces of one project, and what is done with the project as a whole. GUI thread.
class NamespacesView : public QWidget
{
    Q_OBJECT

public:
    /// `api` outlives the view. Without `mayWork` nothing is offered but to look.
    NamespacesView(const client::ApiClient &api, bool mayWork, QWidget *parent = nullptr);

    void show(const Project &project);
    using QWidget::show;
    void reload() { m_model.reload(); }
    const NamespaceModel &model() const { return m_model; }
    const Project &project() const { return m_project; }
    QLineEdit *filterField() const { return m_filter; }
    /// The names chosen in the table.
    QStringList chosen() const;
    /// What is offered for the project and for a namespace; filled by the page.
    QMenu *projectMenu() const { return m_projectMenu; }
    QMenu *namespaceMenu() const { return m_namespaceMenu; }

Q_SIGNALS:
    void changed();
    void opened(const QString &nameSpace);
    void importAsked();

private:
    void showState();

    const bool m_mayWork;
    NamespaceModel m_model;
    Project m_project;
    QLineEdit *m_filter;
    QLabel *m_count;
    QMenu *m_projectMenu;
    QMenu *m_namespaceMenu;
    RecordTable *m_table;
    StateStack *m_stack;
};

} // namespace cloister::ui
