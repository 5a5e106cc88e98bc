#pragma once

#include "ui/models/ProjectModel.h"

#include <QSortFilterProxyModel>
#include <QWidget>

class QLineEdit;

namespace cloister::ui {

class RecordTable;
class StateStack;

/// All projects of the workspace. GUI thread.
class ProjectsView : public QWidget
{
    Q_OBJECT

public:
    /// `api` outlives the view.
    ProjectsView(const client::ApiClient &api, bool mayCreate, QWidget *parent = nullptr);

    void reload() { m_model.reload(); }
    const ProjectModel &model() const { return m_model; }
    QLineEdit *filterField() const { return m_filter; }

Q_SIGNALS:
    void changed();
    void opened(const cloister::Project &project);
    void createAsked();

private:
    void show();

    ProjectModel m_model;
    QSortFilterProxyModel m_sorted;
    bool m_mayCreate;
    QWidget *m_bar;
    QLineEdit *m_filter;
    RecordTable *m_table;
    StateStack *m_stack;
};

} // namespace cloister::ui
