#include "ui/shell/StatusArea.h"

#include "ui/models/RecordText.h"
#include "ui/session/Jobs.h"
#include "ui/session/Session.h"
#include "ui/shell/JobList.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/PlainLabel.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QToolButton>

#include <chrono>
#include <utility>

namespace cloister::ui {

static constexpr std::chrono::seconds kShown{8};
static constexpr int kWidestPlace = 50 * kGrid;

StatusArea::StatusArea(Session &session, Jobs &jobs, QWidget *parent) :
    QWidget(parent),
    m_session(session),
    m_jobs(jobs),
    m_where(new PlainLabel),
    m_message(new PlainLabel),
    m_job(new PlainLabel),
    m_figures(label({}, "small")),
    m_progress(new QProgressBar),
    m_cancel(new QToolButton),
    m_all(new QToolButton)
{
    setKind(this, "status");
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(5 * kGrid);
    setKind(m_where, "small");
    m_where->setObjectName(QStringLiteral("statusWhere"));
    // Whole, however long the line of a job is.
    m_where->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    m_where->setMaximumWidth(kWidestPlace);
    m_message->setObjectName(QStringLiteral("statusMessage"));
    m_message->setAccessibleName(tr("Status"));
    m_job->setObjectName(QStringLiteral("statusJob"));
    m_progress->setFixedWidth(16 * kGrid);
    m_progress->setTextVisible(false);
    m_cancel->setIcon(themeIcon("close"));
    m_cancel->setObjectName(QStringLiteral("jobCancel"));
    m_cancel->setToolTip(tr("Cancel this job"));
    m_cancel->setAccessibleName(tr("Cancel this job"));
    m_all->setObjectName(QStringLiteral("jobList"));
    m_all->setText(tr("Jobs"));
    m_all->setAccessibleName(tr("All jobs"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2 * kGrid, 0, 2 * kGrid, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_where);
    row->addWidget(m_message, 1);
    for (QWidget *widget : {static_cast<QWidget *>(m_job), static_cast<QWidget *>(m_progress),
             static_cast<QWidget *>(m_figures), static_cast<QWidget *>(m_cancel), static_cast<QWidget *>(m_all)})
        row->addWidget(widget);
    m_fade.setSingleShot(true);
    connect(&m_fade, &QTimer::timeout, m_message, [this] { m_message->setStored({}); });
    connect(&session, &Session::stateChanged, this, &StatusArea::showConnection);
    connect(&jobs, &Jobs::changed, this, &StatusArea::showJobs);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (!m_jobs.all().isEmpty())
            m_jobs.all().first()->cancel();
    });
    connect(m_all, &QToolButton::clicked, this, &StatusArea::listJobs);
    showConnection();
    showJobs();
}

void StatusArea::announce(const QString &text)
{
    m_message->setStored(text);
    m_fade.start(kShown);
}

void StatusArea::setService(Service service)
{
    if (std::exchange(m_service, service) != service)
        showConnection();
}

void StatusArea::showConnection()
{
    const bool isOpen = m_session.state() == Session::State::Open;
    if (!isOpen)
        m_message->setStored({});
    if (!isOpen || m_service == Service::IsAway) {
        m_where->setStored({});
        return;
    }
    const Connection &connection = m_session.connection();
    const QString where = connection.url.isEmpty() ? tr("Not served to others") : connection.url;
    m_where->setStored(connection.isEmbedded ? tr("Serving at %1").arg(where) : tr("Attached to %1").arg(where));
}

void StatusArea::showJobs()
{
    const bool isAny = !m_jobs.all().isEmpty();
    for (QWidget *widget : {static_cast<QWidget *>(m_job), static_cast<QWidget *>(m_progress),
             static_cast<QWidget *>(m_figures), static_cast<QWidget *>(m_cancel), static_cast<QWidget *>(m_all)})
        widget->setVisible(isAny);
    if (isAny)
        showProgress(*m_jobs.all().first());
}

void StatusArea::showProgress(const Job &job)
{
    const bool isRunning = job.state() == Job::State::Running;
    m_progress->setVisible(isRunning);
    m_cancel->setVisible(job.canCancel());
    m_job->setStored(isRunning ? job.title() : jobLine(job));
    m_progress->setAccessibleName(job.title());
    m_progress->setRange(0, job.total() > 0 ? 1000 : 0);
    if (job.total() > 0)
        m_progress->setValue(static_cast<int>(job.done() * 1000 / job.total()));
    m_figures->setText(isRunning ? jobFigures(job) : QString());
}

void StatusArea::listJobs()
{
    auto *list = new JobList(m_jobs, window());
    list->setAttribute(Qt::WA_DeleteOnClose);
    list->open();
}

} // namespace cloister::ui
