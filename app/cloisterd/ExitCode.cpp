#include "app/cloisterd/ExitCode.h"

namespace cloister::cli {

ExitCode exitCodeOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Unauthenticated: return ExitCode::Locked;
    case ErrorCode::Integrity: return ExitCode::Damaged;
    case ErrorCode::Sealed:
    case ErrorCode::StorageUnavailable:
    case ErrorCode::Overloaded:
    case ErrorCode::ShuttingDown:
    case ErrorCode::RequestTimeout: return ExitCode::Unavailable;
    default: return ExitCode::Failed;
    }
}

} // namespace cloister::cli
