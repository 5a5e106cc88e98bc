#include "ui/settings/OwnPassphrase.h"

#include "engine/client/AccessClient.h"
#include "ui/session/ErrorText.h"
#include "ui/start/PassphraseFields.h"
#include "ui/theme/Kind.h"
#include "ui/widgets/Labels.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace cloister::ui {

OwnPassphrase::OwnPassphrase(Session &session, QWidget *parent) :
    Card(tr("Your passphrase"), parent),
    m_session(session),
    m_current(new QLineEdit),
    m_fields(new PassphraseFields),
    m_change(new QPushButton(tr("Change passphrase"))),
    m_word(paragraph({}, "small"))
{
    m_current->setEchoMode(QLineEdit::Password);
    m_current->setObjectName(QStringLiteral("passphraseCurrent"));
    m_current->setAccessibleName(tr("Present passphrase"));
    m_change->setObjectName(QStringLiteral("passphraseChange"));
    m_word->setObjectName(QStringLiteral("passphraseChanged"));
    body()->addWidget(label(tr("Present passphrase"), "field"));
    body()->addWidget(m_current);
    body()->addWidget(m_fields);
    body()->addWidget(m_change, 0, Qt::AlignLeft);
    body()->addWidget(m_word);
    connect(m_current, &QLineEdit::textChanged, this, &OwnPassphrase::judge);
    connect(m_fields, &PassphraseFields::changed, this, &OwnPassphrase::judge);
    connect(m_fields, &PassphraseFields::submitted, this, &OwnPassphrase::change);
    connect(m_change, &QPushButton::clicked, this, &OwnPassphrase::change);
    judge();
}

void OwnPassphrase::judge()
{
    m_change->setEnabled(!m_current->text().isEmpty() && m_fields->isAcceptable());
}

void OwnPassphrase::change()
{
    if (!m_change->isEnabled())
        return;
    m_change->setEnabled(false);
    say({}, "small");
    const client::AccessClient access(m_session.api());
    const QString &account = m_session.connection().account;
    const QString wanted = QString::fromUtf8(m_fields->passphrase());
    access.setPassphrase(account, wanted, m_current->text()).then(this, [this](const auto &answer) {
        if (!answer) {
            say((errorText(answer.error()) + u' ' + errorDetail(answer.error())).trimmed(), "danger");
            judge();
            return;
        }
        m_current->clear();
        m_fields->clear();
        say(tr("The passphrase is changed. Other sessions of this account have ended."), "small");
    });
}

void OwnPassphrase::say(const QString &text, const char *kind)
{
    m_word->setText(text);
    setKind(m_word, kind);
}

} // namespace cloister::ui
