#include "ui/access/NewKeyDialog.h"

#include "ui/access/TryIt.h"
#include "ui/session/ErrorText.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/PlainLabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTime>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>

namespace cloister::ui {

NewKeyDialog::NewKeyDialog(Session &session, const QString &projectId, const QString &projectName, QWidget *parent) :
    SecretDialog(parent),
    m_session(session),
    m_projectId(projectId),
    m_column(new QVBoxLayout(this)),
    m_form(new QWidget),
    m_label(new QLineEdit),
    m_namespaces(new QLineEdit),
    m_expiry(new QComboBox),
    m_error(paragraph({}, "danger")),
    m_create(new QPushButton(tr("Create key"))),
    m_close(new QPushButton(tr("Cancel")))
{
    setObjectName(QStringLiteral("newKeyDialog"));
    setWindowTitle(tr("Create an API key"));
    setFixedWidth(kWideDialogWidth);
    m_column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 3 * kGrid);
    m_column->setSpacing(2 * kGrid);
    m_column->addWidget(label(windowTitle(), "heading"));
    addForm(projectName);
    m_error->setObjectName(QStringLiteral("newKeyError"));
    m_error->setVisible(false);
    m_column->addWidget(m_error);
    m_column->addLayout(makeButtons());
    judge();
    m_label->setFocus();
}

void NewKeyDialog::addForm(const QString &projectName)
{
    auto *form = new QVBoxLayout(m_form);
    form->setContentsMargins({});
    form->setSpacing(kGrid);
    auto *project = new PlainLabel;
    setKind(project, "muted");
    project->setStored(tr("For the project %1").arg(projectName));
    m_label->setObjectName(QStringLiteral("newKeyLabel"));
    m_label->setPlaceholderText(tr("What it is for, such as “support bot, production”"));
    m_label->setAccessibleName(tr("Label"));
    m_namespaces->setObjectName(QStringLiteral("newKeyNamespaces"));
    m_namespaces->setPlaceholderText(tr("All; or some, with commas between"));
    m_namespaces->setAccessibleName(tr("Namespaces"));
    m_expiry->setObjectName(QStringLiteral("newKeyExpiry"));
    m_expiry->setAccessibleName(tr("Expires"));
    m_expiry->addItem(tr("Never"), 0);
    for (const int days : {30, 90, 365})
        m_expiry->addItem(tr("In %n days", nullptr, days), days);
    form->addWidget(project);
    form->addSpacing(kGrid);
    form->addWidget(label(tr("Label"), "field"));
    form->addWidget(m_label);
    form->addSpacing(kGrid);
    form->addWidget(label(tr("It may"), "field"));
    form->addLayout(makeScopes());
    form->addSpacing(kGrid);
    form->addWidget(label(tr("Namespaces"), "field"));
    form->addWidget(m_namespaces);
    form->addSpacing(kGrid);
    form->addWidget(label(tr("Expires"), "field"));
    form->addWidget(m_expiry);
    m_column->addWidget(m_form);
}

QLayout *NewKeyDialog::makeScopes()
{
    const QList<std::pair<const char *, QString>> names{{"read", tr("Read dialogues and memories")},
        {"write", tr("Write dialogues and memories")}, {"delete", tr("Delete dialogues and memories")}, {"search", tr("Search")},
        {"audit", tr("Read the audit log")}, {"export", tr("Export")}};
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(3 * kGrid);
    for (int i = 0; i < names.size(); ++i) {
        auto *box = new QCheckBox(names.at(i).second);
        box->setObjectName(QLatin1String("newKeyScope_") + QLatin1String(names.at(i).first));
        box->setProperty("scope", QLatin1String(names.at(i).first));
        box->setChecked(i != 2 && i < 4); // what an assistant needs day by day
        connect(box, &QCheckBox::toggled, this, &NewKeyDialog::judge);
        grid->addWidget(box, i / 2, i % 2);
        m_scopes.append(box);
    }
    return grid;
}

QLayout *NewKeyDialog::makeButtons()
{
    setKind(m_create, "primary");
    m_create->setObjectName(QStringLiteral("newKeyCreate"));
    m_create->setDefault(true);
    m_close->setObjectName(QStringLiteral("newKeyClose"));
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_close);
    row->addWidget(m_create);
    connect(m_create, &QPushButton::clicked, this, &NewKeyDialog::create);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    return row;
}

QStringList NewKeyDialog::namespaces() const
{
    QStringList names;
    const QStringList parts = m_namespaces->text().split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        if (!part.trimmed().isEmpty())
            names.append(part.trimmed());
    }
    return names;
}

client::NewKey NewKeyDialog::asked() const
{
    client::NewKey key;
    key.label = m_label->text().trimmed();
    for (const QCheckBox *box : m_scopes) {
        if (box->isChecked())
            key.scopes.append(box->property("scope").toString());
    }
    key.namespaces = namespaces();
    if (const int days = m_expiry->currentData().toInt(); days > 0)
        key.expires = QDateTime::currentDateTimeUtc().addDays(days).toString(Qt::ISODateWithMs);
    return key;
}

void NewKeyDialog::judge()
{
    const bool isAny = std::any_of(m_scopes.cbegin(), m_scopes.cend(), [](const QCheckBox *box) { return box->isChecked(); });
    m_create->setEnabled(isAny);
}

void NewKeyDialog::create()
{
    m_create->setEnabled(false);
    m_error->setVisible(false);
    m_session.api().createKey(m_projectId, asked()).then(this, [this](const auto &answer) {
        if (answer)
            showKey(answer->value);
        else
            fail(answer.error());
    });
}

void NewKeyDialog::showKey(const client::CreatedKey &created)
{
    m_form->deleteLater();
    m_form->setVisible(false);
    m_create->setVisible(false);
    m_close->setText(tr("Done"));
    setKind(m_close, "primary");
    const Connection &connection = m_session.connection();
    const QString nameSpace = namespaces().value(0, QStringLiteral("first-customer"));
    auto *shown = new TryIt(connection.url, connection.caFile, created.text, nameSpace);
    m_column->insertWidget(1, shown);
    connect(shown, &TryIt::copied, this, [this] { setSecret(Secret::None); });
    showSecret(shown, m_close);
    Q_EMIT this->created();
}

void NewKeyDialog::fail(const Error &error)
{
    m_error->setText(errorText(error) + QLatin1Char(' ') + errorDetail(error));
    m_error->setVisible(true);
    judge();
}

} // namespace cloister::ui
