#include "engine/search/SentenceEncoder.h"
#include "tests/search/EncoderReference.h"
#include "tests/search/TinyModel.h"
#include "tests/support/Test.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <cmath>
#include <memory>
#include <thread>

using namespace cloister;
using namespace cloister::search;

static double cosineOf(const std::vector<float> &a, const std::vector<float> &b)
{
    double product = 0;
    double lengths[2] = {};
    for (size_t i = 0; i < a.size(); ++i) {
        product += double(a[i]) * double(b[i]);
        lengths[0] += double(a[i]) * double(a[i]);
        lengths[1] += double(b[i]) * double(b[i]);
    }
    return product / std::sqrt(lengths[0] * lengths[1]);
}

/// The built model: named by CLOISTER_MODEL, or the one of this build.
static std::shared_ptr<const ModelFile> builtModel()
{
    const QString path = qEnvironmentVariable("CLOISTER_MODEL", ModelFile::installedPath());
    return ModelFile::open(path).value_or(nullptr);
}

static const QStringList kTexts{
    QStringLiteral("the cat sat on the mat"), QStringLiteral("dog"), QString(), QStringLiteral("\u65E5\u672C"),
    QStringLiteral("a very long text with more than sixteen pieces in it so that some are cut off"),
    QStringLiteral("the dog sat on the cat")};

class tst_SentenceEncoder : public QObject
{
    Q_OBJECT

private:
    static std::shared_ptr<SentenceEncoder> tinyEncoder(Kernel kernel = bestKernel())
    {
        return SentenceEncoder::load(test::tinyModel(), kernel).value();
    }

private Q_SLOTS:
    void id_isTheModels()
    {
        const auto encoder = tinyEncoder();
        QCOMPARE(encoder->id(), (EmbedderId{QStringLiteral("tiny"), 7, 64}));
        QCOMPARE(encoder->maxTokens(), 16);
        QCOMPARE(encoder->countTokens(kTexts.at(0)), 6);
        QVERIFY(encoder->countTokens(kTexts.at(4)) > 16);
    }

    void embed_texts_givesUnitVectorsInOrder()
    {
        const auto encoder = tinyEncoder();
        const auto vectors = encoder->embed(kTexts);
        QVERIFY(vectors);
        QCOMPARE(vectors->size(), kTexts.size());
        for (qsizetype i = 0; i < kTexts.size(); ++i) {
            const std::vector<float> &vector = vectors->at(i);
            QCOMPARE(vector.size(), size_t(64));
            double squares = 0;
            for (const float value : vector)
                squares += double(value) * double(value);
            QVERIFY(std::fabs(squares - (kTexts.at(i).isEmpty() ? 0 : 1)) < 1e-5);
        }
        QVERIFY(cosineOf(vectors->at(0), vectors->at(1)) < 0.999);
    }

    void embed_wordOrder_matters()
    {
        const auto vectors = tinyEncoder()->embed({kTexts.at(0), kTexts.at(5)});
        QVERIFY(cosineOf(vectors->at(0), vectors->at(1)) < 0.9999);
    }

    void embed_beyondMaxTokens_isIgnored()
    {
        const QString start = QStringLiteral("the cat sat on the mat the cat sat on the mat the cat sat on");
        const auto vectors = tinyEncoder()->embed({start, start + QStringLiteral(" dog dog dog")});
        QVERIFY(vectors->at(0) == vectors->at(1));
    }

    void embed_nothing_isEmpty()
    {
        const auto vectors = tinyEncoder()->embed({});
        QVERIFY(vectors);
        QVERIFY(vectors->isEmpty());
    }

    void embed_manyTogether_equalsOneByOne_data() { addKernels(); }
    void embed_manyTogether_equalsOneByOne()
    {
        QFETCH(int, kernel);
        const auto encoder = tinyEncoder(Kernel(kernel));
        QStringList many;
        for (int i = 0; i < 40; ++i)
            many.append(kTexts.at(i % kTexts.size()));
        const auto together = encoder->embed(many);
        for (qsizetype i = 0; i < many.size(); ++i)
            QVERIFY(together->at(i) == encoder->embed({many.at(i)})->first());
    }

    void embed_eachKernel_agreesWithPortable_data() { addKernels(); }
    void embed_eachKernel_agreesWithPortable()
    {
        QFETCH(int, kernel);
        const auto expected = tinyEncoder(Kernel::Portable)->embed(kTexts);
        const auto actual = tinyEncoder(Kernel(kernel))->embed(kTexts);
        for (const qsizetype i : {0, 1, 3, 4})
            QVERIFY(cosineOf(expected->at(i), actual->at(i)) > 0.995);
    }

