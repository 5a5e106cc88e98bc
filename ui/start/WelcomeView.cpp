#include "ui/start/WelcomeView.h"

#include "ui/session/ErrorText.h"
#include "ui/session/Session.h"
#include "ui/start/AttachDialog.h"
#include "ui/start/PassphraseFields.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>

namespace cloister::ui {

static constexpr int kWelcomeWidth = 520;

WelcomeView::WelcomeView(Session &session, QWidget *parent) :
    QWidget(parent),
    m_session(session),
    m_directory(new QLineEdit),
    m_note(paragraph({}, "small")),
    m_passphrase(new PassphraseFields),
    m_error(paragraph({}, "danger")),
    m_busy(new QProgressBar),
    m_goOn(new QPushButton),
    m_attach(new QPushButton(tr("Connect to a running service…")))
{
    setObjectName(QStringLiteral("welcome"));
    auto *column = new QVBoxLayout(this);
    column->addStretch(2);
    column->addLayout(centered(makeCard()));
    setKind(m_attach, "link");
    m_attach->setObjectName(QStringLiteral("welcomeAttach"));
    column->addSpacing(kGrid);
    column->addLayout(centered(m_attach));
    column->addStretch(3);
    connect(m_directory, &QLineEdit::textChanged, this, &WelcomeView::look);
    connect(m_passphrase, &PassphraseFields::changed, this, &WelcomeView::showState);
    connect(m_passphrase, &PassphraseFields::submitted, this, &WelcomeView::goOn);
    connect(m_attach, &QPushButton::clicked, this, &WelcomeView::attach);
    connect(m_goOn, &QPushButton::clicked, this, &WelcomeView::goOn);
    connect(&session, &Session::busyChanged, this, &WelcomeView::showState);
    connect(&session, &Session::failed, this, &WelcomeView::fail);
    connect(&session, &Session::stateChanged, this, [this] {
        m_passphrase->clear();
        m_error->clear();
        look();
    });
    m_directory->setText(session.host().defaultDirectory());
    look();
}

QWidget *WelcomeView::makeCard()
{
    auto *card = new QFrame;
    setKind(card, "card");
    card->setFixedWidth(kWelcomeWidth);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(4 * kGrid, 4 * kGrid, 4 * kGrid, 4 * kGrid);
    column->setSpacing(kGrid);
    auto *mark = new QLabel;
    mark->setPixmap(themeIcon("cloister").pixmap(6 * kGrid, 6 * kGrid));
    column->addWidget(mark);
    column->addSpacing(kGrid);
    column->addWidget(label(tr("Welcome to Cloister"), "title"));
    column->addWidget(paragraph(tr("A workspace keeps every project's conversations, encrypted on this machine. Choose where "
                                   "it is kept and what opens it."), "muted"));
    column->addSpacing(kGrid);
    column->addWidget(label(tr("Place"), "field"));
    column->addLayout(makePlaceRow());
    column->addWidget(m_note);
    column->addSpacing(kGrid);
    column->addWidget(m_passphrase);
    m_error->setObjectName(QStringLiteral("welcomeError"));
    column->addWidget(m_error);
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setAccessibleName(tr("Making the workspace"));
    column->addWidget(m_busy);
    column->addSpacing(kGrid);
    setKind(m_goOn, "primary");
    m_goOn->setObjectName(QStringLiteral("welcomeGoOn"));
    column->addWidget(m_goOn);
    return card;
}

QLayout *WelcomeView::makePlaceRow()
{
    auto *row = new QHBoxLayout;
    m_directory->setObjectName(QStringLiteral("welcomeDirectory"));
    m_directory->setAccessibleName(tr("Directory of the workspace"));
    auto *choose = new QPushButton(tr("Choose…"));
    choose->setObjectName(QStringLiteral("welcomeChoose"));
    connect(choose, &QPushButton::clicked, this, &WelcomeView::browse);
    row->addWidget(m_directory, 1);
    row->addWidget(choose);
    return row;
}

void WelcomeView::browse()
{
    auto *dialog = new QFileDialog(this, tr("Place of the workspace"), m_directory->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, m_directory, &QLineEdit::setText);
    dialog->open();
}

void WelcomeView::attach()
{
    auto *dialog = new AttachDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { m_session.choose(dialog->place()); });
    dialog->open();
}

void WelcomeView::look()
{
    m_found = m_session.host().look(QDir(m_directory->text()).absolutePath());
    m_error->clear();
    showState();
}

void WelcomeView::showState()
{
    const bool isBusy = m_session.isBusy();
    const bool isNew = m_found == Found::Nothing;
    const bool isThere = m_found == Found::Closed || m_found == Found::Served;
    m_passphrase->setVisible(isNew);
    m_passphrase->setEnabled(!isBusy);
    m_directory->setEnabled(!isBusy);
    m_goOn->setText(isNew ? tr("Create workspace") : tr("Open workspace"));
    m_goOn->setEnabled(!isBusy && (isThere || (isNew && m_passphrase->isAcceptable())));
    m_busy->setVisible(isBusy);
    m_error->setVisible(!m_error->text().isEmpty() && !isBusy);
    switch (m_found) {
    case Found::Nothing: m_note->setText(tr("A new workspace will be made here.")); break;
    case Found::Closed: m_note->setText(tr("There is a workspace here.")); break;
    case Found::Served: m_note->setText(tr("A running service has this workspace open; the console will attach to it.")); break;
    case Found::Busy: m_note->setText(tr("Another program is using this workspace. Try again when it is done.")); break;
    case Found::Other: m_note->setText(tr("There is something else here. Choose an empty or new directory.")); break;
    }
}

void WelcomeView::goOn()
{
    if (!m_goOn->isEnabled())
        return;
    const QString directory = QDir(m_directory->text()).absolutePath();
    if (m_found == Found::Nothing)
        m_session.create(directory, m_passphrase->passphrase());
    else
        m_session.choose(LocalPlace{directory});
}

void WelcomeView::fail(const Error &error)
{
    m_error->setText(errorText(error) + QLatin1Char(' ') + errorDetail(error));
    showState();
}

} // namespace cloister::ui
