#include "engine/search/DotKernel.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace cloister::search {

static int32_t dotPlain(const int8_t *a, const int8_t *b, size_t size)
{
    int32_t sum = 0;
    for (size_t i = 0; i < size; ++i)
        sum += int32_t{a[i]} * int32_t{b[i]};
    return sum;
}

#if defined(__x86_64__)

// Products are made in 16 bits and summed in 32, so nothing saturates.

static int32_t dotSse2(const int8_t *a, const int8_t *b, size_t size)
{
    const __m128i zero = _mm_setzero_si128();
    __m128i sum = zero;
    for (size_t i = 0; i < size; i += 16) {
        const __m128i x = _mm_loadu_si128(reinterpret_cast<const __m128i *>(a + i));
        const __m128i y = _mm_loadu_si128(reinterpret_cast<const __m128i *>(b + i));
        const __m128i xSign = _mm_cmpgt_epi8(zero, x);
        const __m128i ySign = _mm_cmpgt_epi8(zero, y);
        sum = _mm_add_epi32(sum, _mm_madd_epi16(_mm_unpacklo_epi8(x, xSign), _mm_unpacklo_epi8(y, ySign)));
        sum = _mm_add_epi32(sum, _mm_madd_epi16(_mm_unpackhi_epi8(x, xSign), _mm_unpackhi_epi8(y, ySign)));
    }
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, _MM_SHUFFLE(1, 0, 3, 2)));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, _MM_SHUFFLE(2, 3, 0, 1)));
    return _mm_cvtsi128_si32(sum);
}

__attribute__((target("avx2"))) static int32_t dotAvx2(const int8_t *a, const int8_t *b, size_t size)
{
    __m256i sum = _mm256_setzero_si256();
    for (size_t i = 0; i < size; i += 16) {
        const __m256i x = _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i *>(a + i)));
        const __m256i y = _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i *>(b + i)));
        sum = _mm256_add_epi32(sum, _mm256_madd_epi16(x, y));
    }
    __m128i half = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, _MM_SHUFFLE(1, 0, 3, 2)));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, _MM_SHUFFLE(2, 3, 0, 1)));
    return _mm_cvtsi128_si32(half);
}

__attribute__((target("avx512f,avx512bw"))) static int32_t dotAvx512(const int8_t *a, const int8_t *b, size_t size)
{
    __m512i sum = _mm512_setzero_si512();
    for (size_t i = 0; i < size; i += 32) {
        const __m512i x = _mm512_cvtepi8_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i *>(a + i)));
        const __m512i y = _mm512_cvtepi8_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i *>(b + i)));
        sum = _mm512_add_epi32(sum, _mm512_madd_epi16(x, y));
    }
    alignas(64) int32_t lanes[16];
    _mm512_store_si512(lanes, sum);
    int32_t total = 0;
    for (const int32_t lane : lanes)
        total += lane;
    return total;
}

#endif

std::vector<NamedDotKernel> dotKernels()
{
    std::vector<NamedDotKernel> kernels = {{"plain", dotPlain}};
#if defined(__x86_64__)
    kernels.push_back({"sse2", dotSse2});
    if (__builtin_cpu_supports("avx2"))
        kernels.push_back({"avx2", dotAvx2});
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw"))
        kernels.push_back({"avx512", dotAvx512});
#endif
    return kernels;
}

DotKernel dotKernel()
{
    static const DotKernel best = dotKernels().back().kernel;
    return best;
}

} // namespace cloister::search
