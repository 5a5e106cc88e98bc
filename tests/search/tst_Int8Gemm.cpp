#include "engine/search/Int8Gemm.h"
#include "tests/support/Test.h"

#include <cmath>
#include <random>

using namespace cloister::search;

Q_DECLARE_METATYPE(cloister::search::Kernel)

static std::vector<float> uniform(std::mt19937 &generator, int count, float range)
{
    std::vector<float> values;
    for (int i = 0; i < count; ++i)
        values.push_back(range * (float(generator() % 20'001) / 10'000 - 1));
    return values;
}

/// A random table that keeps its own numbers.
struct TableOfTest
{
    std::vector<int8_t> values;
    Int8Table table;

    TableOfTest(std::mt19937 &generator, int rows, int columns)
    {
        for (int i = 0; i < rows * columns; ++i)
            values.push_back(int8_t(int(generator() % 255) - 127));
        table = {rows, columns, std::vector<float>(size_t(columns), 1.0F), values};
    }
};

class tst_Int8Gemm : public QObject
{
    Q_OBJECT

private:
    static void addKernels()
    {
        QTest::addColumn<Kernel>("kernel");
        for (const Kernel kernel : kKernels) {
            if (isSupported(kernel))
                QTest::newRow(kernelName(kernel)) << kernel;
        }
    }

private Q_SLOTS:
    void bestKernel_isSupported()
    {
        QVERIFY(isSupported(Kernel::Portable));
        QVERIFY(isSupported(bestKernel()));
    }

    void multiply_extremeAndRandomIntegers_isExact_data() { addKernels(); }
    void multiply_extremeAndRandomIntegers_isExact()
    {
        QFETCH(Kernel, kernel);
        const KernelFunctions &functions = kernelFunctions(kernel);
        std::mt19937 generator(1);
        // Row and column counts that leave a rest in every kernel's blocks.
        for (const auto &[rows, depth, columns] : {std::array{1, 16, 16}, {5, 32, 48}, {13, 64, 80}, {6, 528, 64}}) {
            TableOfTest weights(generator, depth, columns);
            std::fill_n(weights.values.begin(), columns * 4, int8_t(-127));
            ByteRows inputs;
            inputs.resize(rows, depth);
            for (uint8_t &value : inputs.values)
                value = uint8_t(generator() % 256U);
            std::fill_n(inputs.values.begin(), depth, uint8_t(255));
            inputs.scales.assign(size_t(rows), 1.0F);
            inputs.lowest.assign(size_t(rows), 0.0F);
            const std::vector<float> bias(size_t(columns), 0.0F);
            std::vector<float> y(size_t(rows * columns));
            functions.multiply(inputs, Int8Matrix(weights.table), bias.data(), Finish::Store, y.data());
            for (int row = 0; row < rows; ++row) {
                for (int column = 0; column < columns; ++column) {
                    int sum = 0;
                    for (int i = 0; i < depth; ++i)
                        sum += inputs.values[size_t(row * depth + i)] * weights.values[size_t(i * columns + column)];
                    QCOMPARE(y[size_t(row * columns + column)], float(sum));
                }
            }
        }
    }

    void multiply_floats_followsScalesBiasAndFinish_data() { addKernels(); }
    void multiply_floats_followsScalesBiasAndFinish()
    {
        QFETCH(Kernel, kernel);
        const KernelFunctions &functions = kernelFunctions(kernel);
        std::mt19937 generator(2);
        TableOfTest weights(generator, 32, 16);
        weights.table.scales = uniform(generator, 16, 0.01F);
        const std::vector<float> x = uniform(generator, 3 * 32, 2);
        const std::vector<float> bias = uniform(generator, 16, 1);
        ByteRows bytes;
        bytes.resize(3, 32);
        functions.quantise(x.data(), bytes);
        const Int8Matrix matrix(weights.table);
        const std::vector<float> before = uniform(generator, 3 * 16, 1);
        std::vector<float> stored(3 * 16);
        std::vector<float> positive(3 * 16);
        std::vector<float> added = before;
        functions.multiply(bytes, matrix, bias.data(), Finish::Store, stored.data());
        functions.multiply(bytes, matrix, bias.data(), Finish::Relu, positive.data());
        functions.multiply(bytes, matrix, bias.data(), Finish::Add, added.data());
        for (size_t i = 0; i < stored.size(); ++i) {
            double exact = double(bias[i % 16]);
            for (size_t k = 0; k < 32; ++k)
                exact += double(x[i / 16 * 32 + k]) * weights.values[k * 16 + i % 16] * double(weights.table.scales[i % 16]);
            QVERIFY2(std::fabs(double(stored[i]) - exact) < 0.15, qPrintable(QString::number(double(stored[i]) - exact)));
            QCOMPARE(positive[i], std::max(0.0F, stored[i]));
            QVERIFY(std::fabs(added[i] - before[i] - stored[i]) < 1e-5F);
        }
    }

    void quantise_anyRow_isWithinHalfAStep_data() { addKernels(); }
    void quantise_anyRow_isWithinHalfAStep()
    {
        QFETCH(Kernel, kernel);
        const KernelFunctions &functions = kernelFunctions(kernel);
        std::mt19937 generator(3);
        std::vector<float> x = uniform(generator, 4 * 48, 5);
        std::fill_n(x.begin() + 48, 48, 3.5F);        // a row without range
        std::for_each(x.begin() + 96, x.begin() + 144, [](float &value) { value = std::fabs(value) + 100; });
        ByteRows rows;
        rows.resize(4, 48);
        functions.quantise(x.data(), rows);
        for (size_t i = 0; i < x.size(); ++i) {
            const float back = rows.lowest[i / 48] + rows.scales[i / 48] * float(rows.values[i]);
            QVERIFY(std::fabs(back - x[i]) <= rows.scales[i / 48] * 0.51F + 1e-4F);
        }
        QCOMPARE(rows.lowest[1], 3.5F);
        QCOMPARE(rows.scales[1], 0.0F);
    }

    void normalise_anyRow_hasMeanAndDeviation_data() { addKernels(); }
    void normalise_anyRow_hasMeanAndDeviation()
    {
        QFETCH(Kernel, kernel);
        std::mt19937 generator(4);
        const std::vector<float> x = uniform(generator, 2 * 64, 9);
        const std::vector<float> gain(64, 2.0F);
        const std::vector<float> bias(64, 0.5F);
        std::vector<float> y(x.size());
        kernelFunctions(kernel).normalise(x.data(), 2, 64, gain.data(), bias.data(), y.data());
        for (size_t row = 0; row < 2; ++row) {
            double mean = 0;
            double squares = 0;
            for (size_t i = 0; i < 64; ++i)
                mean += double(y[row * 64 + i]) / 64;
            for (size_t i = 0; i < 64; ++i)
                squares += std::pow(double(y[row * 64 + i]) - mean, 2) / 64;
            QVERIFY(std::fabs(mean - 0.5) < 1e-5);
            QVERIFY(std::fabs(std::sqrt(squares) - 2) < 1e-4);
        }
    }

    void attend_anyLength_equalsTheDefinition_data() { addKernels(); }
    void attend_anyLength_equalsTheDefinition()
    {
        QFETCH(Kernel, kernel);
        std::mt19937 generator(5);
        for (const int tokens : {1, 3, 4, 16, 21}) {
            const AttentionShape shape{tokens, 64, 2};
            const std::vector<float> qkv = uniform(generator, tokens * 3 * 64, 2);
            std::vector<float> scratch(shape.scratchFloats());
            std::vector<float> context(size_t(tokens) * 64);
            kernelFunctions(kernel).attend(shape, qkv.data(), scratch.data(), context.data());
            for (int token = 0; token < tokens; ++token) {
                for (int column = 0; column < 64; ++column) {
                    const double exact = attention(shape, qkv, token, column);
                    QVERIFY(std::fabs(double(context[size_t(token * 64 + column)]) - exact) < 1e-4);
                }
            }
        }
    }

    void dot_anyLength_isExact_data() { addKernels(); }
    void dot_anyLength_isExact()
    {
        QFETCH(Kernel, kernel);
        std::mt19937 generator(6);
        for (const int count : {0, 1, 15, 100, 512}) {
            const TableOfTest a(generator, 1, count);
            const TableOfTest b(generator, 1, count);
            int sum = 0;
            for (size_t i = 0; i < size_t(count); ++i)
                sum += a.values[i] * b.values[i];
            QCOMPARE(kernelFunctions(kernel).dot(a.values.data(), b.values.data(), count), sum);
        }
    }

private:
    static double attention(const AttentionShape &shape, const std::vector<float> &qkv, int token, int column)
    {
        const int depth = shape.width / shape.heads;
        const int head = column / depth;
        const auto at = [&](int row, int part, int i) {
            return double(qkv[size_t(row * 3 * shape.width + part * shape.width + head * depth + i)]);
        };
        double sum = 0;
        double weights = 0;
        for (int other = 0; other < shape.tokens; ++other) {
            double score = 0;
            for (int i = 0; i < depth; ++i)
                score += at(token, 0, i) * at(other, 1, i);
            const double weight = std::exp(score / std::sqrt(double(depth)));
            weights += weight;
            sum += weight * at(other, 2, column % depth);
        }
        return sum / weights;
    }
};

CLOISTER_TEST(tst_Int8Gemm)
#include "tst_Int8Gemm.moc"
