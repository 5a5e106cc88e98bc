#include "engine/base/Mailbox.h"

#include <utility>

namespace cloister {

/// Closes the mailbox of a thread as the thread ends. What waits in it ends here too.
struct Mailbox::Owner
{
    ~Owner()
    {
        std::unique_ptr<QObject> receiver;
        {
            const std::lock_guard lock(mailbox->m_mutex);
            receiver.swap(mailbox->m_receiver);
        }
    }

    std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>();
};

std::shared_ptr<Mailbox> Mailbox::ofThisThread()
{
    static thread_local const Owner owner;
    return owner.mailbox;
}

void Mailbox::post(std::function<void()> call)
{
    const std::lock_guard lock(m_mutex);
    if (!m_receiver)
        return;
    // Qt's post holds on to what it posted until it returns, which may be after the call: the call is emptied there.
    QMetaObject::invokeMethod(
        m_receiver.get(), [call = std::move(call)]() mutable { std::exchange(call, nullptr)(); }, Qt::QueuedConnection);
}

} // namespace cloister
