#include "engine/base/Random.h"

#include <cerrno>

#include <sys/random.h>

namespace cloister {

QByteArray SystemRandom::bytes(qsizetype count)
{
    QByteArray out(count, Qt::Uninitialized);
    qsizetype filled = 0;
    while (filled < count) {
        const ssize_t got = getrandom(out.data() + filled, static_cast<size_t>(count - filled), 0);
        if (got > 0)
            filled += got;
        else if (errno != EINTR)
            qFatal("the system gives no random bytes");
    }
    return out;
}

} // namespace cloister
