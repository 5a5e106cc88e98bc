#include "ui/access/AccessPage.h"

#include "ui/access/AccountsView.h"
#include "ui/access/AddressesView.h"
#include "ui/access/EncryptionView.h"
#include "ui/access/KeysView.h"
#include "ui/session/Session.h"
#include "ui/shell/PageRegistry.h"
#include "ui/widgets/ProjectBox.h"

#include <QHBoxLayout>
#include <QTabWidget>

namespace cloister::ui {

AccessPage::AccessPage(const PageContext &context) :
    Page(context, tr("Access")),
    m_project(new ProjectBox(context.session)),
    m_tabs(new QTabWidget),
    m_keys(new KeysView(context)),
    m_addresses(new AddressesView(context, AddressesView::Of::Project)),
    m_seesAccounts(context.session.mayAdminister() || !context.session.mayWork()),
    m_accounts(new AccountsView(context, this)),
    m_adminAddresses(new AddressesView(context, AddressesView::Of::Administration))
{
    m_accounts->hide(); // until a tab shows it
    m_tabs->setObjectName(QStringLiteral("accessTabs"));
    m_tabs->addTab(m_keys, tr("API keys"));
    m_tabs->addTab(m_addresses, tr("Addresses"));
    if (m_seesAccounts)
        m_tabs->addTab(m_accounts, tr("Administrators"));
    m_tabs->addTab(m_adminAddresses, tr("Admin addresses"));
    m_tabs->addTab(new EncryptionView(context), tr("Encryption"));
    actions()->addWidget(m_project);
    setContent(m_tabs);
    connect(m_project, &ProjectBox::loaded, this, [this] {
        if (!m_project->isEmpty()) {
            showFilled();
            return;
        }
        showEmpty({.icon = "access", .title = tr("There is no project yet"),
            .text = tr("Keys and addresses belong to a project. Create one under Tenants."), .action = tr("Go to Tenants"),
            .run = [this] { navigator().open("tenants"); }});
    });
    connect(m_project, &ProjectBox::failed, this, &AccessPage::showError);
    connect(m_project, &ProjectBox::projectChanged, this, &AccessPage::showProject);
    connect(m_tabs, &QTabWidget::currentChanged, this, &AccessPage::showProjectBox);
}

void AccessPage::reload()
{
    showLoading();
    m_project->reload();
    if (m_seesAccounts)
        m_accounts->reload();
    m_adminAddresses->show({});
}

void AccessPage::showTarget(const Target &target)
{
    if (!target.projectId.isEmpty())
        m_project->choose(target.projectId);
}

QLineEdit *AccessPage::filterField()
{
    return m_keys->filterField();
}

// The tabs after these are about the workspace.
void AccessPage::showProjectBox()
{
    const QWidget *tab = m_tabs->currentWidget();
    m_project->setVisible(tab == m_keys || tab == m_addresses);
}

void AccessPage::showProject()
{
    m_keys->show(m_project->projectId(), m_project->projectName());
    m_addresses->show(m_project->projectId());
}

CLOISTER_PAGE(AccessPage, "access", QT_TRANSLATE_NOOP("PageRegistry", "Access"), "access", 50)

} // namespace cloister::ui
