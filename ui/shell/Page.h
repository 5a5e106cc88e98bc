#pragma once

#include "engine/base/Result.h"
#include "ui/shell/Navigator.h"
#include "ui/widgets/EmptyState.h"

#include <QTimer>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QStackedWidget;

namespace cloister::ui {

/// One page of the console: a heading with its actions, and below it the content or, in its place, one of the other four
/// states. A page asks the service when it is opened and on reload(), and tells what came of it with one of the show
/// functions. GUI thread; a page never waits and never outlives its session's connection.
class Page : public QWidget
{
    Q_OBJECT

public:
    enum class State { Loading, Filled, Empty, Error, Locked };

    State state() const { return m_state; }

    /// Asks for everything anew: on first showing, F5 and Retry.
    virtual void reload() = 0;
    /// Shows what it was opened for. Called after the first reload() began.
    virtual void showTarget(const Target &) {}
    /// What Ctrl+F goes to; nullptr = nothing to filter.
    virtual QLineEdit *filterField() { return nullptr; }

Q_SIGNALS:
    void stateChanged();

protected:
    /// `title` stands in the heading; `context` is kept.
    Page(const PageContext &context, const QString &title, QWidget *parent = nullptr);

    Session &session() const { return m_context.session; }
    Jobs &jobs() const { return m_context.jobs; }
    Navigator &navigator() const { return m_context.navigator; }
    const PageContext &context() const { return m_context; }

    /// The filled state; owned by the page.
    void setContent(QWidget *content);
    /// A quiet line beside the title; plain text.
    void setSubtitle(const QString &text);
    /// The right end of the heading, for a few buttons or a ScopeChip. In sight with the content alone: in its place there is
    /// nothing that they could act on.
    QHBoxLayout *actions() const { return m_actions; }

    /// A request is under way: after 200 ms, shows so. Content that is there stays, with a busy bar above it.
    void showLoading();
    void showFilled();
    void showEmpty(const StateText &text);
    /// With Retry; a sealed workspace or an ended session shows as locked, with the way to unlock.
    void showError(const Error &error);
    /// Whether the error is one that only unlocking helps against.
    static bool isLocked(const Error &error);

private:
    QWidget *makeHeading(const QString &title);
    void showLocked(const Error &error);
    void enter(State state, QWidget *shown);

    PageContext m_context;
    State m_state = State::Loading;
    QLabel *m_subtitle;
    QWidget *m_bar; ///< what the actions are in
    QHBoxLayout *m_actions;
    QProgressBar *m_busy;
    QStackedWidget *m_stack;
    QWidget *m_loading;
    EmptyState *m_panel;
    QWidget *m_content = nullptr;
    QTimer m_late;
};

} // namespace cloister::ui
