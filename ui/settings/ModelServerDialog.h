#pragma once

#include "engine/client/AccessRecords.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace cloister::ui {

class Session;

/// Address, model and key of a server that shall embed or summarise; closes once the service uses it. GUI thread.
class ModelServerDialog : public QDialog
{
    Q_OBJECT

public:
    /// `session` outlives the dialog. `now` is the server used at present.
    ModelServerDialog(Session &session, client::ModelUse use, const std::optional<client::ModelServer> &now,
        QWidget *parent = nullptr);

Q_SIGNALS:
    void changed(const cloister::client::Models &models);

private:
    QLineEdit *addField(const QString &title, const char *objectName);
    void judge();
    void apply();
    void fail(const Error &error);

    Session &m_session;
    client::ModelUse m_use;
    QLineEdit *m_url;
    QLineEdit *m_model;
    QLineEdit *m_key;
    QLabel *m_error;
    QPushButton *m_apply;
};

} // namespace cloister::ui