    void embed_fromManyThreads_givesTheSame()
    {
        const auto encoder = tinyEncoder();
        const auto expected = encoder->embed(kTexts);
        std::array<bool, 4> isSame{};
        std::vector<std::thread> threads;
        for (bool &same : isSame) {
            threads.emplace_back([&] {
                same = true;
                for (int i = 0; i < 20; ++i)
                    same = same && *encoder->embed(kTexts) == *expected;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        for (const bool same : isSame)
            QVERIFY(same);
    }

    void load_tablesThatDoNotFit_isRefused()
    {
        // The name of a table changed in the directory: the file is sound, but the encoder lacks a part.
        for (const char *name : {"embedding", "pieces", "layer1.narrow", "final.bias", "timing"}) {
            QByteArray bytes = test::tinyModelBytes();
            bytes.replace(bytes.indexOf(QByteArray(name) + '\0'), 1, "X");
            const auto file = ModelFile::parse(test::withValidChecksum(bytes));
            QVERIFY(file);
            const auto encoder = SentenceEncoder::load(*file);
            QVERIFY2(!encoder, name);
            QCOMPARE(encoder.error().code, ErrorCode::Integrity);
        }
    }

    void load_headerThatDoesNotFit_isRefused()
    {
        constexpr qsizetype kDimensionsAt = 20;
        constexpr qsizetype kLayersAt = 28;
        constexpr qsizetype kHeadsAt = 32;
        for (const auto &[at, value] : {std::pair{kDimensionsAt, 32}, {kDimensionsAt, 65}, {kLayersAt, 3}, {kLayersAt, 0},
                                        {kHeadsAt, 3}, {kHeadsAt, 4}}) {
            QByteArray bytes = test::tinyModelBytes();
            bytes[at] = char(value);
            const auto file = ModelFile::parse(test::withValidChecksum(bytes));
            QVERIFY(file);
            QVERIFY2(!SentenceEncoder::load(*file), qPrintable(QStringLiteral("%1 at %2").arg(value).arg(at)));
        }
    }

    void builtModel_exists()
    {
        QVERIFY2(builtModel(), "no model: build the target \"model\" first, or name its file in CLOISTER_MODEL");
    }

    void builtModel_referenceTexts_giveTheReferencesIds()
    {
        const auto file = builtModel();
        QVERIFY(file);
        const auto tokenizer = UnigramTokenizer::load(*file);
        QVERIFY(tokenizer);
        const QJsonArray references = QJsonDocument::fromJson(test::encoderReference()).array();
        QVERIFY(references.size() >= 15);
        for (const QJsonValue &reference : references) {
            QJsonArray ids;
            for (const int id : tokenizer->encode(reference[QLatin1String("text")].toString()))
                ids.append(id);
            QCOMPARE(ids, reference[QLatin1String("ids")].toArray());
        }
    }

    void builtModel_referenceTexts_giveTheReferencesVectors_data() { addKernels(); }
    void builtModel_referenceTexts_giveTheReferencesVectors()
    {
        QFETCH(int, kernel);
        const auto file = builtModel();
        QVERIFY(file);
        const auto encoder = SentenceEncoder::load(file, Kernel(kernel));
        QVERIFY(encoder);
        const QJsonArray references = QJsonDocument::fromJson(test::encoderReference()).array();
        for (const QJsonValue &reference : references) {
            const QString text = reference[QLatin1String("text")].toString();
            const QByteArray bytes = QByteArray::fromBase64(reference[QLatin1String("vector")].toString().toLatin1());
            std::vector<float> expected;
            for (const char byte : bytes)
                expected.push_back(static_cast<float>(static_cast<int8_t>(byte)));
            QCOMPARE(expected.size(), size_t(512));
            const double cosine = cosineOf(expected, (*encoder)->embed({text})->first());
            QVERIFY2(cosine > 0.996, qPrintable(QStringLiteral("%1: %2").arg(text).arg(cosine)));
        }
    }

    void builtModel_meaning_ranksParaphraseFirst()
    {
        const auto file = builtModel();
        QVERIFY(file);
        const auto vectors = SentenceEncoder::load(file).value()->embed(
            {QStringLiteral("How do I get my money back?"), QStringLiteral("I would like a refund for this purchase."),
             QStringLiteral("The weather in the mountains was lovely.")});
        QVERIFY(cosineOf(vectors->at(0), vectors->at(1)) > cosineOf(vectors->at(0), vectors->at(2)) + 0.1);
    }

private:
    static void addKernels()
    {
        QTest::addColumn<int>("kernel");
        for (const Kernel kernel : kKernels) {
            if (isSupported(kernel))
                QTest::newRow(kernelName(kernel)) << int(kernel);
        }
    }
};

CLOISTER_TEST(tst_SentenceEncoder)
#include "tst_SentenceEncoder.moc"
