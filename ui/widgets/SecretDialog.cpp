#include "ui/widgets/SecretDialog.h"

#include "ui/widgets/AskFirst.h"

namespace cloister::ui {

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
