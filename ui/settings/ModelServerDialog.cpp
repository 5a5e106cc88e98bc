#include "ui/settings/ModelServerDialog.h"

#include "engine/client/AccessClient.h"
#include "ui/session/ErrorText.h"
#include "ui/session/Session.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"

#include <QLineEdit>
#include <QPushButton>

namespace cloister::ui {

static QString warningOf(client::ModelUse use)
{
    if (use == client::ModelUse::Embedding) {
        return ModelServerDialog::tr("The texts of all tenants are sent to this server, those that are here and those to "
                                     "come. Everything is embedded anew; meanwhile search goes by words.");
    }
    return ModelServerDialog::tr("The dialogues that are summarised from now on are sent to this server.");
}

ModelServerDialog::ModelServerDialog(Session &session, client::ModelUse use,
    const std::optional<client::ModelServer> &now, QWidget *parent) :
    QDialog(parent),
    m_session(session),
    m_use(use),
    m_error(paragraph({}, "danger")),
    m_apply(new QPushButton(tr("Use this server")))
{
    setObjectName(QStringLiteral("modelServerDialog"));
    setWindowTitle(use == client::ModelUse::Embedding ? tr("Have a server embed") : tr("Have a server summarise"));
    setFixedWidth(kDialogWidth);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 3 * kGrid);
    column->setSpacing(kGrid);
    column->addWidget(label(windowTitle(), "heading"));
    column->addWidget(paragraph(warningOf(use), "small"));
    m_url = addField(tr("Address"), "modelServerUrl");
    m_url->setPlaceholderText(QStringLiteral("http://127.0.0.1:11434"));
    m_model = addField(tr("Model"), "modelServerModel");
    m_key = addField(tr("Key, if the server wants one"), "modelServerKey");
    m_key->setEchoMode(QLineEdit::Password);
    if (now) {
        m_url->setText(now->url);
        m_model->setText(now->model);
        m_key->setPlaceholderText(now->hasKey ? tr("The present key is kept for this address") : QString());
    }
    column->addWidget(m_error);
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setAutoDefault(false);
    setKind(m_apply, "primary");
    m_apply->setObjectName(QStringLiteral("modelServerApply"));
    m_apply->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_apply);
    column->addSpacing(kGrid);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_apply, &QPushButton::clicked, this, &ModelServerDialog::apply);
    m_error->setVisible(false);
    judge();
}

QLineEdit *ModelServerDialog::addField(const QString &title, const char *objectName)
{
    auto *field = new QLineEdit;
    field->setObjectName(QLatin1String(objectName));
    field->setAccessibleName(title);
    layout()->addWidget(label(title, "field"));
    layout()->addWidget(field);
    connect(field, &QLineEdit::textChanged, this, &ModelServerDialog::judge);
    return field;
}

void ModelServerDialog::judge()
{
    m_apply->setEnabled(!m_url->text().trimmed().isEmpty() && !m_model->text().trimmed().isEmpty());
}

void ModelServerDialog::apply()
{
    m_apply->setEnabled(false);
    m_error->setVisible(false);
    client::NewModelServer server{m_url->text().trimmed(), m_model->text().trimmed(), {}};
    if (!m_key->text().isEmpty())
        server.key = m_key->text();
    client::AccessClient(m_session.api()).useModel(m_use, server).then(this, [this](const auto &answer) {
        if (!answer)
            return fail(answer.error());
        Q_EMIT changed(answer->value);
        accept();
    });
}

void ModelServerDialog::fail(const Error &error)
{
    m_error->setText((errorText(error) + u' ' + errorDetail(error)).trimmed());
    m_error->setVisible(true);
    judge();
}

} // namespace cloister::ui
