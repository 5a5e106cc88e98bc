#include "app/cloisterd/StopSignal.h"

#include <QSocketNotifier>

#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>

namespace cloister::cli {

static sigset_t stopSignals()
{
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        ::sigaddset(&signals, number);
    return signals;
}

Result<std::unique_ptr<StopSignal>> StopSignal::install()
{
    const sigset_t signals = stopSignals();
    const int descriptor = ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    if (descriptor < 0 || ::pthread_sigmask(SIG_BLOCK, &signals, nullptr) != 0)
        return fail(ErrorCode::Internal, QStringLiteral("signals cannot be waited for"));
    return std::unique_ptr<StopSignal>(new StopSignal(descriptor));
}

StopSignal::StopSignal(int descriptor) :
    m_descriptor(descriptor),
    m_notifier(std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read))
{
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &StopSignal::take);
}

StopSignal::~StopSignal()
{
    m_notifier.reset();
    ::close(m_descriptor);
    const sigset_t signals = stopSignals();
    ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

void StopSignal::onSignal(std::function<void(QString)> handler)
{
    m_handler = std::move(handler);
}

void StopSignal::take()
{
    signalfd_siginfo info = {};
    if (::read(m_descriptor, &info, sizeof info) != sizeof info || !m_handler)
        return;
    const int number = static_cast<int>(info.ssi_signo);
    const QString name = number == SIGTERM ? QStringLiteral("SIGTERM")
        : number == SIGINT               ? QStringLiteral("SIGINT")
                                         : QStringLiteral("SIGHUP");
    // Stopping takes its time; whoever has none sends another.
    m_notifier->setEnabled(false);
    const sigset_t signals = stopSignals();
    ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    m_handler(name);
}

} // namespace cloister::cli
