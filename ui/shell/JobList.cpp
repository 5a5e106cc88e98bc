#include "ui/shell/JobList.h"

#include "ui/models/RecordText.h"
#include "ui/session/Jobs.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/PlainLabel.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>

namespace cloister::ui {

static constexpr int kJobListWidth = 560;

QString jobFigures(const Job &job)
{
    QStringList parts;
    if (job.total() > 0)
        parts.append(QCoreApplication::translate("JobList", "%1 of %2").arg(countText(job.done()), countText(job.total())));
    else if (job.done() > 0)
        parts.append(countText(job.done()));
    if (job.rate() >= 1)
        parts.append(QCoreApplication::translate("JobList", "%1/s").arg(countText(static_cast<qint64>(job.rate()))));
    if (job.secondsLeft() >= 0)
        parts.append(QCoreApplication::translate("JobList", "%1 s left").arg(countText(job.secondsLeft())));
    return parts.join(QStringLiteral(" · "));
}

QString jobLine(const Job &job)
{
    QString result = job.result();
    if (job.state() == Job::State::Cancelled)
        result = QCoreApplication::translate("JobList", "cancelled");
    return QCoreApplication::translate("JobList", "%1: %2").arg(job.title(), result);
}

JobList::JobList(Jobs &jobs, QWidget *parent) :
    QDialog(parent),
    m_jobs(jobs),
    m_rows(new QVBoxLayout)
{
    setWindowTitle(tr("Jobs"));
    setFixedWidth(kJobListWidth);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 3 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(label(tr("Jobs"), "heading"));
    column->addLayout(m_rows);
    auto *buttons = new QHBoxLayout;
    auto *clear = new QPushButton(tr("Clear those that ended"));
    clear->setObjectName(QStringLiteral("jobsClear"));
    auto *close = new QPushButton(tr("Close"));
    close->setObjectName(QStringLiteral("jobsClose"));
    close->setDefault(true);
    buttons->addWidget(clear);
    buttons->addStretch();
    buttons->addWidget(close);
    column->addLayout(buttons);
    connect(clear, &QPushButton::clicked, &jobs, &Jobs::clearEnded);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    // Queued: a job's own button may be what brought the change.
    connect(&jobs, &Jobs::changed, this, &JobList::fill, Qt::QueuedConnection);
    fill();
}

void JobList::fill()
{
    delete m_list;
    m_list = new QWidget;
    auto *column = new QVBoxLayout(m_list);
    column->setContentsMargins({});
    column->setSpacing(2 * kGrid);
    for (Job *job : m_jobs.all())
        column->addWidget(rowOf(*job));
    if (m_jobs.all().isEmpty())
        column->addWidget(label(tr("No job has run since the console was unlocked."), "muted"));
    m_rows->addWidget(m_list);
    adjustSize();
}

QWidget *JobList::rowOf(Job &job)
{
    auto *row = new QWidget;
    auto *column = new QVBoxLayout(row);
    column->setContentsMargins({});
    column->setSpacing(kGrid / 2);
    auto *title = new PlainLabel(PlainLabel::Fit::Wrapped);
    const bool isRunning = job.state() == Job::State::Running;
    title->setStored(isRunning ? job.title() : jobLine(job));
    column->addWidget(title);
    if (!isRunning)
        return row;
    auto *line = new QHBoxLayout;
    auto *bar = new QProgressBar;
    bar->setTextVisible(false);
    bar->setRange(0, job.total() > 0 ? 1000 : 0);
    if (job.total() > 0)
        bar->setValue(static_cast<int>(job.done() * 1000 / job.total()));
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setEnabled(job.canCancel());
    connect(cancel, &QPushButton::clicked, &job, &Job::cancel);
    line->addWidget(bar, 1);
    line->addWidget(label(jobFigures(job), "small"));
    line->addWidget(cancel);
    column->addLayout(line);
    return row;
}

} // namespace cloister::ui
