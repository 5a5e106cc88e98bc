#pragma once

#include <QDialog>

class QPushButton;

namespace cloister::ui {

/// A dialog that may show a secret for the only time there is. Until the secret is copied or said to be kept, Escape and the
/// window's × ask first; accept() and done() do not. GUI thread.
class SecretDialog : public QDialog
{
    Q_OBJECT

public:
    using QDialog::QDialog;

    void reject() override;

protected:
    enum class Secret {
        None,    ///< none is on show, or it is kept
        OnShow,
    };
    void setSecret(Secret secret) { m_secret = secret; }
    /// `shown`, which is in the dialog's layout, holds a secret: it comes into sight with the focus, so that a second Enter
    /// does not press `close`, which accepts the dialog from now on.
    void showSecret(QWidget *shown, QPushButton *close);

private:
    Secret m_secret = Secret::None;
};

} // namespace cloister::ui
