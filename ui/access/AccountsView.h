#pragma once

#include "engine/client/AccessClient.h"
#include "ui/shell/Navigator.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStandardItemModel;

namespace cloister::ui {

class RecordTable;
class StateStack;

/// "Owner", "Operator", "Auditor".
QString roleText(AdminRole role);

/// The accounts of administrators: create, change role, disable, delete. GUI thread.
class AccountsView : public QWidget
{
    Q_OBJECT

public:
    explicit AccountsView(const PageContext &context, QWidget *parent = nullptr);

    void reload();

private:
    QWidget *makeBar();
    client::AccessClient access() const;
    void arrived(const Result<client::Answer<client::Items<Account>>> &answer);
    const Account *chosen() const;
    void judge();
    void create();
    void changeRole(AdminRole role);
    void toggle();
    void remove();
    void done(const Result<client::Answer<Account>> &answer, const QString &text);

    PageContext m_context;
    quint64 m_asked = 0;
    QList<Account> m_accounts;
    QStandardItemModel *m_model;
    RecordTable *m_table;
    StateStack *m_stack;
    QWidget *m_bar;
    QPushButton *m_create;
    QPushButton *m_role;
    QPushButton *m_toggle;
    QPushButton *m_remove;
};

} // namespace cloister::ui
