#pragma once

#include "ui/session/Host.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace cloister::ui {

/// Where a service runs and how it is known: address, fingerprint of its certificate, account. GUI thread.
class AttachDialog : public QDialog
{
    Q_OBJECT

public:
    explicit AttachDialog(QWidget *parent = nullptr);

    /// Once accepted.
    RemotePlace place() const;

private:
    QLineEdit *addField(const QString &title, const QString &example, const char *name);
    void judge();

    QLineEdit *m_address = nullptr;
    QLineEdit *m_fingerprint = nullptr;
    QLineEdit *m_account = nullptr;
    QLabel *m_note;
    QPushButton *m_connect;
};

} // namespace cloister::ui
