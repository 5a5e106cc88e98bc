#include "engine/base/Clock.h"

#include <chrono>

namespace cloister {

qint64 SystemClock::nowMs() const
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace cloister
