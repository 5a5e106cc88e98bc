#include "tests/architecture/Rules.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QFileInfo>
#include <QObject>

using namespace cloister::test;

namespace {

QList<SourceFile> allCode()
{
    return readSources(
        {QStringLiteral("engine"), QStringLiteral("ui"), QStringLiteral("app"), QStringLiteral("tests")},
        {QStringLiteral("*.cpp"), QStringLiteral("*.h")});
}

QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool existsInRepository(const QString &path)
{
    return QFileInfo::exists(repositoryRoot() + u'/' + path);
}

QList<SourceFile> longFile(qsizetype lines, const QString &head)
{
    return {{QStringLiteral("engine/base/Long.cpp"), head + QString(lines, u'\n')}};
}

} // namespace

/// Sizes, documents, leftovers: what a reader relies on and no compiler checks.
class tst_Repository : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void file_over500LinesWithoutReason_isFound()
    {
        QCOMPARE(filesTooLong(longFile(501, {})).size(), 1);
        QCOMPARE(filesTooLong(longFile(500, {})).size(), 0);
        QCOMPARE(filesTooLong(longFile(501, QStringLiteral("// Over 500 lines: one table."))).size(), 0);
    }

    void code_everyFile_keepsItsSize() { QCOMPARE(filesTooLong(allCode()), QStringList()); }

    void function_over60Lines_isFound()
    {
        const auto function = [](qsizetype lines) {
            return QList<SourceFile> {{QStringLiteral("engine/base/F.cpp"),
                QStringLiteral("void f()\n{\n") + QString(lines, u'\n') + QStringLiteral("}\n")}};
        };
        QCOMPARE(functionsTooLong(function(61)).size(), 1);
        QCOMPARE(functionsTooLong(function(60)).size(), 0);
        const QList<SourceFile> type {{QStringLiteral("engine/base/T.h"),
            QStringLiteral("struct T\n{\n") + QString(90, u'\n') + QStringLiteral("};\n")}};
        QCOMPARE(functionsTooLong(type).size(), 0);
    }

    void code_everyFunction_keepsItsSize() { QCOMPARE(functionsTooLong(allCode()), QStringList()); }

    void architecture_pathThatDoesNotExist_isFound()
    {
        const auto nothing = [](const QString &) { return false; };
        const QString text = QStringLiteral("See `engine/gone/Gone.h`, `README.md`, `Dispatcher`, `tests/*`, `ui`.");
        QCOMPARE(missingPaths(text, nothing),
            QStringList({QStringLiteral("engine/gone/Gone.h"), QStringLiteral("README.md"), QStringLiteral("ui")}));
    }

    void documents_everyPathNamed_exists_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void documents_everyPathNamed_exists()
    {
        QFETCH(QString, name);
        const QString document = QString::fromUtf8(readAll(repositoryRoot() + u'/' + name));
        QVERIFY(!document.isEmpty());
        QCOMPARE(missingPaths(document, existsInRepository), QStringList());
    }

    void test_skipped_isFound()
    {
        // Written in two parts, or this very file would be found.
        const QRegularExpression skip(QStringLiteral("\\bQSK") + QStringLiteral("IP\\b"));
        const QString line = QStringLiteral("    QSK") + QStringLiteral("IP(\"later\");\n");
        QCOMPARE(linesWith({{QStringLiteral("tests/base/tst_A.cpp"), line}}, skip).size(), 1);
        QCOMPARE(linesWith(allCode(), skip), QStringList());
    }

    void repository_pathOfOneMachine_isFound()
    {
        const QString slash = QStringLiteral("/");
        const QRegularExpression machine(QStringLiteral("(^|[^A-Za-z0-9_.}~*-])%1(home%1[a-z]|root%1|work%1|Users%1)")
                                             .arg(slash));
        const QString line = slash + QStringLiteral("home") + slash + QStringLiteral("someone/cloister");
        QCOMPARE(linesWith({{QStringLiteral("README.md"), line}}, machine).size(), 1);
        auto files = allCode();
        files += readSources({QStringLiteral("app"), QStringLiteral("installer"), QStringLiteral("tests"),
                                 QStringLiteral("engine"), QStringLiteral("ui"), QStringLiteral(".ci")},
            {QStringLiteral("run"), QStringLiteral("*.sh"), QStringLiteral("*.txt"), QStringLiteral("*.cmake"),
                QStringLiteral("*.service"), QStringLiteral("*.mjs"), QStringLiteral("*.js"), QStringLiteral("*.sql")});
        for (const char *name : {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md",
                 "CMakeLists.txt", "CMakePresets.json"})
            files.append({QString::fromLatin1(name),
                QString::fromUtf8(readAll(repositoryRoot() + u'/' + QString::fromLatin1(name)))});
        QCOMPARE(linesWith(files, machine), QStringList());
    }

    void tests_toCode_keepTheirShare_data()
    {
        QTest::addColumn<QStringList>("layers");
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<double>("share");
        const QString core
            = QStringLiteral("base model crypto storage tables search partition audit auth service client");
        QTest::newRow("engine") << core.split(u' ') << QStringLiteral("engine/") << 0.5;
        QTest::newRow("http") << QStringList {QStringLiteral("http")} << QStringLiteral("engine/") << 0.7;
        QTest::newRow("ui") << QStringList {QStringLiteral("ui")} << QString() << 0.25;
    }

    void tests_toCode_keepTheirShare()
    {
        QFETCH(QStringList, layers);
        QFETCH(QString, prefix);
        QFETCH(double, share);
        QStringList code;
        QStringList tests;
        for (const QString &layer : layers) {
            code.append(prefix + layer);
            tests.append(QStringLiteral("tests/") + layer);
        }
        const auto files = allCode();
        const auto codeLines = double(filledLines(files, code));
        const auto testLines = double(filledLines(files, tests));
        // A folder that holds a few declarations has nothing to test yet.
        QVERIFY2(codeLines < 200 || testLines >= share * codeLines,
            qPrintable(QStringLiteral("%1 lines of tests for %2 of code").arg(testLines).arg(codeLines)));
    }

    void lines_blankOnes_doNotCount()
    {
        const QList<SourceFile> files {{QStringLiteral("tests/base/A.cpp"), QStringLiteral("a\n\n  \nb\n")},
            {QStringLiteral("tests/basement/B.cpp"), QStringLiteral("c\n")}};
        QCOMPARE(filledLines(files, {QStringLiteral("tests/base")}), 2);
    }

#ifdef CLOISTERD_PROGRAM
    // The names of the libraries a program needs stand in its string table; the service must start where no
    // graphics are installed.
    void service_linksNoGuiModule()
    {
        const QByteArray program = readAll(QStringLiteral(CLOISTERD_PROGRAM));
        QVERIFY2(program.startsWith("\x7f" "ELF"), "cloisterd is not built");
        QVERIFY(program.contains("libQt6Core.so"));
        QVERIFY(!program.contains("libQt6Gui.so"));
        QVERIFY(!program.contains("libQt6Widgets.so"));
    }
#endif
};

CLOISTER_TEST(tst_Repository)
#include "tst_Repository.moc"
