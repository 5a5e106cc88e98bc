#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cloister::search {

/// Sum of a[i] × b[i] over `size` bytes. `size` is a multiple of kDotBlock, and at most 64 KiB.
using DotKernel = int32_t (*)(const int8_t *a, const int8_t *b, size_t size);

inline constexpr size_t kDotBlock = 64;

/// The size of a row that holds `dimensions` bytes, padded for the kernels.
inline constexpr size_t paddedSize(size_t dimensions)
{
    return (dimensions + kDotBlock - 1) / kDotBlock * kDotBlock;
}

/// The fastest kernel this processor runs (AVX-512, AVX2, SSE2 or plain); all give the same number. Any thread.
DotKernel dotKernel();

struct NamedDotKernel
{
    std::string name;
    DotKernel kernel;
};

/// Every kernel this processor runs, the plain one first.
std::vector<NamedDotKernel> dotKernels();

} // namespace cloister::search
