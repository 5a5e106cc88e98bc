#pragma once

#include <QDialog>
#include <QList>
#include <QString>

#include <utility>

class QLineEdit;
class QPushButton;

namespace cloister::ui {

/// Asks before something is destroyed: says in numbers what will be lost and lets the act be chosen only once its name is
/// typed. Enter then acts; before, it does nothing. GUI thread.
class ConfirmByName : public QDialog
{
    Q_OBJECT

public:
    struct Ask
    {
        QString title;       ///< "Erase the namespace acme?"
        QString text;        ///< what happens and that it cannot be undone
        QString name;        ///< what has to be typed, as stored
        QString act;         ///< the button: "Erase"
        QList<std::pair<QString, QString>> losses = {}; ///< "Messages", "1,204"
    };

    explicit ConfirmByName(const Ask &ask, QWidget *parent = nullptr);

private:
    void addLosses(const Ask &ask);

    QString m_name;
    QLineEdit *m_typed;
    QPushButton *m_act;
};

} // namespace cloister::ui
