#pragma once

#include "engine/client/Records.h"
#include "ui/session/Session.h"
#include "ui/widgets/SecretDialog.h"

#include <QList>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace cloister::ui {

/// Creates a key of a project: what it may, where, until when; then shows it, once. GUI thread.
class NewKeyDialog : public SecretDialog
{
    Q_OBJECT

public:
    /// `session` outlives the dialog.
    NewKeyDialog(Session &session, const QString &projectId, const QString &projectName, QWidget *parent = nullptr);

Q_SIGNALS:
    void created();

private:
    void addForm(const QString &projectName);
    QLayout *makeScopes();
    QLayout *makeButtons();
    client::NewKey asked() const;
    QStringList namespaces() const;
    void judge();
    void create();
    void showKey(const client::CreatedKey &created);
    void fail(const Error &error);

    Session &m_session;
    QString m_projectId;
    QVBoxLayout *m_column;
    QWidget *m_form;
    QLineEdit *m_label;
    QList<QCheckBox *> m_scopes;
    QLineEdit *m_namespaces;
    QComboBox *m_expiry;
    QLabel *m_error;
    QPushButton *m_create;
    QPushButton *m_close;
};

} // namespace cloister::ui
