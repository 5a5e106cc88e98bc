#include "engine/audit/proof/LogLine.h"
#include "engine/base/Json.h"
#include "tests/audit/SampleLog.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace cloister;
using namespace cloister::test;

/// The program as it is called: exit codes, both outputs, bad command lines.
class tst_VerifyProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanLog_holds();
    void log_onStandardInput_isRead();
    void changedLog_isExit4AndNamed();
    void cutLog_isExit5WithAnOlderCheckpoint();
    void olderExport_servesAsCheckpoints();
    void noCheckpoint_isExit3();
    void anyByteOfTheLog_changed_isFound();
    void strangeFiles_endInWords_data();
    void strangeFiles_endInWords();
    void badCommandLine_isExit2_data();
    void badCommandLine_isExit2();
    void help_namesTheExitCodes();
    void program_linksNoStorage();

private:
    struct Outcome
    {
        int exitCode = -1;
        QByteArray out;
        QByteArray err;
    };

    static Outcome call(const QStringList &arguments, const QByteArray &input = {});
    QString write(const char *name, const QByteArray &bytes) const;
    QByteArray exported(qint64 events, bool withCheckpoints = true) const;
    QStringList with(const QStringList &arguments) const
    {
        return QStringList{QStringLiteral("--key"), QString::fromLatin1(m_log.publicKey().toHex())} + arguments;
    }

    const SampleLog m_log{2500};
    QTemporaryDir m_folder;
};

tst_VerifyProgram::Outcome tst_VerifyProgram::call(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.start(QStringLiteral(CLOISTER_VERIFY_PROGRAM), arguments);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(-1);
    const int code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return {code, process.readAllStandardOutput(), process.readAllStandardError()};
}

QString tst_VerifyProgram::write(const char *name, const QByteArray &bytes) const
{
    const QString path = m_folder.filePath(QLatin1String(name));
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? path : QString();
}

QByteArray tst_VerifyProgram::exported(qint64 events, bool withCheckpoints) const
{
    QByteArray text;
    for (qint64 at = 0; at < events; ++at) {
        text += audit::LogLine::ofEvent(m_log.entries.at(at).body, m_log.entries.at(at).hash) + '\n';
        if (withCheckpoints && (at + 1) % 1000 == 0)
            text += m_log.checkpoints.at((at + 1) / 1000 - 1).line() + '\n';
    }
    return text;
}

void tst_VerifyProgram::initTestCase()
{
    QVERIFY(m_log.isReady);
    QVERIFY(QFile::exists(QStringLiteral(CLOISTER_VERIFY_PROGRAM)));
}

void tst_VerifyProgram::cleanLog_holds()
{
    const Outcome outcome = call(with({write("clean.jsonl", exported(2500))}));
    QCOMPARE(outcome.err, QByteArray());
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY2(outcome.out.startsWith("integrity     holds"), outcome.out.constData());
    QVERIFY2(outcome.out.contains("\ncompleteness  holds"), outcome.out.constData());
    QVERIFY2(outcome.out.contains("500 events at the end are chained and not signed yet"), outcome.out.constData());
}

void tst_VerifyProgram::log_onStandardInput_isRead()
{
    const Outcome outcome = call(with({QStringLiteral("--json"), QStringLiteral("-")}), exported(2000));
    QCOMPARE(outcome.exitCode, 0);
    const auto json = parseJson(outcome.out.trimmed());
    QVERIFY(json.has_value());
    QCOMPARE(json->member(QLatin1String("events"))->toInteger(), std::optional<qint64>(2000));
    QCOMPARE(json->member(QLatin1String("coveredTo"))->toInteger(), std::optional<qint64>(2000));
}

void tst_VerifyProgram::changedLog_isExit4AndNamed()
{
    QByteArray text = exported(2000);
    const qsizetype at = text.indexOf("{\"event\":{\"seq\":731,");
    text.replace(text.indexOf("message.create", at), 14, "message.delete");
    const Outcome outcome = call(with({write("changed.jsonl", text)}));
    QCOMPARE(outcome.exitCode, 4);
    QVERIFY2(outcome.out.contains("first bad event: 731\n  event 731 was changed"), outcome.out.constData());
}

void tst_VerifyProgram::cutLog_isExit5WithAnOlderCheckpoint()
{
    const QString cut = write("cut.jsonl", exported(1500));
    QCOMPARE(call(with({cut})).exitCode, 0); // the control: nothing in the log itself tells of its end
    const QString kept = write("kept.jsonl", m_log.checkpoints.at(1).line() + '\n');
    const Outcome outcome = call(with({QStringLiteral("--checkpoints"), kept, cut}));
    QCOMPARE(outcome.exitCode, 5);
    QVERIFY2(outcome.out.contains("first bad event: 1501"), outcome.out.constData());
}

