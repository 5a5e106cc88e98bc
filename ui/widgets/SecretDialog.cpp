#include "ui/widgets/SecretDialog.h"

#include "ui/widgets/AskFirst.h"

#include <QPushButton>

namespace cloister::ui {

void SecretDialog::showSecret(QWidget *shown, QPushButton *close)
{
    m_secret = Secret::OnShow;
    disconnect(close, &QPushButton::clicked, this, nullptr);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    close->setDefault(false);
    adjustSize();
    shown->show(); // now: what is still hidden takes no focus
    shown->setFocus();
}

void SecretDialog::reject()
{
    if (m_secret == Secret::None) {
        QDialog::reject();
        return;
    }
    askFirst(this, {tr("Close without keeping it?"),
                       tr("It is shown this once. If it was neither copied nor written down, it is lost for good."),
                       tr("Close all the same"), tr("Go back")},
        [this] { done(Rejected); });
}

} // namespace cloister::ui
