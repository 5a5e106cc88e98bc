#include "ui/widgets/StateStack.h"

#include "ui/session/ErrorText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"

#include <QProgressBar>
#include <QVBoxLayout>

namespace cloister::ui {

static constexpr int kPatienceMs = 200;

static QWidget *makeLoading()
{
    auto *page = new QWidget;
    auto *bar = new QProgressBar;
    bar->setRange(0, 0);
    bar->setFixedWidth(20 * kGrid);
    bar->setAccessibleName(StateStack::tr("Loading"));
    auto *column = new QVBoxLayout(page);
    column->addStretch();
    column->addWidget(label(StateStack::tr("Loading…"), "muted"), 0, Qt::AlignHCenter);
    column->addWidget(bar, 0, Qt::AlignHCenter);
    column->addStretch();
    return page;
}

StateStack::StateStack(QWidget *content, QWidget *parent) :
    QStackedWidget(parent), m_state(new EmptyState), m_content(content), m_loading(makeLoading())
{
    addWidget(m_content);
    addWidget(m_state);
    addWidget(m_loading);
    m_wait.setSingleShot(true);
    m_wait.setInterval(kPatienceMs);
    connect(&m_wait, &QTimer::timeout, this, [this] { setCurrentWidget(m_loading); });
}

void StateStack::showContent()
{
    m_wait.stop();
    setCurrentWidget(m_content);
}

void StateStack::showLoading()
{
    if (currentWidget() != m_loading && !m_wait.isActive())
        m_wait.start();
}

void StateStack::showState(const StateText &text)
{
    m_wait.stop();
    m_state->show(text);
    setCurrentWidget(m_state);
}

void StateStack::showError(const Error &error, std::function<void()> retry)
{
    const QString advice = errorAdvice(error);
    const QString detail = errorDetail(error);
    QStringList lines;
    for (const QString &line : {advice, detail}) {
        if (!line.isEmpty())
            lines.append(line);
    }
    showState({"warning", errorText(error), lines.join(u'\n'), tr("Try again"), std::move(retry)});
}

} // namespace cloister::ui