void tst_VerifyProgram::olderExport_servesAsCheckpoints()
{
    const QString older = write("older.jsonl", exported(2000));
    QCOMPARE(call(with({QStringLiteral("--checkpoints"), older, write("bare.jsonl", exported(2500, false))})).exitCode, 0);
    QCOMPARE(call(with({QStringLiteral("--checkpoints"), older, write("short.jsonl", exported(1999, false))})).exitCode, 5);
}

void tst_VerifyProgram::noCheckpoint_isExit3()
{
    const Outcome outcome = call(with({write("bare.jsonl", exported(700, false))}));
    QCOMPARE(outcome.exitCode, 3);
    QVERIFY2(outcome.out.startsWith("integrity     unproven"), outcome.out.constData());
    QCOMPARE(call(with({write("empty.jsonl", {})})).exitCode, 3);
}

void tst_VerifyProgram::anyByteOfTheLog_changed_isFound()
{
    const QByteArray text = exported(1000);
    for (qsizetype at = 0; at < text.size(); at += 7919) {
        QByteArray changed = text;
        changed[at] = char(changed.at(at) ^ 4);
        const Outcome outcome = call(with({QStringLiteral("-")}), changed);
        QVERIFY2(outcome.exitCode == 4 || outcome.exitCode == 5, QByteArray::number(at).constData());
    }
}

void tst_VerifyProgram::strangeFiles_endInWords_data()
{
    QTest::addColumn<QByteArray>("log");
    QTest::addColumn<QByteArray>("checkpoints");
    QTest::addColumn<int>("exitCode");
    const QByteArray kept = m_log.checkpoints.at(0).line();
    QTest::newRow("zeroes") << QByteArray(3'000'000, '\0') << kept << 4;
    QTest::newRow("ends of lines") << QByteArray(5'000, '\n') << kept << 4;
    QTest::newRow("a line without end") << QByteArray(3'000'000, '{') << kept << 4;
    QTest::newRow("another file") << QByteArray("\x7f" "ELF") << kept << 4;
    QTest::newRow("cut in a line") << exported(1200).chopped(3) << kept << 4;
    QTest::newRow("checkpoints that are none") << exported(1000) << QByteArray("{\"checkpoint\":1}") << 1;
    QTest::newRow("checkpoint of another key") << exported(1000) << SampleLog(1000).checkpoints.at(0).line() << 1;
}

void tst_VerifyProgram::strangeFiles_endInWords()
{
    QFETCH(QByteArray, log);
    QFETCH(QByteArray, checkpoints);
    QFETCH(int, exitCode);
    const Outcome outcome = call(
        with({QStringLiteral("--checkpoints"), write("kept.jsonl", checkpoints), write("strange.jsonl", log)}));
    QVERIFY2(outcome.exitCode == exitCode, (outcome.out + outcome.err).constData());
    QVERIFY(!(outcome.out + outcome.err).isEmpty());
}

void tst_VerifyProgram::badCommandLine_isExit2_data()
{
    QTest::addColumn<QString>("line");
    for (const char *line : {"", "log", "--key", "--key 12 log", "--key zz log", "--odd log", "KEY", "KEY log log2", "KEY --checkpoints"})
        QTest::newRow(line) << QString::fromLatin1(line);
}

void tst_VerifyProgram::badCommandLine_isExit2()
{
    QFETCH(QString, line);
    line.replace(QLatin1String("KEY"), QLatin1String("--key ") + QString(64, QLatin1Char('a')));
    const Outcome outcome = call(line.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(outcome.err.contains("--help"));
    QCOMPARE(outcome.out, QByteArray());
}

void tst_VerifyProgram::help_namesTheExitCodes()
{
    const Outcome outcome = call({QStringLiteral("--help")});
    QCOMPARE(outcome.exitCode, 0);
    for (const char *text : {"Exit codes", "--checkpoints FILE", "--json", "cloisterd events export"})
        QVERIFY2(outcome.out.contains(text), text);
    QCOMPARE(call({QStringLiteral("--version")}).exitCode, 0);
    QCOMPARE(call(with({QStringLiteral("/no/such/file")})).exitCode, 1);
}

void tst_VerifyProgram::program_linksNoStorage()
{
    QFile file(QStringLiteral(CLOISTER_VERIFY_PROGRAM));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray program = file.readAll();
    QVERIFY(program.contains("libQt6Core.so"));
    for (const char *name : {"SQLite format 3", "libQt6Network.so", "libQt6Gui.so"})
        QVERIFY2(!program.contains(name), name);
}

CLOISTER_TEST(tst_VerifyProgram)
#include "tst_VerifyProgram.moc"
