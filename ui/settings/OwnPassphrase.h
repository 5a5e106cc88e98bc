#pragma once

#include "ui/session/Session.h"
#include "ui/widgets/Card.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace cloister::ui {

class PassphraseFields;

/// The passphrase of the account that the console is signed in with, to be changed by whoever knows the present one. For
/// sessions of an account only. GUI thread.
class OwnPassphrase : public Card
{
    Q_OBJECT

public:
    explicit OwnPassphrase(Session &session, QWidget *parent = nullptr);

private:
    void judge();
    void change();
    void say(const QString &text, const char *kind);

    Session &m_session;
    QLineEdit *m_current;
    PassphraseFields *m_fields;
    QPushButton *m_change;
    QLabel *m_word;
};

} // namespace cloister::ui
