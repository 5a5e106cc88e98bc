#include "tests/architecture/Rules.h"
#include "tests/support/Test.h"

#include <QObject>

using namespace cloister::test;

namespace {

QList<SourceFile> productCode()
{
    return readSources({QStringLiteral("engine"), QStringLiteral("ui"), QStringLiteral("app")},
        {QStringLiteral("*.cpp"), QStringLiteral("*.h")});
}

QList<SourceFile> oneFile(const char *path, const char *text)
{
    return {{QString::fromLatin1(path), QString::fromLatin1(text)}};
}

QRegularExpression pattern(const char *text)
{
    return QRegularExpression(QString::fromLatin1(text));
}

} // namespace

/// Who may include whom, and which file alone may know a foreign library. Each rule is first shown a file that breaks it.
class tst_Layers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void include_lineOfAnUpperLayer_isFound()
    {
        QCOMPARE(layerViolations(oneFile("engine/base/Page.h", "#include \"engine/model/Dialogue.h\"\n")).size(), 1);
        QCOMPARE(layerViolations(oneFile("ui/Pages.cpp", "#include \"engine/service/Workspace.h\"\n")).size(), 1);
        QCOMPARE(layerViolations(oneFile("engine/http/A.cpp", "  # include \"engine/storage/B.h\"\n")).size(), 1);
        QCOMPARE(layerViolations(oneFile("engine/base/Page.h", "#include \"tests/support/Test.h\"\n")).size(), 1);
        QCOMPARE(layerViolations(oneFile("engine/new/Thing.h", "#pragma once\n")).size(), 1);
        QCOMPARE(layerViolations(oneFile("engine/storage/A.h", "#include \"engine/base/Result.h\"\n")).size(), 0);
        QCOMPARE(layerViolations(oneFile("ui/pages/A.cpp", "#include \"ui/models/B.h\"\n")).size(), 0);
    }

    void code_everyInclude_followsTheLayerTable()
    {
        const auto code = productCode();
        QVERIFY(code.size() > 10);
        QCOMPARE(layerViolations(code), QStringList());
    }

    void foreignHeader_data()
    {
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("allowed");
        QTest::addColumn<QString>("breaking");
        const auto row = [](const char *name, const char *header, const char *allowed, const char *breaking) {
            QTest::newRow(name) << QString::fromLatin1(header) << QString::fromLatin1(allowed)
                                << QString::fromLatin1(breaking);
        };
        row("SQLCipher", "(^|/)sqlite3\\.h$", "^engine/storage/", "sqlcipher/sqlite3.h");
        row("libsodium", "^sodium(\\.h$|/)", "^engine/crypto/", "sodium.h");
        row("hnswlib", "^hnswlib/", "^engine/search/[A-Za-z]+\\.cpp$", "hnswlib/hnswlib.h");
        row("QtHttpServer", "^(QtHttpServer|QHttpServer|QAbstractHttpServer)", "^engine/http/QtHttpTransport\\.cpp$",
            "QHttpServerResponse");
        row("Qt Network in search", "^(QtNetwork/|QNetwork|QTcp|QSsl|QHostAddress)",
            "^(?!engine/search/)|^engine/search/JsonPost\\.(cpp|h)$", "QNetworkReply");
        row("Qt Sql", "^(QtSql/|QSql)", "^$", "QSqlDatabase");
        row("widgets in the engine", "^(QtWidgets/|QtGui/|QWidget|QPainter|QIcon|QApplication|QGuiApplication)",
            "^(ui|app)/", "QPainter");
    }

    void foreignHeader()
    {
        QFETCH(QString, header);
        QFETCH(QString, allowed);
        QFETCH(QString, breaking);
        const QRegularExpression include(header);
        const QRegularExpression path(allowed);
        const QList<SourceFile> wrong {
            {QStringLiteral("engine/search/Wrong.h"), QStringLiteral("#include <%1>\n").arg(breaking)}};
        QCOMPARE(foreignIncludes(wrong, include, path).size(), 1);
        QCOMPARE(foreignIncludes(productCode(), include, path), QStringList());
    }

    // hnswlib's header defines functions that are not inline: a second file that includes it does not link.
    void hnswlib_includedAtMostOnce()
    {
        QStringList files;
        for (const QString &hit : foreignIncludes(productCode(), pattern("^hnswlib/"), pattern("^$")))
            files.append(hit.section(u':', 0, 0));
        files.removeDuplicates();
        QVERIFY2(files.size() <= 1, qPrintable(files.join(u' ')));
    }

    // In Qt 6.4 what follows a QFuture may run twice, and a route that returns one uses the socket after its end.
    void code_futureOfQt_isNeverUsed()
    {
        const auto banned = pattern("\\bQ(Future|Promise)\\s*<|QtConcurrent::");
        QCOMPARE(linesWith(oneFile("engine/http/A.cpp", "QFuture<QHttpServerResponse> f();"), banned).size(), 1);
        QCOMPARE(linesWith(productCode(), banned), QStringList());
    }

    // QString's own drops a U+FEFF at the start, so that two names become one: engine/base/Utf8.h has one that does not.
    void engine_utf8OfQt_isReadInOnePlace()
    {
        const auto banned = pattern("QString::fromUtf8\\(");
        QCOMPARE(linesWith(oneFile("engine/model/A.cpp", "name = QString::fromUtf8(bytes);"), banned).size(), 1);
        const auto engine = readSources({QStringLiteral("engine")}, {QStringLiteral("*.cpp"), QStringLiteral("*.h")});
        QStringList places;
        for (const QString &hit : linesWith(engine, banned))
            places.append(hit.section(QLatin1Char(':'), 0, 0));
        places.removeDuplicates();
        QCOMPARE(places, QStringList(QStringLiteral("engine/base/Utf8.cpp")));
    }

    void header_everyOne_isGuarded()
    {
        for (const SourceFile &file : productCode()) {
            if (file.path.endsWith(QLatin1String(".h")))
                QVERIFY2(file.text.contains(QLatin1String("#pragma once")), qPrintable(file.path));
        }
    }
};

CLOISTER_TEST(tst_Layers)
#include "tst_Layers.moc"
