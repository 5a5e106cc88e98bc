#pragma once

#include "engine/search/ModelFile.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace cloister::search {

/// The machine code for the encoder's arithmetic; each needs what its name says of the processor.
enum class Kernel { Portable, Sse2, Avx2, Vnni };

constexpr std::array<Kernel, 4> kKernels{Kernel::Portable, Kernel::Sse2, Kernel::Avx2, Kernel::Vnni};

const char *kernelName(Kernel kernel);
bool isSupported(Kernel kernel);

/// The fastest one that this processor supports.
Kernel bestKernel();

/// Weights of a linear layer, laid out for the kernels: blocks of 16 columns, within a block groups of 4 rows.
class Int8Matrix
{
public:
    static constexpr int kBlockColumns = 16;
    static constexpr int kGroupRows = 4;

    Int8Matrix() = default;

    /// From a column-scaled table whose rows are a multiple of 4 and whose columns are a multiple of 16.
    explicit Int8Matrix(const Int8Table &table);

    int rows() const { return m_rows; }
    int columns() const { return m_columns; }
    const int8_t *block(int number) const { return m_values.data() + size_t(number) * size_t(m_rows) * kBlockColumns; }
    const float *scales() const { return m_scales.data(); }

    /// The sum of each column's weights, times its scale: what an input of all ones would give.
    const float *sums() const { return m_sums.data(); }

private:
    int m_rows = 0;
    int m_columns = 0;
    std::vector<int8_t> m_values;
    std::vector<float> m_scales;
    std::vector<float> m_sums;
};

/// Inputs of a linear layer, rounded row by row: value u stands for lowest + scale × u.
struct ByteRows
{
    int rows = 0;
    int columns = 0;
    std::vector<uint8_t> values;
    std::vector<float> scales;
    std::vector<float> lowest;

    void resize(int newRows, int newColumns);
};

/// What becomes of a linear layer's sums.
enum class Finish {
    Store,   ///< y = sum
    Relu,    ///< y = max(0, sum)
    Add,     ///< y += sum
};

/// Queries, keys and values of one text for one attention layer: `tokens` rows of 3 × width floats.
struct AttentionShape
{
    int tokens = 0;
    int width = 0;
    int heads = 0;   ///< width / heads is a multiple of 16

    /// Floats of scratch space that a call needs.
    size_t scratchFloats() const;
};

/// The arithmetic of one Kernel. Pure functions without state: any thread. Columns are multiples of 16.
struct KernelFunctions
{
    /// To all of 0 to 255, the same by every kernel.
    void (*quantise)(const float *values, ByteRows &rows);
    /// y = finish(inputs × weights + bias), row-major.
    void (*multiply)(const ByteRows &inputs, const Int8Matrix &weights, const float *bias, Finish finish, float *y);
    /// Each row to mean 0 and deviation 1, then × gain + bias.
    void (*normalise)(const float *x, int rows, int columns, const float *gain, const float *bias, float *y);
    void (*attend)(const AttentionShape &shape, const float *qkv, float *scratch, float *context);
    int32_t (*dot)(const int8_t *a, const int8_t *b, int count);
};

/// The functions of a supported kernel.
const KernelFunctions &kernelFunctions(Kernel kernel);

} // namespace cloister::search
