// Prints how many message windows a second and how many milliseconds a query each kernel takes, on one core.
//   bench_embedding [MODEL-FILE]
#include "engine/search/ModelFile.h"
#include "engine/search/NgramEmbedder.h"
#include "engine/search/SentenceEncoder.h"
#include "engine/search/WordVectors.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <numeric>

using namespace cloister::search;

static QString words(int from, int count)
{
    static const QStringList vocabulary = QStringLiteral(
        "we went to the lake with my sister last summer and it rained all week so the children painted pictures of boats "
        "while the adults talked about work travel new recipes and the garden behind their house").split(QLatin1Char(' '));
    QStringList result;
    for (int i = 0; i < count; ++i)
        result.append(vocabulary.at((from * 7 + i * (1 + from % 3)) % vocabulary.size()));
    return result.join(QLatin1Char(' '));
}

static QStringList windows(const Embedder &embedder, int tokens, int count)
{
    QStringList result;
    for (int i = 0; i < count; ++i) {
        int length = tokens;
        QString text = words(i, length);
        while (length > 1 && embedder.countTokens(text) > tokens)
            text = words(i, --length);
        result.append(text);
    }
    return result;
}

/// Seconds of the fastest of several runs: what the machine can do when nothing else disturbs it.
static double fastest(int runs, const std::function<void()> &work)
{
    double best = 1e9;
    for (int i = 0; i < runs; ++i) {
        QElapsedTimer timer;
        timer.start();
        work();
        best = std::min(best, double(timer.nsecsElapsed()) / 1e9);
    }
    return best;
}

static void measure(Embedder &embedder, const char *name, bool isSlow)
{
    const QStringList texts = windows(embedder, 65, isSlow ? 8 : 128);
    const QStringList query{words(3, 12)};
    const double batch = fastest(isSlow ? 1 : 5, [&] { (void)embedder.embed(texts); });
    const double single = fastest(isSlow ? 3 : 200, [&] { (void)embedder.embed(query); });
    std::printf("%-14s %8.1f windows/s %8.3f ms/query\n", name, double(texts.size()) / batch, single * 1e3);
}

static void measureWords(const WordVectors &table)
{
    std::vector<int> among(10'000);
    std::iota(among.begin(), among.end(), 100);
    const int word = table.find(u"bicycle");
    const double seconds = fastest(50, [&] { (void)table.nearest(word, among, 0.5F, 30); });
    std::printf("%-14s %8.3f ms a term among %zu words\n", "word vectors", seconds * 1e3, among.size());
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QString path = argc > 1 ? QCoreApplication::arguments().at(1) : ModelFile::installedPath();
    QElapsedTimer timer;
    timer.start();
    const auto file = ModelFile::open(path);
    if (!file) {
        std::fprintf(stderr, "%s\n", qPrintable(file.error().detail));
        return 1;
    }
    std::printf("%-14s %8lld ms\n", "open file", timer.restart());
    for (const Kernel kernel : kKernels) {
        if (!isSupported(kernel))
            continue;
        const auto encoder = SentenceEncoder::load(*file, kernel);
        if (!encoder) {
            std::fprintf(stderr, "%s\n", qPrintable(encoder.error().detail));
            return 1;
        }
        measure(**encoder, kernelName(kernel), kernel == Kernel::Portable);
    }
    NgramEmbedder ngrams;
    measure(ngrams, "n-grams", false);
    if (const auto table = WordVectors::load(*file))
        measureWords(**table);
    return 0;
}
