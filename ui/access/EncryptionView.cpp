#include "ui/access/EncryptionView.h"

#include "ui/models/RecordText.h"
#include "ui/session/Session.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/CopyButton.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/PlainLabel.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QSslCertificate>

namespace cloister::ui {

static QString fingerprintOf(const QSslCertificate &certificate)
{
    return QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex(':')).toUpper();
}

EncryptionView::EncryptionView(const PageContext &context, QWidget *parent) :
    QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 2 * kGrid, 0, 0);
    column->setSpacing(2 * kGrid);
    const Connection &connection = context.session.connection();
    const QList<QSslCertificate> server = QSslCertificate::fromPath(connection.certificateFile);
    if (!server.isEmpty()) {
        addLine(*column, tr("SHA-256 fingerprint of the certificate"), fingerprintOf(server.first()),
            tr("A console on another machine asks for it. Valid until %1.")
                .arg(zonedTime(server.first().expiryDate().toMSecsSinceEpoch())),
            "certificateFingerprint");
    }
    if (!connection.caFile.isEmpty()) {
        addLine(*column, tr("Authority file"), connection.caFile,
            tr("Clients trust the service by it: curl --cacert, NODE_EXTRA_CA_CERTS. Copy it to their machines."), "authorityFile");
    }
    if (!connection.fingerprint.isEmpty()) {
        addLine(*column, tr("SHA-256 fingerprint of the certificate"), QString::fromLatin1(connection.fingerprint).toUpper(),
            tr("This console is attached by it."), "certificateFingerprint");
    }
    column->addStretch();
}

void EncryptionView::addLine(
    QVBoxLayout &column, const QString &title, const QString &text, const QString &explanation, const char *name)
{
    auto *card = new Card(title);
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *row = new QHBoxLayout;
    auto *shown = new PlainLabel(PlainLabel::Fit::Wrapped);
    shown->setObjectName(QString::fromLatin1(name));
    shown->setStored(text);
    auto *copy = new CopyButton(tr("Copy"));
    copy->setText(text);
    row->addWidget(shown, 1);
    row->addWidget(copy, 0, Qt::AlignTop);
    card->body()->addLayout(row);
    card->body()->addWidget(paragraph(explanation, "small"));
    column.addWidget(card);
}

} // namespace cloister::ui
