#include "engine/search/Int8Kernels.h"
#include "engine/search/VectorLoops.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace cloister::search {

/// Works on any processor; four rows at a time, so that the weights are widened once for all of them.
struct PortableTile
{
    static constexpr int kLanes = 4;
    static constexpr int kRows = 4;
    static constexpr int kBlocks = 1;

    template<int Rows, int Blocks>
    static void run(const uint8_t *inputs, int stride, const int8_t *weights, size_t, int depth, int32_t *sums)
    {
        std::memset(sums, 0, sizeof(int32_t) * Rows * Int8Matrix::kBlockColumns);
        for (int k = 0; k < depth; ++k) {
            for (int r = 0; r < Rows; ++r) {
                const uint8_t *x = inputs + r * stride + k * 4;
                for (int c = 0; c < Int8Matrix::kBlockColumns; ++c) {
                    const int8_t *w = weights + (k * Int8Matrix::kBlockColumns + c) * 4;
                    sums[r * Int8Matrix::kBlockColumns + c] += x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + x[3] * w[3];
                }
            }
        }
    }
};

static void quantisePortable(const float *values, ByteRows &rows)
{
    loops::quantise<4>(values, rows);
}

static void multiplyPortable(const ByteRows &inputs, const Int8Matrix &weights, const float *bias, Finish finish, float *y)
{
    loops::multiply<PortableTile>({inputs, weights, bias, finish, y});
}

static void normalisePortable(const float *x, int rows, int columns, const float *gain, const float *bias, float *y)
{
    loops::normalise<4>(x, rows, columns, gain, bias, y);
}

static void attendPortable(const AttentionShape &shape, const float *qkv, float *scratch, float *context)
{
    loops::attend<4>(shape, qkv, scratch, context);
}

static int32_t dotPortable(const int8_t *a, const int8_t *b, int count)
{
    return loops::dot(a, b, count);
}

const KernelFunctions kPortableKernel{quantisePortable, multiplyPortable, normalisePortable, attendPortable, dotPortable};

#if defined(__SSE2__)

/// What every x86-64 processor has: weights and inputs widened to 16 bits, two products a step.
struct Sse2Tile
{
    static constexpr int kLanes = 4;
    static constexpr int kRows = 1;
    static constexpr int kBlocks = 1;

    template<int Rows, int Blocks>
    static void run(const uint8_t *inputs, int, const int8_t *weights, size_t, int depth, int32_t *sums)
    {
        __m128i total[8];
        for (__m128i &part : total)
            part = _mm_setzero_si128();
        const __m128i zero = _mm_setzero_si128();
        for (int k = 0; k < depth; ++k) {
            int32_t four;
            std::memcpy(&four, inputs + k * 4, sizeof(four));
            const __m128i x = _mm_unpacklo_epi8(_mm_set1_epi32(four), zero);
            for (int i = 0; i < 4; ++i) {
                const __m128i w = _mm_loadu_si128(reinterpret_cast<const __m128i *>(weights + k * 64 + i * 16));
                const __m128i low = _mm_srai_epi16(_mm_unpacklo_epi8(zero, w), 8);
                const __m128i high = _mm_srai_epi16(_mm_unpackhi_epi8(zero, w), 8);
                total[2 * i] = _mm_add_epi32(total[2 * i], _mm_madd_epi16(x, low));
                total[2 * i + 1] = _mm_add_epi32(total[2 * i + 1], _mm_madd_epi16(x, high));
            }
        }
        // Each part holds two sums of two columns side by side.
        int32_t halves[32];
        std::memcpy(halves, total, sizeof(halves));
        for (int c = 0; c < Int8Matrix::kBlockColumns; ++c)
            sums[c] = halves[2 * c] + halves[2 * c + 1];
    }
};

static void multiplySse2(const ByteRows &inputs, const Int8Matrix &weights, const float *bias, Finish finish, float *y)
{
    loops::multiply<Sse2Tile>({inputs, weights, bias, finish, y});
}

const KernelFunctions kSse2Kernel{quantisePortable, multiplySse2, normalisePortable, attendPortable, dotPortable};

#endif

} // namespace cloister::search
