#pragma once

#include "engine/base/Error.h"
#include "engine/client/Records.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLineEdit;

namespace cloister::ui {

/// Which events are wanted, in fields that the service knows. GUI thread.
class EventFilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit EventFilterBar(QWidget *parent = nullptr);

    client::EventFilter filter() const;
    bool isEmpty() const;
    /// Tells so at once.
    void clear();
    QLineEdit *first() const { return m_action; }
    void setNamespace(const QString &nameSpace);
    void setAction(const QString &action);
    /// Marks the field that the service has refused until it is changed. What is wrong with it; empty when the error is
    /// about no field of these.
    QString mark(const Error &error);

Q_SIGNALS:
    /// Some time after the last key.
    void changed();

private:
    QLineEdit *fieldOf(const QString &parameter) const;
    QLineEdit *add(const QString &name, const QString &hint, const char *objectName);
    static QComboBox *outcomes();

    QLineEdit *m_action;
    QLineEdit *m_actor;
    QLineEdit *m_namespace;
    QLineEdit *m_entity;
    QLineEdit *m_address;
    QLineEdit *m_from;
    QLineEdit *m_to;
    QComboBox *m_outcome;
    QTimer m_typing;
};

} // namespace cloister::ui
