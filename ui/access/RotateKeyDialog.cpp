#include "ui/access/RotateKeyDialog.h"

#include "ui/access/TryIt.h"
#include "ui/session/ErrorText.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"

#include <QComboBox>
#include <QPushButton>

namespace cloister::ui {

RotateKeyDialog::RotateKeyDialog(Session &session, const ApiKey &key, const QString &projectId, QWidget *parent) :
    SecretDialog(parent),
    m_session(session),
    m_key(key),
    m_projectId(projectId),
    m_column(new QVBoxLayout(this)),
    m_grace(new QComboBox),
    m_error(paragraph({}, "danger")),
    m_rotate(new QPushButton(tr("Rotate"))),
    m_close(new QPushButton(tr("Cancel")))
{
    setObjectName(QStringLiteral("rotateKeyDialog"));
    setWindowTitle(tr("Rotate an API key"));
    setFixedWidth(kWideDialogWidth);
    m_grace->setObjectName(QStringLiteral("rotateGrace"));
    m_grace->setAccessibleName(tr("The old key ends"));
    m_grace->addItem(tr("At once"), 0);
    m_grace->addItem(tr("In an hour"), 3600);
    m_grace->addItem(tr("In a day"), 86'400);
    m_grace->addItem(tr("In a week"), 604'800);
    m_grace->setCurrentIndex(2);
    setKind(m_rotate, "primary");
    m_rotate->setObjectName(QStringLiteral("rotateGo"));
    m_rotate->setDefault(true);
    m_close->setObjectName(QStringLiteral("rotateClose"));
    m_error->setVisible(false);
    m_column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 3 * kGrid);
    m_column->setSpacing(kGrid);
    m_column->addWidget(label(windowTitle(), "heading"));
    m_column->addWidget(paragraph(tr("A new key that may do the same takes the place of this one. Until the old one ends, both "
                                     "are taken, so that applications can change over."), "muted"));
    m_column->addWidget(label(tr("The old key ends"), "field"));
    m_column->addWidget(m_grace);
    m_column->addWidget(m_error);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_rotate);
    m_column->addSpacing(kGrid);
    m_column->addLayout(buttons);
    connect(m_rotate, &QPushButton::clicked, this, &RotateKeyDialog::rotate);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
}

void RotateKeyDialog::rotate()
{
    m_rotate->setEnabled(false);
    const qint64 grace = m_grace->currentData().toLongLong();
    m_session.api().rotateKey(m_projectId, m_key.id, grace).then(this, [this](const auto &answer) {
        if (answer) {
            showKey(answer->value);
            return;
        }
        m_error->setText(errorText(answer.error()) + QLatin1Char(' ') + errorDetail(answer.error()));
        m_error->setVisible(true);
        m_rotate->setEnabled(true);
    });
}

void RotateKeyDialog::showKey(const client::CreatedKey &created)
{
    m_rotate->setVisible(false);
    m_grace->setEnabled(false);
    m_close->setText(tr("Done"));
    setKind(m_close, "primary");
    const Connection &connection = m_session.connection();
    const QString nameSpace = m_key.namespaces ? m_key.namespaces->value(0) : QStringLiteral("first-customer");
    auto *shown = new TryIt(connection.url, connection.caFile, created.text, nameSpace);
    m_column->insertWidget(m_column->count() - 2, shown);
    connect(shown, &TryIt::copied, this, [this] { setSecret(Secret::None); });
    showSecret(shown, m_close);
    Q_EMIT rotated();
}

} // namespace cloister::ui
