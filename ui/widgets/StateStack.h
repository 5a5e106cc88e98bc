#pragma once

#include "engine/base/Error.h"
#include "ui/widgets/EmptyState.h"

#include <QStackedWidget>
#include <QTimer>

namespace cloister::ui {

/// A list or view and what stands in its place while there is nothing to see in it: why, and what to do. GUI thread.
class StateStack : public QStackedWidget
{
    Q_OBJECT

public:
    /// Takes the content over.
    explicit StateStack(QWidget *content, QWidget *parent = nullptr);

    void showContent();
    /// A busy bar, once it has lasted 200 ms; until then what is shown stays.
    void showLoading();
    void showState(const StateText &text);
    /// What happened, what to do, and a button to try again.
    void showError(const Error &error, std::function<void()> retry);

private:
    EmptyState *m_state;
    QWidget *m_content;
    QWidget *m_loading;
    QTimer m_wait;
};

} // namespace cloister::ui
