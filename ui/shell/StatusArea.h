#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace cloister::ui {

class Job;
class Jobs;
class PlainLabel;
class Session;

/// The strip along the bottom: how the workspace is reached, what just happened, and the newest job with its progress,
/// rate and time left. Its button lists all jobs. GUI thread.
class StatusArea : public QWidget
{
    Q_OBJECT

public:
    StatusArea(Session &session, Jobs &jobs, QWidget *parent = nullptr);

    /// Shows a line for some seconds.
    void announce(const QString &text);

    enum class Service { Answers, IsAway };
    /// Says how the workspace is reached only while it is.
    void setService(Service service);

private:
    void showConnection();
    void showJobs();
    void showProgress(const Job &job);
    void listJobs();

    Session &m_session;
    Jobs &m_jobs;
    Service m_service = Service::Answers;
    PlainLabel *m_where;
    PlainLabel *m_message;
    PlainLabel *m_job;
    QLabel *m_figures;
    QProgressBar *m_progress;
    QToolButton *m_cancel;
    QToolButton *m_all;
    QTimer m_fade;
};

} // namespace cloister::ui
