#pragma once

#include "ui/shell/Page.h"

class QTabWidget;

namespace cloister::ui {

class AccountsView;
class AddressesView;
class KeysView;
class ProjectBox;

/// Who gets in: API keys, the addresses they may come from, administrators, and how the service is known. GUI thread.
class AccessPage : public Page
{
    Q_OBJECT

public:
    explicit AccessPage(const PageContext &context);

    void reload() override;
    void showTarget(const Target &target) override;
    QLineEdit *filterField() override;

private:
    void showProject();
    void showProjectBox();

    ProjectBox *m_project;
    QTabWidget *m_tabs;
    KeysView *m_keys;
    AddressesView *m_addresses;
    const bool m_seesAccounts; ///< operators do not
    AccountsView *m_accounts;
    AddressesView *m_adminAddresses;
};

} // namespace cloister::ui
