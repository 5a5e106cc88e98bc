#include "app/cloisterd/Arguments.h"
#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Help.h"
#include "tests/cli/Program.h"
#include "tests/support/Test.h"

using namespace cloister;
using cloister::test::words;
using namespace cloister::cli;

/// What is typed, and what is said about what is typed wrong.
class tst_Arguments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_optionsAnywhere_areFound();
    void parse_wrong_saysWhat_data();
    void parse_wrong_saysWhat();
    void parse_help_winsOverWhatIsMissing();
    void helpFor_everyCommand_isWhole();
};

static CommandSpec sample()
{
    return {"do it", {"FILE"}, "s", "a", "e",
        {{"project", "ID", "p", OptionSpec::Need::Required}, {"label", "TEXT", "l"},
            {"namespace", "NAME", "n", OptionSpec::Need::Repeatable}, {"fast", nullptr, "f"}},
        nullptr};
}

void tst_Arguments::parse_optionsAnywhere_areFound()
{
    const CommandSpec command = sample();
    const auto arguments = Arguments::parse(
        command, words("--namespace a --fast in.txt --project=P=1 --namespace b --json --label -x"));
    QVERIFY2(arguments.has_value(), arguments ? "" : qPrintable(arguments.error().detail));
    QCOMPARE(arguments->positional(0), QStringLiteral("in.txt"));
    QCOMPARE(arguments->value("project"), QStringLiteral("P=1"));
    QCOMPARE(arguments->values("namespace"), words("a b"));
    QCOMPARE(arguments->value("label"), QStringLiteral("-x"));
    QVERIFY(arguments->has("fast"));
    QVERIFY(arguments->has("json"));
    QVERIFY(!arguments->has("workspace"));
    const auto odd = Arguments::parse(command, words("--project P -- --fast"));
    QVERIFY(odd.has_value());
    QCOMPARE(odd->positional(0), QStringLiteral("--fast"));
    QVERIFY(!odd->has("fast"));
    QCOMPARE(Arguments::parse(command, words("- --project P"))->positional(0), QStringLiteral("-"));
}

void tst_Arguments::parse_wrong_saysWhat_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *line, const char *said) {
        QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(said);
    };
    row("f --project P --colour red", "there is no option --colour");
    row("f --project P -x", "there is no option -x");
    row("f --project", "--project needs a value");
    row("f --project P --project Q", "--project is given twice");
    row("f --project P --fast=yes", "--fast takes no value");
    row("--project P", "FILE is missing");
    row("f", "--project ID is missing");
    row("f g --project P", "'g' is one word too many");
}

void tst_Arguments::parse_wrong_saysWhat()
{
    QFETCH(QString, line);
    QFETCH(QString, said);
    const auto arguments = Arguments::parse(sample(), line.split(QLatin1Char(' ')));
    QVERIFY(!arguments);
    QCOMPARE(arguments.error().detail, said);
}

void tst_Arguments::parse_help_winsOverWhatIsMissing()
{
    for (const char *line : {"--help", "-h", "--label x --help"}) {
        const auto arguments = Arguments::parse(sample(), words(line));
        QVERIFY(arguments.has_value());
        QVERIFY(arguments->wantsHelp());
    }
}

void tst_Arguments::helpFor_everyCommand_isWhole()
{
    const std::vector<CommandSpec> &commands = allCommands();
    QVERIFY(commands.size() >= 14);
    for (const CommandSpec &command : commands) {
        const QString help = helpFor(command);
        QVERIFY2(overview(commands).contains(QLatin1String(command.words)), command.words);
        QVERIFY2(help.startsWith(QLatin1String("Usage: cloisterd ") + QLatin1String(command.words)), command.words);
        QVERIFY2(help.contains(QLatin1String("\nExample:\n")), command.words);
        QVERIFY2(QLatin1String(command.example).contains(QLatin1String(command.words)), command.words);
        for (const OptionSpec &option : command.options)
            QVERIFY2(help.contains(QLatin1String("\n  --") + QLatin1String(option.name)), option.name);
        for (const QString &line : help.split(QLatin1Char('\n')).mid(1))
            QVERIFY2(line.size() <= 110, qPrintable(line));
    }
}

CLOISTER_TEST(tst_Arguments)
#include "tst_Arguments.moc"
