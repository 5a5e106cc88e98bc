#pragma once

#include "engine/base/Result.h"

#include <QObject>

#include <functional>
#include <memory>

class QSocketNotifier;

namespace cloister::cli {

/// Turns SIGTERM, SIGINT and SIGHUP into a call on the main thread's event loop. Made before any other thread is, which
/// then all leave these signals to it.
class StopSignal final : public QObject
{
public:
    /// Internal when the system gives no descriptor for them.
    static Result<std::unique_ptr<StopSignal>> install();
    /// The signals do again what they did.
    ~StopSignal() override;

    /// Called with the signal's name once; a second signal ends the process at once.
    void onSignal(std::function<void(QString)> handler);

private:
    explicit StopSignal(int descriptor);
    void take();

    int m_descriptor;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::function<void(QString)> m_handler;
};

} // namespace cloister::cli
