#pragma once

#include "ui/models/EventModel.h"
#include "ui/models/ProjectModel.h"
#include "ui/shell/Page.h"

class QComboBox;
class QPushButton;

namespace cloister::ui {

class EventDetails;
class EventFilterBar;
class Job;
class RecordTable;
class StateStack;
class VerdictPanel;

/// Who did what, as it happens: one project's log or the workspace's own. GUI thread.
class AuditPage : public Page
{
    Q_OBJECT

public:
    explicit AuditPage(const PageContext &context);

    void reload() override;
    void showTarget(const Target &target) override;
    QLineEdit *filterField() override;

private:
    void makeActions();
    QWidget *makeContent();
    QString projectId() const;
    void projectsRead();
    void applyFilter();
    void showEvents();
    bool showRefusedFilter();
    void eventChosen();
    void verify();
    void showProblem(const QString &text);
    void verified(const Job *job, const client::Task &task);
    void saveLog(client::LogFormat format);
    void savePublicKey();

    ProjectModel m_projects;
    EventModel m_events;
    QComboBox *m_log;
    QPushButton *m_live;
    EventFilterBar *m_filter;
    VerdictPanel *m_verdict;
    RecordTable *m_table;
    StateStack *m_stack;
    EventDetails *m_details;
    QTimer m_poll;
    QString m_examined; ///< the project whose log the verdict is about; empty = the workspace's
    QString m_wanted; ///< project to show once the projects are known
};

} // namespace cloister::ui
