#include "ui/shell/Page.h"

#include "ui/session/ErrorText.h"
#include "ui/session/Session.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"

#include <QProgressBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <chrono>

namespace cloister::ui {

static constexpr std::chrono::milliseconds kPatience{200};

static QProgressBar *busyBar(const QString &accessibleName)
{
    auto *bar = new QProgressBar;
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    bar->setAccessibleName(accessibleName);
    return bar;
}

static QWidget *loadingPanel(const QString &text)
{
    auto *panel = new QWidget;
    auto *column = new QVBoxLayout(panel);
    column->setSpacing(2 * kGrid);
    column->addStretch(2);
    column->addWidget(label(text, "muted"), 0, Qt::AlignHCenter);
    QProgressBar *bar = busyBar(text);
    bar->setFixedWidth(24 * kGrid);
    column->addWidget(bar, 0, Qt::AlignHCenter);
    column->addStretch(3);
    return panel;
}

Page::Page(const PageContext &context, const QString &title, QWidget *parent) :
    QWidget(parent),
    m_context(context),
    m_subtitle(label({}, "muted")),
    m_bar(new QWidget),
    m_actions(new QHBoxLayout(m_bar)),
    m_busy(busyBar(tr("Loading"))),
    m_stack(new QStackedWidget),
    m_loading(loadingPanel(tr("Loading…"))),
    m_panel(new EmptyState)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4 * kGrid, 3 * kGrid, 4 * kGrid, 3 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(makeHeading(title));
    column->addWidget(m_stack, 1);
    auto *blank = new QWidget;
    m_stack->addWidget(blank);
    m_stack->addWidget(m_loading);
    m_stack->addWidget(m_panel);
    m_late.setSingleShot(true);
    m_late.setInterval(kPatience);
    connect(&m_late, &QTimer::timeout, this, [this] {
        if (m_content && m_stack->currentWidget() == m_content)
            m_busy->setVisible(true);
        else
            m_stack->setCurrentWidget(m_loading);
    });
}

QWidget *Page::makeHeading(const QString &title)
{
    auto *heading = new QWidget;
    auto *column = new QVBoxLayout(heading);
    column->setContentsMargins({});
    column->setSpacing(kGrid);
    auto *row = new QHBoxLayout;
    row->setSpacing(2 * kGrid);
    QLabel *name = label(title, "title");
    name->setMinimumHeight(4 * kGrid); // as high as a button, so that nothing moves with and without one
    row->addWidget(name, 0, Qt::AlignBaseline);
    row->addWidget(m_subtitle, 1, Qt::AlignBaseline);
    m_bar->setObjectName(QStringLiteral("pageActions"));
    m_bar->hide();
    m_actions->setContentsMargins({});
    m_actions->setSpacing(kGrid);
    row->addWidget(m_bar);
    column->addLayout(row);
    QSizePolicy policy = m_busy->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_busy->setSizePolicy(policy);
    m_busy->setFixedHeight(kGrid / 2);
    m_busy->setVisible(false);
    column->addWidget(m_busy);
    return heading;
}

void Page::setContent(QWidget *content)
{
    if (m_content)
        m_content->deleteLater();
    m_content = content;
    m_stack->addWidget(content);
}

void Page::setSubtitle(const QString &text)
{
    m_subtitle->setText(text);
}

void Page::showLoading()
{
    m_state = State::Loading;
    if (!m_late.isActive())
        m_late.start();
    Q_EMIT stateChanged();
}

void Page::showFilled()
{
    enter(State::Filled, m_content);
}

void Page::showEmpty(const StateText &text)
{
    m_panel->show(text);
    enter(State::Empty, m_panel);
}

bool Page::isLocked(const Error &error)
{
    return error.code == ErrorCode::Sealed || error.code == ErrorCode::Unauthenticated;
}

void Page::showError(const Error &error)
{
    if (isLocked(error)) {
        showLocked(error);
        return;
    }
    const QStringList words{errorAdvice(error), errorDetail(error)};
    m_panel->show({.icon = "error", .title = errorText(error), .text = words.join(QLatin1String("\n\n")).trimmed(),
        .action = tr("Try again"), .run = [this] { reload(); }});
    enter(State::Error, m_panel);
}

void Page::showLocked(const Error &error)
{
    m_panel->show({.icon = "lock", .title = errorText(error), .text = errorAdvice(error), .action = tr("Unlock…"),
        // Not from within this page's own button: locking deletes the page.
        .run = [this, isSealed = error.code == ErrorCode::Sealed] {
            QMetaObject::invokeMethod(&session(), isSealed ? &Session::lockSealed : &Session::lock, Qt::QueuedConnection);
        },
        .second = tr("Try again"), .runSecond = [this] { reload(); }});
    enter(State::Locked, m_panel);
}

void Page::enter(State state, QWidget *shown)
{
    m_late.stop();
    m_busy->setVisible(false);
    m_state = state;
    m_stack->setCurrentWidget(shown);
    m_bar->setVisible(state == State::Filled);
    Q_EMIT stateChanged();
}

} // namespace cloister::ui
