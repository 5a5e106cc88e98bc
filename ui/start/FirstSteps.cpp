#include "ui/start/FirstSteps.h"

#include "ui/access/TryIt.h"
#include "ui/overview/SampleData.h"
#include "ui/session/ErrorText.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/CopyButton.h"
#include "ui/widgets/Labels.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace cloister::ui {

static constexpr int kSteps = 3;

FirstSteps::FirstSteps(const PageContext &context, const QString &recoveryCode, QWidget *parent) :
    SecretDialog(parent),
    m_context(context)
{
    setObjectName(QStringLiteral("firstSteps"));
    setWindowTitle(tr("First steps"));
    setFixedWidth(kWideDialogWidth);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4 * kGrid, 4 * kGrid, 4 * kGrid, 3 * kGrid);
    showCode(recoveryCode);
}

QVBoxLayout *FirstSteps::begin(int number, const QString &title, const QString &text)
{
    if (m_step) {
        m_step->setVisible(false);
        m_step->deleteLater(); // its own button may be what led on
    }
    m_step = new QWidget;
    layout()->addWidget(m_step);
    auto *column = new QVBoxLayout(m_step);
    column->setContentsMargins({});
    column->setSpacing(kGrid);
    column->addWidget(label(tr("Step %1 of %2").arg(number).arg(kSteps), "small"));
    column->addWidget(label(title, "title"));
    column->addWidget(paragraph(text, "muted"));
    column->addSpacing(kGrid);
    return column;
}

QPushButton *FirstSteps::addButtons(QVBoxLayout &column, const QString &goOn, const char *name)
{
    m_error = paragraph({}, "danger");
    m_error->setVisible(false);
    column.addWidget(m_error);
    column.addSpacing(2 * kGrid);
    m_goOn = new QPushButton(goOn);
    setKind(m_goOn, "primary");
    m_goOn->setObjectName(QString::fromLatin1(name));
    m_goOn->setDefault(true);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_goOn);
    column.addLayout(row);
    return m_goOn;
}

void FirstSteps::showCode(const QString &code)
{
    QVBoxLayout *column = begin(1, tr("Keep the recovery code"),
        tr("It opens the workspace when the passphrase is lost. It is shown this once: print it or write it down, and keep "
           "it away from this machine."));
    auto *row = new QHBoxLayout;
    QLabel *shown = label(code, "code");
    shown->setObjectName(QStringLiteral("recoveryCode"));
    shown->setAccessibleName(tr("Recovery code"));
    shown->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *copy = new CopyButton(tr("Copy the recovery code"));
    copy->setText(code);
    row->addWidget(shown, 1);
    row->addWidget(copy);
    column->addLayout(row);
    column->addSpacing(kGrid);
    auto *kept = new QCheckBox(tr("I have kept it in a safe place"));
    kept->setObjectName(QStringLiteral("recoveryKept"));
    column->addWidget(kept);
    QPushButton *goOn = addButtons(*column, tr("Next"), "firstCodeNext");
    goOn->setEnabled(false);
    setSecret(Secret::OnShow);
    connect(kept, &QCheckBox::toggled, this, [this, goOn](bool isKept) {
        goOn->setEnabled(isKept);
        setSecret(isKept ? Secret::None : Secret::OnShow);
    });
    connect(copy, &CopyButton::clicked, this, [this] { setSecret(Secret::None); });
    connect(goOn, &QPushButton::clicked, this, &FirstSteps::showProject);
}

void FirstSteps::showProject()
{
    QVBoxLayout *column = begin(2, tr("Create the first project"),
        tr("A project belongs to one application. Its customers are kept apart in namespaces, and its API keys open nothing "
           "else."));
    m_name = new QLineEdit;
    m_name->setObjectName(QStringLiteral("firstProjectName"));
    m_name->setPlaceholderText(tr("Such as “support”"));
    m_name->setAccessibleName(tr("Name of the project"));
    column->addWidget(label(tr("Name of the project"), "field"));
    column->addWidget(m_name);
    auto *sample = new QPushButton(tr("Try with sample data instead"));
    setKind(sample, "link");
    sample->setObjectName(QStringLiteral("firstSample"));
    sample->setAutoDefault(false);
    sample->setIcon(themeIcon("sample", Tone::Accent));
    column->addWidget(sample, 0, Qt::AlignLeft);
    QPushButton *goOn = addButtons(*column, tr("Create project"), "firstProjectCreate");
    goOn->setEnabled(false);
    connect(m_name, &QLineEdit::textChanged, goOn, [goOn](const QString &name) { goOn->setEnabled(!name.trimmed().isEmpty()); });
    connect(sample, &QPushButton::clicked, this, &FirstSteps::loadSample);
    connect(goOn, &QPushButton::clicked, this, &FirstSteps::createProject);
    m_name->setFocus();
}

void FirstSteps::createProject()
{
    m_goOn->setEnabled(false);
    m_error->setVisible(false);
    m_context.session.api().createProject(m_name->text().trimmed()).then(this, [this](const auto &answer) {
        if (!answer) {
            fail(answer.error());
            return;
        }
        Q_EMIT changed();
        showKey(answer->value);
    });
}

void FirstSteps::loadSample()
{
    m_goOn->setEnabled(false);
    loadSampleData(m_context, this, [this] {
        Q_EMIT changed();
        accept();
    });
}

void FirstSteps::showKey(const Project &project)
{
    client::NewKey asked;
    asked.label = tr("first key");
    m_context.session.api().createKey(project.id, asked).then(this, [this](const auto &answer) {
        if (!answer) {
            fail(answer.error());
            return;
        }
        QVBoxLayout *column = begin(3, tr("Its first API key"), tr("Applications send it with every request."));
        const Connection &connection = m_context.session.connection();
        auto *shown = new TryIt(connection.url, connection.caFile, answer->value.text, QStringLiteral("first-customer"));
        column->addWidget(shown);
        connect(shown, &TryIt::copied, this, [this] { setSecret(Secret::None); });
        showSecret(shown, addButtons(*column, tr("Done"), "firstDone"));
        Q_EMIT changed();
    });
}

void FirstSteps::fail(const Error &error)
{
    m_error->setText(errorText(error) + QLatin1Char(' ') + errorDetail(error));
    m_error->setVisible(true);
    m_goOn->setEnabled(true);
}

} // namespace cloister::ui
