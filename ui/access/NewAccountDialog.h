#pragma once

#include "engine/base/Error.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace cloister::ui {

class PassphraseFields;
class Session;

/// Name, role and passphrase of a new administrator; closes once the account is there. GUI thread.
class NewAccountDialog : public QDialog
{
    Q_OBJECT

public:
    /// `session` outlives the dialog.
    explicit NewAccountDialog(Session &session, QWidget *parent = nullptr);

private:
    void judge();
    void create();
    void fail(const Error &error);

    Session &m_session;
    QLineEdit *m_name;
    QComboBox *m_role;
    PassphraseFields *m_passphrase;
    QLabel *m_error;
    QPushButton *m_create;
};

} // namespace cloister::ui
