#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <mutex>

namespace cloister {

/// Takes calls to the event loop of the thread it belongs to. Whoever holds it may post at any time; it closes when its
/// thread ends, and what was not called by then never is.
class Mailbox
{
public:
    /// That of the calling thread.
    static std::shared_ptr<Mailbox> ofThisThread();

    /// Has `call` called by the mailbox's thread, in the order of posting, and ended there. Any thread.
    void post(std::function<void()> call);

private:
    struct Owner;

    std::mutex m_mutex;
    std::unique_ptr<QObject> m_receiver = std::make_unique<QObject>(); ///< none once closed
};

} // namespace cloister
