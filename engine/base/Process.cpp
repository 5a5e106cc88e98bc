#include "engine/base/Process.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace cloister {

Result<void> hardenProcess()
{
    ::umask(0077);
    const rlimit none {0, 0};
    if (::setrlimit(RLIMIT_CORE, &none) != 0)
        return fail(ErrorCode::Internal, QStringLiteral("core dumps cannot be turned off"));
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return fail(ErrorCode::Internal, QStringLiteral("the process cannot be made undumpable"));
    return {};
}

} // namespace cloister
