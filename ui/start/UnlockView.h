#pragma once

#include "engine/base/Error.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace cloister::ui {

class PlainLabel;
class Session;

/// The way back into a workspace: its name and a field for the passphrase or the recovery code. GUI thread.
class UnlockView : public QWidget
{
    Q_OBJECT

public:
    /// `session` outlives the view.
    explicit UnlockView(Session &session, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeCard();
    void showState();
    void unlock();
    void fail(const Error &error);

    Session &m_session;
    QLabel *m_title;
    PlainLabel *m_place;
    QLabel *m_hint;
    QLineEdit *m_secret;
    QLabel *m_error;
    QProgressBar *m_busy;
    QPushButton *m_unlock;
    QPushButton *m_other;
};

} // namespace cloister::ui
