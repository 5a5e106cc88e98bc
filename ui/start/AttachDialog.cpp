#include "ui/start/AttachDialog.h"

#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>

namespace cloister::ui {

static constexpr int kAttachWidth = 520;
static constexpr qsizetype kDigestBytes = 32;

// Hex with or without colons.
static QByteArray digestOf(const QString &text)
{
    const QByteArray hex = text.toLatin1().replace(':', "").replace(' ', "").toLower();
    const QByteArray digest = QByteArray::fromHex(hex);
    return digest.toHex() == hex && digest.size() == kDigestBytes ? hex : QByteArray();
}

AttachDialog::AttachDialog(QWidget *parent) :
    QDialog(parent),
    m_note(paragraph({}, "small")),
    m_connect(new QPushButton(tr("Connect")))
{
    setObjectName(QStringLiteral("attachDialog"));
    setWindowTitle(tr("Connect to a running service"));
    setFixedWidth(kAttachWidth);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 3 * kGrid);
    column->setSpacing(kGrid);
    column->addWidget(label(windowTitle(), "heading"));
    column->addWidget(paragraph(tr("The fingerprint stands on the service's own machine, under Access, Encryption. It keeps "
                                   "another machine from passing for the service."), "muted"));
    column->addSpacing(kGrid);
    m_address = addField(tr("Address"), QStringLiteral("https://cloister.example.org:8443"), "attachAddress");
    m_fingerprint = addField(tr("SHA-256 fingerprint of its certificate"), QStringLiteral("3A:F1:…"), "attachFingerprint");
    m_account = addField(tr("Account"), {}, "attachAccount");
    column->addWidget(m_note);
    auto *buttons = new QHBoxLayout;
    auto *cancel = new QPushButton(tr("Cancel"));
    setKind(m_connect, "primary");
    m_connect->setObjectName(QStringLiteral("attachConnect"));
    m_connect->setDefault(true);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_connect);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_connect, &QPushButton::clicked, this, &QDialog::accept);
    judge();
}

QLineEdit *AttachDialog::addField(const QString &title, const QString &example, const char *name)
{
    auto *field = new QLineEdit;
    field->setObjectName(QString::fromLatin1(name));
    field->setAccessibleName(title);
    field->setPlaceholderText(example);
    connect(field, &QLineEdit::textChanged, this, &AttachDialog::judge);
    layout()->addWidget(label(title, "field"));
    layout()->addWidget(field);
    return field;
}

void AttachDialog::judge()
{
    const QUrl url(m_address ? m_address->text().trimmed() : QString(), QUrl::StrictMode);
    const bool isAddress = url.isValid() && url.scheme() == QLatin1String("https") && !url.host().isEmpty();
    const bool isDigest = m_fingerprint && !digestOf(m_fingerprint->text()).isEmpty();
    const bool isNamed = m_account && !m_account->text().trimmed().isEmpty();
    if (m_address && !m_address->text().isEmpty() && !isAddress)
        m_note->setText(tr("The address begins with https:// and names a machine."));
    else if (m_fingerprint && !m_fingerprint->text().isEmpty() && !isDigest)
        m_note->setText(tr("The fingerprint is 64 hexadecimal digits, with colons or without."));
    else
        m_note->clear();
    m_connect->setEnabled(isAddress && isDigest && isNamed);
}

RemotePlace AttachDialog::place() const
{
    return {m_address->text().trimmed(), digestOf(m_fingerprint->text()), m_account->text().trimmed()};
}

} // namespace cloister::ui
