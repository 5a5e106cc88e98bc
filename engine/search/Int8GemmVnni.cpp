#include "engine/search/Int8Kernels.h"

#if defined(__x86_64__)

#include "engine/search/VectorLoops.h"

#include <immintrin.h>

#define CLOISTER_VNNI [[gnu::target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]]

namespace cloister::search {

/// 6 rows × 64 columns: 24 sums in registers for 4 loads of weights and 6 of inputs.
struct VnniTile
{
    static constexpr int kLanes = 16;
    static constexpr int kRows = 6;
    static constexpr int kBlocks = 4;

    template<int Rows, int Blocks>
    CLOISTER_VNNI static void run(const uint8_t *inputs, int stride, const int8_t *weights, size_t blockStride, int depth,
                                  int32_t *sums)
    {
        __m512i total[Rows][Blocks];
        for (int r = 0; r < Rows; ++r) {
            for (int b = 0; b < Blocks; ++b)
                total[r][b] = _mm512_setzero_si512();
        }
        for (int k = 0; k < depth; ++k) {
            __m512i w[Blocks];
            for (int b = 0; b < Blocks; ++b)
                w[b] = _mm512_loadu_si512(weights + size_t(b) * blockStride + size_t(k) * 64);
            for (int r = 0; r < Rows; ++r) {
                int32_t four;
                std::memcpy(&four, inputs + r * stride + k * 4, sizeof(four));
                const __m512i x = _mm512_set1_epi32(four);
                for (int b = 0; b < Blocks; ++b)
                    total[r][b] = _mm512_dpbusd_epi32(total[r][b], x, w[b]);
            }
        }
        for (int r = 0; r < Rows; ++r) {
            for (int b = 0; b < Blocks; ++b)
                _mm512_storeu_si512(sums + (r * Blocks + b) * 16, total[r][b]);
        }
    }
};

CLOISTER_VNNI static void quantiseVnni(const float *values, ByteRows &rows)
{
    loops::quantise<16>(values, rows);
}

CLOISTER_VNNI static void multiplyVnni(const ByteRows &inputs, const Int8Matrix &weights, const float *bias, Finish finish,
                                       float *y)
{
    loops::multiply<VnniTile>({inputs, weights, bias, finish, y});
}

CLOISTER_VNNI static void normaliseVnni(const float *x, int rows, int columns, const float *gain, const float *bias, float *y)
{
    loops::normalise<16>(x, rows, columns, gain, bias, y);
}

CLOISTER_VNNI static void attendVnni(const AttentionShape &shape, const float *qkv, float *scratch, float *context)
{
    loops::attend<16>(shape, qkv, scratch, context);
}

CLOISTER_VNNI static int32_t dotVnni(const int8_t *a, const int8_t *b, int count)
{
    return loops::dot(a, b, count);
}

const KernelFunctions kVnniKernel{quantiseVnni, multiplyVnni, normaliseVnni, attendVnni, dotVnni};

} // namespace cloister::search

#endif
