#pragma once

#include <QFutureWatcher>

#include <utility>

namespace cloister::ui {

/// Calls `act` with the result of the future on the thread of `context`, which is the caller's: later, from the event loop,
/// even when the result is there already. Not at all when the context is gone by then or there is no result. GUI thread.
template<typename T, typename Act>
void whenDone(const QFuture<T> &future, QObject *context, Act act)
{
    auto *watcher = new QFutureWatcher<T>(context); // ends with the context, so that nothing is ever called after it
    const auto finished = [watcher, act = std::move(act)]() mutable {
        watcher->deleteLater();
        if (watcher->future().resultCount() > 0)
            act(watcher->result());
    };
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, finished);
    watcher->setFuture(future);
}

} // namespace cloister::ui
