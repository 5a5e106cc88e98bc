#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace cloister::ui {

/// What is asked before an act that cannot simply be undone; plain texts of our own.
struct Question
{
    QString title;
    QString text;
    QString act;  ///< the button that goes on
    QString back; ///< the button that does not; the default one, and Escape's
};

/// Asks in a box over `parent` and calls `act` when that is chosen. Does not wait. GUI thread.
void askFirst(QWidget *parent, const Question &question, const std::function<void()> &act);

} // namespace cloister::ui
