#pragma once

#include "ui/shell/Page.h"

class QComboBox;

namespace cloister::ui {

class ModelServers;

/// How the console looks and behaves for its user on this machine, and which models the service works with. GUI thread.
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

    ModelServers *m_models;
};

} // namespace cloister::ui
