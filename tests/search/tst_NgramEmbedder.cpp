#include "engine/search/NgramEmbedder.h"
#include "tests/support/Test.h"

#include <cmath>

using namespace cloister::search;

class tst_NgramEmbedder : public QObject
{
    Q_OBJECT

private:
    static double similarity(const QString &a, const QString &b)
    {
        const auto vectors = NgramEmbedder().embed({a, b});
        double sum = 0;
        for (size_t i = 0; i < vectors->at(0).size(); ++i)
            sum += double(vectors->at(0)[i]) * double(vectors->at(1)[i]);
        return sum;
    }

private Q_SLOTS:
    void id_namesItsOwnSpace() { QCOMPARE(NgramEmbedder().id(), (EmbedderId{QStringLiteral("ngrams"), 1, 512})); }

    void embed_text_isUnitLengthAndAlwaysTheSame()
    {
        NgramEmbedder embedder;
        const auto vectors = embedder.embed({QStringLiteral("Lieferung nach Hamburg"), QString(), QStringLiteral("?!")});
        double squares = 0;
        for (const float value : vectors->at(0))
            squares += double(value) * double(value);
        QVERIFY(std::fabs(squares - 1) < 1e-5);
        QVERIFY(vectors->at(0) == embedder.embed({QStringLiteral("Lieferung nach Hamburg")})->first());
        QVERIFY(vectors->at(1) == std::vector<float>(512, 0.0F));
        QVERIFY(vectors->at(2) == std::vector<float>(512, 0.0F));
    }

    void embed_storedVectorsStayComparable()
    {
        // Vectors are stored under this name and version: the same text must give the same buckets in every release.
        const std::vector<float> vector = NgramEmbedder().embed({QStringLiteral("cat")})->first();
        QList<int> filled;
        for (size_t i = 0; i < vector.size(); ++i) {
            if (vector[i] != 0)
                filled.append(vector[i] > 0 ? int(i) : -int(i));
        }
        QCOMPARE(filled, (QList<int>{-57, 76, 191, -348, 424, 447}));
    }

    void embed_spellingAndForms_areNear()
    {
        const QString word = QStringLiteral("Rechnungen");
        QVERIFY(similarity(word, QStringLiteral("Rechnung")) > 0.5);
        QVERIFY(similarity(word, QStringLiteral("Rechnugnen")) > 0.25);
        QVERIFY(similarity(word, QStringLiteral("Wetterlage")) < 0.2);
    }

    void embed_caseAccentsAndWidth_areFolded()
    {
        QVERIFY(similarity(QStringLiteral("CAF\u00C9"), QStringLiteral("cafe")) > 0.999);
        QVERIFY(similarity(QStringLiteral("\uFF43\uFF41\uFF54"), QStringLiteral("cat")) > 0.999);
    }

    void embed_scriptWithoutSpaces_findsParts()
    {
        const QString text = QStringLiteral("\u6771\u4EAC\u90FD\u5E81\u306E\u5929\u6C17\u306F\u826F\u3044");
        QVERIFY(similarity(text, QStringLiteral("\u5929\u6C17")) > similarity(text, QStringLiteral("\u96FB\u8ECA")) + 0.2);
    }

    void countTokens_countsWords()
    {
        QCOMPARE(NgramEmbedder().countTokens(QStringLiteral("one, two - three")), 3);
        QCOMPARE(NgramEmbedder().countTokens(QString()), 0);
    }
};

CLOISTER_TEST(tst_NgramEmbedder)
#include "tst_NgramEmbedder.moc"
