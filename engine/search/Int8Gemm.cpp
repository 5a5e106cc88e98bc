#include "engine/search/Int8Gemm.h"

#include "engine/search/Int8Kernels.h"

#include <algorithm>

namespace cloister::search {

const char *kernelName(Kernel kernel)
{
    switch (kernel) {
    case Kernel::Portable: return "portable";
    case Kernel::Sse2: return "SSE2";
    case Kernel::Avx2: return "AVX2";
    case Kernel::Vnni: return "AVX-512 VNNI";
    }
    return "";
}

bool isSupported(Kernel kernel)
{
#if defined(__x86_64__)
    switch (kernel) {
    case Kernel::Portable: return true;
    case Kernel::Sse2: return true;
    case Kernel::Avx2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case Kernel::Vnni:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")
            && __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    }
    return false;
#else
    return kernel == Kernel::Portable;
#endif
}

Kernel bestKernel()
{
    static const Kernel best = *std::find_if(kKernels.rbegin(), kKernels.rend(), isSupported);
    return best;
}

const KernelFunctions &kernelFunctions(Kernel kernel)
{
#if defined(__x86_64__)
    switch (kernel) {
    case Kernel::Portable: return kPortableKernel;
    case Kernel::Sse2: return kSse2Kernel;
    case Kernel::Avx2: return kAvx2Kernel;
    case Kernel::Vnni: return kVnniKernel;
    }
#else
    Q_UNUSED(kernel)
#endif
    return kPortableKernel;
}

Int8Matrix::Int8Matrix(const Int8Table &table)
    : m_rows(table.rows), m_columns(table.columns), m_values(table.values.size()), m_scales(table.scales),
      m_sums(table.scales.size())
{
    const auto rows = size_t(table.rows);
    const auto columns = size_t(table.columns);
    std::vector<int> sums(columns, 0);
    for (size_t row = 0; row < rows; ++row) {
        for (size_t column = 0; column < columns; ++column) {
            const int8_t value = table.values[row * columns + column];
            const size_t group = column / kBlockColumns * (rows / kGroupRows) + row / kGroupRows;
            m_values[(group * kBlockColumns + column % kBlockColumns) * kGroupRows + row % kGroupRows] = value;
            sums[column] += value;
        }
    }
    for (size_t column = 0; column < columns; ++column)
        m_sums[column] = float(sums[column]) * m_scales[column];
}

void ByteRows::resize(int newRows, int newColumns)
{
    rows = newRows;
    columns = newColumns;
    values.resize(size_t(rows) * size_t(columns));
    scales.resize(size_t(rows));
    lowest.resize(size_t(rows));
}

size_t AttentionShape::scratchFloats() const
{
    // Keys with the tokens side by side, and four queries' weights, both padded to whole vectors of 16.
    const auto padded = size_t((tokens + 15) / 16 * 16);
    return padded * size_t(width / heads) + padded * 4;
}

} // namespace cloister::search
