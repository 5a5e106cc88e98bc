#include "ui/access/NewAccountDialog.h"

#include "engine/client/AccessClient.h"
#include "ui/session/ErrorText.h"
#include "ui/session/Session.h"
#include "ui/start/PassphraseFields.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

namespace cloister::ui {

NewAccountDialog::NewAccountDialog(Session &session, QWidget *parent) :
    QDialog(parent),
    m_session(session),
    m_name(new QLineEdit),
    m_role(new QComboBox),
    m_passphrase(new PassphraseFields),
    m_error(paragraph({}, "danger")),
    m_create(new QPushButton(tr("Create account")))
{
    setObjectName(QStringLiteral("newAccountDialog"));
    setWindowTitle(tr("Create an account"));
    setFixedWidth(kDialogWidth);
    m_name->setObjectName(QStringLiteral("newAccountName"));
    m_name->setAccessibleName(tr("Name"));
    m_role->setObjectName(QStringLiteral("newAccountRole"));
    m_role->setAccessibleName(tr("Role"));
    m_role->addItem(tr("Auditor: reads the audit log and counts, never content"), static_cast<int>(AdminRole::Auditor));
    m_role->addItem(tr("Operator: the daily work"), static_cast<int>(AdminRole::Operator));
    m_role->addItem(tr("Owner: everything"), static_cast<int>(AdminRole::Owner));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 3 * kGrid);
    column->setSpacing(kGrid);
    column->addWidget(label(windowTitle(), "heading"));
    column->addWidget(label(tr("Name"), "field"));
    column->addWidget(m_name);
    column->addWidget(label(tr("Role"), "field"));
    column->addWidget(m_role);
    column->addWidget(m_passphrase);
    column->addWidget(m_error);
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setAutoDefault(false);
    setKind(m_create, "primary");
    m_create->setObjectName(QStringLiteral("newAccountCreate"));
    m_create->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_create);
    column->addSpacing(kGrid);
    column->addLayout(buttons);
    connect(m_name, &QLineEdit::textChanged, this, &NewAccountDialog::judge);
    connect(m_passphrase, &PassphraseFields::changed, this, &NewAccountDialog::judge);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_create, &QPushButton::clicked, this, &NewAccountDialog::create);
    m_error->setVisible(false);
    judge();
}

void NewAccountDialog::judge()
{
    m_create->setEnabled(!m_name->text().trimmed().isEmpty() && m_passphrase->isAcceptable());
}

void NewAccountDialog::create()
{
    m_create->setEnabled(false);
    m_error->setVisible(false);
    const client::NewAccount asked{m_name->text().trimmed(), static_cast<AdminRole>(m_role->currentData().toInt()),
        QString::fromUtf8(m_passphrase->passphrase())};
    client::AccessClient(m_session.api()).createAccount(asked).then(this, [this](const auto &answer) {
        if (answer)
            accept();
        else
            fail(answer.error());
    });
}

void NewAccountDialog::fail(const Error &error)
{
    m_error->setText(errorText(error) + QLatin1Char(' ') + errorDetail(error));
    m_error->setVisible(true);
    judge();
}

} // namespace cloister::ui
