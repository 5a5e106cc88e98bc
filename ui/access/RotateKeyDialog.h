#pragma once

#include "engine/client/Records.h"
#include "ui/session/Session.h"
#include "ui/widgets/SecretDialog.h"

class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace cloister::ui {

/// Replaces a key by a new one that may do the same: asks how long the old one goes on, then shows the new one, once. GUI
/// thread.
class RotateKeyDialog : public SecretDialog
{
    Q_OBJECT

public:
    /// `session` outlives the dialog.
    RotateKeyDialog(Session &session, const ApiKey &key, const QString &projectId, QWidget *parent = nullptr);

Q_SIGNALS:
    void rotated();

private:
    void rotate();
    void showKey(const client::CreatedKey &created);

    Session &m_session;
    ApiKey m_key;
    QString m_projectId;
    QVBoxLayout *m_column;
    QComboBox *m_grace;
    QLabel *m_error;
    QPushButton *m_rotate;
    QPushButton *m_close;
};

} // namespace cloister::ui
