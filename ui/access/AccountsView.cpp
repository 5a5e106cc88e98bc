#include "ui/access/AccountsView.h"

#include "ui/access/NewAccountDialog.h"
#include "ui/models/RecordText.h"
#include "ui/session/ErrorText.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ConfirmByName.h"
#include "ui/widgets/RecordTable.h"
#include "ui/widgets/StateStack.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QStandardItemModel>

namespace cloister::ui {

QString roleText(AdminRole role)
{
    switch (role) {
    case AdminRole::Owner: return QCoreApplication::translate("AccountsView", "Owner");
    case AdminRole::Operator: return QCoreApplication::translate("AccountsView", "Operator");
    case AdminRole::Auditor: return QCoreApplication::translate("AccountsView", "Auditor");
    }
    return {};
}

AccountsView::AccountsView(const PageContext &context, QWidget *parent) :
    QWidget(parent),
    m_context(context),
    m_model(new QStandardItemModel(this)),
    m_table(new RecordTable(QStringLiteral("access/accounts"), tr("Administrators"))),
    m_stack(new StateStack(m_table)),
    m_bar(new QWidget),
    m_create(new QPushButton(tr("Create account…"))),
    m_role(new QPushButton(tr("Change role"))),
    m_toggle(new QPushButton(tr("Disable"))),
    m_remove(new QPushButton(tr("Delete…")))
{
    m_model->setHorizontalHeaderLabels({tr("Name"), tr("Role"), tr("State"), tr("Created")});
    m_table->setObjectName(QStringLiteral("accountsTable"));
    m_table->setRecords(m_model, 0);
    m_table->setColumnWidth(3, 24 * kGrid);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 2 * kGrid, 0, 0);
    column->setSpacing(2 * kGrid);
    column->addWidget(makeBar());
    column->addWidget(m_stack, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &AccountsView::judge);
    judge();
}

QWidget *AccountsView::makeBar()
{
    setKind(m_create, "primary");
    m_create->setIcon(themeIcon("plus", Tone::OnAccent));
    m_create->setObjectName(QStringLiteral("accountsCreate"));
    m_role->setObjectName(QStringLiteral("accountsRole"));
    m_toggle->setObjectName(QStringLiteral("accountsToggle"));
    m_remove->setObjectName(QStringLiteral("accountsRemove"));
    setKind(m_remove, "danger");
    auto *menu = new QMenu(m_role);
    for (const AdminRole role : {AdminRole::Owner, AdminRole::Operator, AdminRole::Auditor})
        menu->addAction(roleText(role), this, [this, role] { changeRole(role); });
    m_role->setMenu(menu);
    setKind(m_role, "menu");
    auto *row = new QHBoxLayout(m_bar);
    row->setContentsMargins({});
    row->setSpacing(kGrid);
    row->addStretch();
    for (QPushButton *button : {m_remove, m_toggle, m_role, m_create})
        row->addWidget(button);
    for (QPushButton *button : {m_remove, m_toggle, m_role, m_create}) {
        if (!m_context.session.mayAdminister())
            button->hide();
    }
    connect(m_create, &QPushButton::clicked, this, &AccountsView::create);
    connect(m_toggle, &QPushButton::clicked, this, &AccountsView::toggle);
    connect(m_remove, &QPushButton::clicked, this, &AccountsView::remove);
    return m_bar;
}

client::AccessClient AccountsView::access() const
{
    return client::AccessClient(m_context.session.api());
}

void AccountsView::reload()
{
    const quint64 asked = ++m_asked;
    m_stack->showLoading();
    access().accounts().then(this, [this, asked](const auto &answer) {
        if (asked == m_asked)
            arrived(answer);
    });
}

void AccountsView::arrived(const Result<client::Answer<client::Items<Account>>> &answer)
{
    if (!answer) {
        m_stack->showError(answer.error(), [this] { reload(); });
        return;
    }
    m_accounts = answer->value.items;
    m_model->removeRows(0, m_model->rowCount());
    for (const Account &account : std::as_const(m_accounts)) {
        QList<QStandardItem *> row;
        for (const QString &text : {visibleLine(account.name), roleText(account.role),
                 account.disabled ? tr("Disabled") : tr("Active"), localTime(account.created)}) {
            row.append(new QStandardItem(text));
            row.last()->setEditable(false);
        }
        m_model->appendRow(row);
    }
    judge();
    m_bar->setVisible(!m_accounts.isEmpty() && m_context.session.mayAdminister()); // what there is to do then stands below
    if (!m_accounts.isEmpty()) {
        m_stack->showContent();
        return;
    }
    m_stack->showState({.icon = "user", .title = tr("No accounts yet"),
        .text = tr("Whoever knows the passphrase administers the workspace on this machine. Accounts let others do so from "
                   "elsewhere, each under their own name in the audit log."),
        .action = m_context.session.mayAdminister() ? tr("Create account…") : QString(), .run = [this] { create(); }});
}

const Account *AccountsView::chosen() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.size() == 1 && rows.first().row() < m_accounts.size() ? &m_accounts.at(rows.first().row()) : nullptr;
}

void AccountsView::judge()
{
    const Account *account = chosen();
    for (QPushButton *button : {m_role, m_toggle, m_remove})
        button->setEnabled(account != nullptr);
    m_toggle->setText(account && account->disabled ? tr("Enable") : tr("Disable"));
}

void AccountsView::create()
{
    auto *dialog = new NewAccountDialog(m_context.session, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, &AccountsView::reload);
    dialog->open();
}

void AccountsView::changeRole(AdminRole role)
{
    if (const Account *account = chosen()) {
        access().changeAccount(account->name, {.role = role}).then(this,
            [this](const auto &answer) { done(answer, tr("The role is changed.")); });
    }
}

void AccountsView::toggle()
{
    if (const Account *account = chosen()) {
        access().changeAccount(account->name, {.isDisabled = !account->disabled}).then(this,
            [this](const auto &answer) { done(answer, tr("The account is changed.")); });
    }
}

void AccountsView::remove()
{
    const Account *account = chosen();
    if (!account)
        return;
    const QString name = account->name;
    auto *dialog = new ConfirmByName({.title = tr("Delete the account “%1”?").arg(name),
                                         .text = tr("Its sessions end at once. What it did stays in the audit log."), .name = name,
                                         .act = tr("Delete")},
        window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, name] {
        access().deleteAccount(name).then(this, [this](const auto &answer) { done(answer, tr("The account is deleted.")); });
    });
    dialog->open();
}

void AccountsView::done(const Result<client::Answer<Account>> &answer, const QString &text)
{
    m_context.navigator.announce(answer ? text : errorText(answer.error()) + QLatin1Char(' ') + errorDetail(answer.error()));
    reload();
}

} // namespace cloister::ui
