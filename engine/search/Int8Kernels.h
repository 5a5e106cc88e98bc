#pragma once

#include "engine/search/Int8Gemm.h"

namespace cloister::search {

extern const KernelFunctions kPortableKernel;
#if defined(__x86_64__)
extern const KernelFunctions kSse2Kernel;
extern const KernelFunctions kAvx2Kernel;
extern const KernelFunctions kVnniKernel;
#endif

} // namespace cloister::search
