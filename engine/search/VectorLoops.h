#pragma once

#include "engine/search/Int8Gemm.h"

#include <cstring>

// The loops that all kernels share, written on the compiler's vector types. They are always inlined, so each kernel's
// wrapper compiles them for its own instruction set, and nothing compiled for a newer processor can be linked into
// code that runs on an older one. For that reason nothing here calls a function of a library.
#define CLOISTER_INLINE [[gnu::always_inline]] inline

namespace cloister::search::loops {

/// Tokens whose attention is computed side by side.
constexpr int kQueriesTogether = 4;

/// Vectors of `Lanes` floats: as many as the processor computes with at once.
template<int Lanes>
struct Vector
{
    using Floats [[gnu::vector_size(Lanes * sizeof(float))]] = float;
    using Ints [[gnu::vector_size(Lanes * sizeof(int32_t))]] = int32_t;
    using Bytes [[gnu::vector_size(Lanes)]] = uint8_t;
    using FloatsInMemory [[gnu::vector_size(Lanes * sizeof(float)), gnu::aligned(4), gnu::may_alias]] = float;
    using IntsInMemory [[gnu::vector_size(Lanes * sizeof(int32_t)), gnu::aligned(4), gnu::may_alias]] = int32_t;
    using BytesInMemory [[gnu::vector_size(Lanes), gnu::aligned(1), gnu::may_alias]] = uint8_t;
};

// The vector at a float pointer. Macros, as a function could not return a vector that the base processor does not have.
#define CLOISTER_AT(pointer) (*reinterpret_cast<typename Vector<Lanes>::FloatsInMemory *>(pointer))
#define CLOISTER_FROM(pointer) (*reinterpret_cast<const typename Vector<Lanes>::FloatsInMemory *>(pointer))

template<int Lanes>
CLOISTER_INLINE float sumOf(const typename Vector<Lanes>::Floats &v)
{
    float sum = 0;
    for (int i = 0; i < Lanes; ++i)
        sum += v[i];
    return sum;
}

template<int Lanes>
CLOISTER_INLINE float largestOf(const typename Vector<Lanes>::Floats &v)
{
    float largest = v[0];
    for (int i = 1; i < Lanes; ++i)
        largest = v[i] > largest ? v[i] : largest;
    return largest;
}

CLOISTER_INLINE float inverseRoot(float value)
{
    return 1.0F / __builtin_sqrtf(value);
}

template<int Lanes>
CLOISTER_INLINE void quantiseRow(const float *x, int columns, uint8_t *out, float &scale, float &lowest)
{
    constexpr float kTop = 255;
    using Floats = typename Vector<Lanes>::Floats;
    Floats most = CLOISTER_FROM(x);
    Floats least = -most;
    for (int i = Lanes; i < columns; i += Lanes) {
        const Floats v = CLOISTER_FROM(x + i);
        most = v > most ? v : most;
        least = -v > least ? -v : least;
    }
    const float low = -largestOf<Lanes>(least);
    const float range = largestOf<Lanes>(most) - low;
    const float factor = range > 1e-20F ? kTop / range : 0;
    scale = range / kTop;
    lowest = low;
    for (int i = 0; i < columns; i += Lanes) {
        const Floats v = (CLOISTER_FROM(x + i) - low) * factor + 0.5F;
        const auto rounded = __builtin_convertvector(v, typename Vector<Lanes>::Ints);
        *reinterpret_cast<typename Vector<Lanes>::BytesInMemory *>(out + i)
            = __builtin_convertvector(rounded, typename Vector<Lanes>::Bytes);
    }
}

template<int Lanes>
CLOISTER_INLINE void quantise(const float *values, ByteRows &rows)
{
    for (int row = 0; row < rows.rows; ++row) {
        const size_t start = size_t(row) * size_t(rows.columns);
        quantiseRow<Lanes>(
            values + start, rows.columns, rows.values.data() + start, rows.scales.data()[row], rows.lowest.data()[row]);
    }
}

template<int Lanes>
CLOISTER_INLINE void normalise(const float *x, int rows, int columns, const float *gain, const float *bias, float *y)
{
    using Floats = typename Vector<Lanes>::Floats;
    for (int row = 0; row < rows; ++row, x += columns, y += columns) {
        Floats sum = {};
        for (int i = 0; i < columns; i += Lanes)
            sum += CLOISTER_FROM(x + i);
        const float mean = sumOf<Lanes>(sum) / float(columns);
        Floats squares = {};
        for (int i = 0; i < columns; i += Lanes) {
            const Floats off = CLOISTER_FROM(x + i) - mean;
            squares += off * off;
        }
        constexpr float kEpsilon = 1e-6F;
        const float factor = inverseRoot(sumOf<Lanes>(squares) / float(columns) + kEpsilon);
        for (int i = 0; i < columns; i += Lanes)
            CLOISTER_AT(y + i) = (CLOISTER_FROM(x + i) - mean) * factor * CLOISTER_FROM(gain + i) + CLOISTER_FROM(bias + i);
    }
}

/// e to the power of each x, for x at most 0; relative error below 1e-6, and nothing below e^-87. In place.
template<int Lanes>
CLOISTER_INLINE void exponential(typename Vector<Lanes>::Floats &x)
{
    using Floats = typename Vector<Lanes>::Floats;
    using Ints = typename Vector<Lanes>::Ints;
    const Floats floor = Floats{} - 87.0F;
    x = x < floor ? floor : x;
    const Ints whole = __builtin_convertvector(x * 1.44269504F - 0.5F, Ints);
    const Floats n = __builtin_convertvector(whole, Floats);
    // ln 2 in two parts, so that the rest keeps its last digits.
    const Floats r = x - n * 0.693359375F + n * 2.12194440e-4F;
    Floats p = r * (1.0F / 720) + (1.0F / 120);
    p = p * r + (1.0F / 24);
    p = p * r + (1.0F / 6);
    p = p * r + 0.5F;
    p = p * r + 1.0F;
    p = p * r + 1.0F;
    const Ints power = (whole + 127) << 23;
    Floats scale;
    __builtin_memcpy(&scale, &power, sizeof(scale));
    x = p * scale;
}

/// Turns `tokens` scores into weights that add up to 1; the scores' padding up to `padded` becomes next to nothing.
template<int Lanes>
CLOISTER_INLINE void softmax(float *scores, int tokens, int padded)
{
    using Floats = typename Vector<Lanes>::Floats;
    for (int i = tokens; i < padded; ++i)
        scores[i] = -1e30F;
    Floats most = CLOISTER_FROM(scores);
    for (int i = Lanes; i < padded; i += Lanes) {
        const Floats v = CLOISTER_FROM(scores + i);
        most = v > most ? v : most;
    }
    const float top = largestOf<Lanes>(most);
    Floats sum = {};
    for (int i = 0; i < padded; i += Lanes) {
        Floats v = CLOISTER_FROM(scores + i) - top;
        exponential<Lanes>(v);
        CLOISTER_AT(scores + i) = v;
        sum += v;
    }
    const float factor = 1.0F / sumOf<Lanes>(sum);
    for (int i = 0; i < padded; i += Lanes)
        CLOISTER_AT(scores + i) = CLOISTER_FROM(scores + i) * factor;
}

/// What attention works on, for one head.
struct HeadInputs
{
    const float *queries;   ///< of the first token; the next token's are 3 × width further, as the values' are
    const float *keys;      ///< one column a token, `padded` columns
    const float *values;
    float *weights;         ///< scratch
    int padded;             ///< tokens, rounded up to whole vectors
};

/// One head for `Queries` tokens from `token` on.
template<int Lanes, int Queries>
CLOISTER_INLINE void attendQueries(const AttentionShape &shape, const HeadInputs &head, int token, float *context)
{
    using Floats = typename Vector<Lanes>::Floats;
    const int depth = shape.width / shape.heads;
    const int stride = 3 * shape.width;
    const int padded = head.padded;
    const float *queries = head.queries + token * stride;
    const float scale = inverseRoot(float(depth));
    for (int other = 0; other < padded; other += Lanes) {
        Floats sums[Queries] = {};
        for (int i = 0; i < depth; ++i) {
            const Floats key = CLOISTER_FROM(head.keys + i * padded + other);
            for (int q = 0; q < Queries; ++q)
                sums[q] += key * queries[q * stride + i];
        }
        for (int q = 0; q < Queries; ++q)
            CLOISTER_AT(head.weights + q * padded + other) = sums[q] * scale;
    }
    for (int q = 0; q < Queries; ++q)
        softmax<Lanes>(head.weights + q * padded, shape.tokens, padded);
    for (int i = 0; i < depth; i += Lanes) {
        Floats sums[Queries] = {};
        for (int other = 0; other < shape.tokens; ++other) {
            const Floats value = CLOISTER_FROM(head.values + other * stride + i);
            for (int q = 0; q < Queries; ++q)
                sums[q] += value * head.weights[q * padded + other];
        }
        for (int q = 0; q < Queries; ++q)
            CLOISTER_AT(context + (token + q) * shape.width + i) = sums[q];
    }
}

template<int Lanes>
CLOISTER_INLINE void attend(const AttentionShape &shape, const float *qkv, float *scratch, float *context)
{
    const int depth = shape.width / shape.heads;
    const int stride = 3 * shape.width;
    const int padded = (shape.tokens + Lanes - 1) / Lanes * Lanes;
    float *keys = scratch;
    for (int number = 0; number < shape.heads; ++number) {
        const float *queries = qkv + number * depth;
        const float *headKeys = queries + shape.width;
        for (int i = 0; i < depth; ++i) {
            for (int token = 0; token < padded; ++token)
                keys[i * padded + token] = token < shape.tokens ? headKeys[token * stride + i] : 0;
        }
        const HeadInputs head{queries, keys, headKeys + shape.width, scratch + padded * depth, padded};
        int token = 0;
        for (; token + kQueriesTogether <= shape.tokens; token += kQueriesTogether)
            attendQueries<Lanes, kQueriesTogether>(shape, head, token, context + number * depth);
        for (; token < shape.tokens; ++token)
            attendQueries<Lanes, 1>(shape, head, token, context + number * depth);
    }
}

CLOISTER_INLINE int32_t dot(const int8_t *a, const int8_t *b, int count)
{
    int32_t sum = 0;
    for (int i = 0; i < count; ++i)
        sum += int32_t(a[i]) * int32_t(b[i]);
    return sum;
}

/// Where a tile of integer sums goes, and how it becomes floats.
struct TileOutput
{
    const ByteRows &inputs;
    const Int8Matrix &weights;
    const float *bias;
    Finish finish;
    float *y;
};

/// Writes the integer sums of `rows` × (`blocks` × 16) columns.
template<int Lanes>
CLOISTER_INLINE void finishTile(const TileOutput &out, const int32_t *sums, int row, int rows, int block, int blocks)
{
    using Floats = typename Vector<Lanes>::Floats;
    const int columns = out.weights.columns();
    const int first = block * Int8Matrix::kBlockColumns;
    const int width = blocks * Int8Matrix::kBlockColumns;
    const Floats zero = {};
    for (int r = 0; r < rows; ++r, sums += width) {
        const float scale = out.inputs.scales.data()[row + r];
        const float lowest = out.inputs.lowest.data()[row + r];
        float *y = out.y + size_t(row + r) * size_t(columns) + first;
        for (int i = 0; i < width; i += Lanes) {
            const auto whole = *reinterpret_cast<const typename Vector<Lanes>::IntsInMemory *>(sums + i);
            const Floats products = __builtin_convertvector(whole, Floats) * scale;
            Floats value = products * CLOISTER_FROM(out.weights.scales() + first + i)
                + CLOISTER_FROM(out.weights.sums() + first + i) * lowest + CLOISTER_FROM(out.bias + first + i);
            if (out.finish == Finish::Relu)
                value = value > zero ? value : zero;
            else if (out.finish == Finish::Add)
                value += CLOISTER_FROM(y + i);
            CLOISTER_AT(y + i) = value;
        }
    }
}

/// The rows of one column panel. `Tile::run<Rows, Blocks>(inputs, stride, weights, blockStride, depth, sums)` adds up
/// Rows × (Blocks × 16) integer products over `depth` groups of four.
template<typename Tile, int Blocks>
CLOISTER_INLINE void multiplyPanel(const TileOutput &out, int block)
{
    const int stride = out.inputs.columns;
    const int depth = stride / Int8Matrix::kGroupRows;
    const int8_t *weights = out.weights.block(block);
    const size_t blockStride = size_t(stride) * Int8Matrix::kBlockColumns;
    int32_t sums[Tile::kRows * Blocks * Int8Matrix::kBlockColumns];
    int row = 0;
    const uint8_t *inputs = out.inputs.values.data();
    for (; row + Tile::kRows <= out.inputs.rows; row += Tile::kRows) {
        Tile::template run<Tile::kRows, Blocks>(inputs + size_t(row) * size_t(stride), stride, weights, blockStride, depth, sums);
        finishTile<Tile::kLanes>(out, sums, row, Tile::kRows, block, Blocks);
    }
    for (; row < out.inputs.rows; ++row) {
        Tile::template run<1, Blocks>(inputs + size_t(row) * size_t(stride), stride, weights, blockStride, depth, sums);
        finishTile<Tile::kLanes>(out, sums, row, 1, block, Blocks);
    }
}

template<typename Tile>
CLOISTER_INLINE void multiply(const TileOutput &out)
{
    const int blocks = out.weights.columns() / Int8Matrix::kBlockColumns;
    int block = 0;
    for (; block + Tile::kBlocks <= blocks; block += Tile::kBlocks)
        multiplyPanel<Tile, Tile::kBlocks>(out, block);
    for (; block < blocks; ++block)
        multiplyPanel<Tile, 1>(out, block);
}

} // namespace cloister::search::loops
