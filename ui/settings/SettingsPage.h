#pragma once

#include "ui/shell/Page.h"

class QComboBox;

namespace cloister::ui {

/// How the console looks and behaves for its user, on this machine. GUI thread.
class SettingsPage : public Page
{
    Q_OBJECT

public:
    explicit SettingsPage(const PageContext &context);

    void reload() override;

private:
    QComboBox *makeTheme();
    QComboBox *makeLanguage();
    QComboBox *makeAutoLock();
};

} // namespace cloister::ui
