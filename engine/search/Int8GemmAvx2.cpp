#include "engine/search/Int8Kernels.h"

#if defined(__x86_64__)

#include "engine/search/VectorLoops.h"

#include <immintrin.h>

#define CLOISTER_AVX2 [[gnu::target("avx2,fma")]]

namespace cloister::search {

/// 4 rows × 16 columns. Inputs and weights are widened to 16 bits, the even ones of a group of four and the odd ones apart:
/// products of bytes would not fit the 16 bits in which this processor adds them.
struct Avx2Tile
{
    static constexpr int kLanes = 8;
    static constexpr int kRows = 4;
    static constexpr int kBlocks = 1;

    template<int Rows, int Blocks>
    CLOISTER_AVX2 static void run(const uint8_t *inputs, int stride, const int8_t *weights, size_t, int depth, int32_t *sums)
    {
        __m256i total[Rows][2];
        for (int r = 0; r < Rows; ++r)
            total[r][0] = total[r][1] = _mm256_setzero_si256();
        const __m256i low = _mm256_set1_epi16(0xff);
        for (int k = 0; k < depth; ++k) {
            const auto *w = reinterpret_cast<const __m256i *>(weights + size_t(k) * 64);
            const __m256i left = _mm256_loadu_si256(w);
            const __m256i right = _mm256_loadu_si256(w + 1);
            const __m256i leftEven = _mm256_srai_epi16(_mm256_slli_epi16(left, 8), 8);
            const __m256i rightEven = _mm256_srai_epi16(_mm256_slli_epi16(right, 8), 8);
            const __m256i leftOdd = _mm256_srai_epi16(left, 8);
            const __m256i rightOdd = _mm256_srai_epi16(right, 8);
            for (int r = 0; r < Rows; ++r) {
                int32_t four;
                std::memcpy(&four, inputs + r * stride + k * 4, sizeof(four));
                const __m256i x = _mm256_set1_epi32(four);
                const __m256i even = _mm256_and_si256(x, low);
                const __m256i odd = _mm256_srli_epi16(x, 8);
                total[r][0] = _mm256_add_epi32(total[r][0],
                    _mm256_add_epi32(_mm256_madd_epi16(even, leftEven), _mm256_madd_epi16(odd, leftOdd)));
                total[r][1] = _mm256_add_epi32(total[r][1],
                    _mm256_add_epi32(_mm256_madd_epi16(even, rightEven), _mm256_madd_epi16(odd, rightOdd)));
            }
        }
        for (int r = 0; r < Rows; ++r) {
            auto *out = reinterpret_cast<__m256i *>(sums + r * 16);
            _mm256_storeu_si256(out, total[r][0]);
            _mm256_storeu_si256(out + 1, total[r][1]);
        }
    }
};

CLOISTER_AVX2 static void quantiseAvx2(const float *values, ByteRows &rows)
{
    loops::quantise<8>(values, rows);
}

CLOISTER_AVX2 static void multiplyAvx2(const ByteRows &inputs, const Int8Matrix &weights, const float *bias, Finish finish,
                                       float *y)
{
    loops::multiply<Avx2Tile>({inputs, weights, bias, finish, y});
}

CLOISTER_AVX2 static void normaliseAvx2(const float *x, int rows, int columns, const float *gain, const float *bias, float *y)
{
    loops::normalise<8>(x, rows, columns, gain, bias, y);
}

CLOISTER_AVX2 static void attendAvx2(const AttentionShape &shape, const float *qkv, float *scratch, float *context)
{
    loops::attend<8>(shape, qkv, scratch, context);
}

CLOISTER_AVX2 static int32_t dotAvx2(const int8_t *a, const int8_t *b, int count)
{
    return loops::dot(a, b, count);
}

const KernelFunctions kAvx2Kernel{quantiseAvx2, multiplyAvx2, normaliseAvx2, attendAvx2, dotAvx2};

} // namespace cloister::search

#endif
