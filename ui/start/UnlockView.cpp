#include "ui/start/UnlockView.h"

#include "ui/session/ErrorText.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/PlainLabel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>

namespace cloister::ui {

static constexpr int kUnlockWidth = 416;

UnlockView::UnlockView(Session &session, QWidget *parent) :
    QWidget(parent),
    m_session(session),
    m_title(label({}, "title")),
    m_place(new PlainLabel),
    m_hint(paragraph({}, "muted")),
    m_secret(new QLineEdit),
    m_error(paragraph({}, "danger")),
    m_busy(new QProgressBar),
    m_unlock(new QPushButton(tr("Unlock"))),
    m_other(new QPushButton(tr("Open another workspace…")))
{
    setObjectName(QStringLiteral("unlock"));
    auto *column = new QVBoxLayout(this);
    column->addStretch(2);
    column->addLayout(centered(makeCard()));
    column->addSpacing(kGrid);
    column->addWidget(m_other, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_unlock, &QPushButton::clicked, this, &UnlockView::unlock);
    connect(m_secret, &QLineEdit::returnPressed, this, &UnlockView::unlock);
    connect(m_secret, &QLineEdit::textChanged, this, &UnlockView::showState);
    connect(m_other, &QPushButton::clicked, &session, &Session::leave);
    connect(&session, &Session::stateChanged, this, [this] {
        m_secret->clear();
        m_error->clear();
        showState();
    });
    connect(&session, &Session::busyChanged, this, &UnlockView::showState);
    connect(&session, &Session::failed, this, &UnlockView::fail);
    showState();
}

QWidget *UnlockView::makeCard()
{
    auto *card = new QFrame;
    setKind(card, "card");
    card->setFixedWidth(kUnlockWidth);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(4 * kGrid, 4 * kGrid, 4 * kGrid, 4 * kGrid);
    column->setSpacing(kGrid);
    auto *mark = new QLabel;
    mark->setPixmap(themeIcon("cloister").pixmap(6 * kGrid, 6 * kGrid));
    column->addWidget(mark);
    column->addSpacing(kGrid);
    column->addWidget(m_title);
    setKind(m_place, "muted");
    m_place->setObjectName(QStringLiteral("unlockPlace"));
    column->addWidget(m_place);
    m_hint->setObjectName(QStringLiteral("unlockHint"));
    column->addWidget(m_hint);
    column->addSpacing(kGrid);
    m_secret->setObjectName(QStringLiteral("unlockSecret"));
    m_secret->setEchoMode(QLineEdit::Password);
    m_secret->setPlaceholderText(tr("Passphrase or recovery code"));
    m_secret->setAccessibleName(m_secret->placeholderText());
    column->addWidget(m_secret);
    m_error->setObjectName(QStringLiteral("unlockError"));
    column->addWidget(m_error);
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setAccessibleName(tr("Unlocking"));
    column->addWidget(m_busy);
    column->addSpacing(kGrid);
    m_unlock->setObjectName(QStringLiteral("unlockButton"));
    setKind(m_unlock, "primary");
    column->addWidget(m_unlock);
    m_other->setObjectName(QStringLiteral("unlockOther"));
    setKind(m_other, "link");
    return card;
}

void UnlockView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_secret->setFocus();
}

void UnlockView::showState()
{
    const bool isBusy = m_session.isBusy();
    m_place->setStored(m_session.placeName());
    // An admin who has sealed it must not believe that applications are still served.
    const bool isSealed = m_session.isSealed();
    m_title->setText(isSealed ? tr("The workspace is sealed") : tr("Cloister is locked"));
    m_hint->setText(isSealed ? tr("Every application is refused until it is unlocked.")
                             : tr("The API goes on serving while the console is locked."));
    m_hint->setVisible(isSealed || m_session.wasOpen());
    m_busy->setVisible(isBusy);
    m_secret->setEnabled(!isBusy);
    m_other->setEnabled(!isBusy);
    m_unlock->setEnabled(!isBusy && !m_secret->text().isEmpty());
    m_error->setVisible(!m_error->text().isEmpty() && !isBusy);
}

void UnlockView::unlock()
{
    if (!m_secret->text().isEmpty())
        m_session.unlock(m_secret->text().toUtf8());
}

void UnlockView::fail(const Error &error)
{
    const bool isWrong = error.code == ErrorCode::Unauthenticated;
    m_error->setText(isWrong ? tr("That does not unlock this workspace.")
                             : errorText(error) + QLatin1Char(' ') + errorAdvice(error));
    m_error->setToolTip(isWrong ? QString() : errorDetail(error).toHtmlEscaped());
    showState();
    m_secret->selectAll();
    m_secret->setFocus();
}

} // namespace cloister::ui
