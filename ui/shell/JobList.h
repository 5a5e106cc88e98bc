#pragma once

#include <QDialog>
#include <QString>

class QVBoxLayout;

namespace cloister::ui {

class Job;
class Jobs;

/// "12,400 of 50,000 · 3,100/s · 12 s left".
QString jobFigures(const Job &job);
/// A job that has ended, in a line: "Check: 12 files are whole".
QString jobLine(const Job &job);

/// Every job of the session with its progress or result. GUI thread.
class JobList : public QDialog
{
    Q_OBJECT

public:
    explicit JobList(Jobs &jobs, QWidget *parent = nullptr);

private:
    void fill();
    QWidget *rowOf(Job &job);

    Jobs &m_jobs;
    QVBoxLayout *m_rows;
    QWidget *m_list = nullptr;
};

} // namespace cloister::ui
