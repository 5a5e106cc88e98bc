#pragma once

#include "engine/client/Records.h"

#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;

namespace cloister::ui {

class Job;

/// What the examination of a log has found, in plain words, or how far it is. GUI thread.
class VerdictPanel : public QFrame
{
    Q_OBJECT

public:
    explicit VerdictPanel(QWidget *parent = nullptr);

    /// Names the log that everything from now on is about; a plain line.
    void setLog(const QString &name);
    /// Follows an examination that runs.
    void follow(const Job *job);
    void show(const client::Verdict &verdict);
    void showProblem(const QString &text);
    using QFrame::show;

Q_SIGNALS:
    /// The first bad event was asked for.
    void eventAsked(qint64 seq);

private:
    void setLook(const char *kind, const char *image, const QString &title, const QString &text);

    QLabel *m_icon;
    QLabel *m_log;
    QLabel *m_title;
    QLabel *m_text;
    QProgressBar *m_progress;
    QPushButton *m_goTo;
    qint64 m_firstBad = 0;
};

/// One sentence: whether the log can be trusted. And what it is based on.
QString verdictTitle(const client::Verdict &verdict);
QString verdictText(const client::Verdict &verdict);

} // namespace cloister::ui
