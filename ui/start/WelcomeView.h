#pragma once

#include "engine/base/Error.h"
#include "ui/session/Host.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace cloister::ui {

class PassphraseFields;
class Session;

/// Before a workspace is chosen: make one, open one that is there, or attach to a running service. GUI thread.
class WelcomeView : public QWidget
{
    Q_OBJECT

public:
    /// `session` outlives the view.
    explicit WelcomeView(Session &session, QWidget *parent = nullptr);

private:
    QWidget *makeCard();
    QLayout *makePlaceRow();
    void browse();
    void attach();
    void look();
    void showState();
    void goOn();
    void fail(const Error &error);

    Session &m_session;
    Found m_found = Found::Nothing;
    QLineEdit *m_directory;
    QLabel *m_note;
    PassphraseFields *m_passphrase;
    QLabel *m_error;
    QProgressBar *m_busy;
    QPushButton *m_goOn;
    QPushButton *m_attach;
};

} // namespace cloister::ui
