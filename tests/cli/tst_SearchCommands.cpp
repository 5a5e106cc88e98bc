#include "tests/cli/Program.h"
#include "tests/support/ModelServerStub.h"
#include "tests/support/Test.h"

#include <QFile>

using namespace cloister;
using test::Home;
using test::Outcome;

/// Searching and the state of the search from the command line, on the real program.
class tst_SearchCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void search_findsWhatWasImported();
    void search_offline_waitsForVectors();
    void search_explainsAndRefuses();
    void index_showsAndRebuilds();
    void model_setsUpServersAndShowsThem();

private:
    static QStringList line(const char *text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); }
    static QString start(const Home &home);
};

static const QByteArray kSearchedLines
    = "{\"namespace\":\"acme\",\"id\":\"boiler-1\",\"messages\":[{\"role\":\"user\",\"content\":\"The boiler is cold\"},"
      "{\"role\":\"assistant\",\"content\":\"A plumber is on the way\"}]}\n"
      "{\"namespace\":\"other\",\"id\":\"memory-1\",\"value\":\"likes a warm boiler\"}\n";

QString tst_SearchCommands::start(const Home &home)
{
    if (home.run(line("init")).exitCode != 0)
        return {};
    const QString id = home.createProject(QStringLiteral("Support"));
    const Outcome import = home.run(line("import - --project") << id, kSearchedLines);
    return import.exitCode == 0 ? id : QString();
}

void tst_SearchCommands::search_findsWhatWasImported()
{
    const Home home;
    const QString id = start(home);
    QVERIFY(!id.isEmpty());
    const Outcome found = home.run(line("search boiler --namespace acme --project") << id);
    QVERIFY2(found.exitCode == 0, found.err.constData());
    QVERIFY2(found.out.contains("The boiler is cold") && found.out.contains("boiler-1"), found.out.constData());
    QVERIFY(!found.out.contains("likes"));
    const Outcome memory = home.run(line("search boiler --object memory --namespace other --project") << id);
    QVERIFY2(memory.out.contains("likes a warm boiler"), memory.out.constData());
    const Outcome nothing = home.run(line("search boiler --namespace elsewhere --project") << id);
    QCOMPARE(nothing.exitCode, 0);
    QCOMPARE(nothing.out, QByteArray("Nothing was found.\n"));
    const Outcome one = home.json(line("search boiler --namespace acme --mode keyword --limit 1 --project") << id);
    const QJsonObject json = QJsonDocument::fromJson(one.out).object();
    QCOMPARE(json.value(QLatin1String("results")).toArray().size(), 1);
}

void tst_SearchCommands::search_offline_waitsForVectors()
{
    const Home home;
    const QString id = start(home);
    QVERIFY(!id.isEmpty());
    QByteArray many;
    for (int n = 0; n < 600; ++n) {
        const QByteArray number = QByteArray::number(n);
        many += "{\"namespace\":\"many\",\"id\":\"many-" + number + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Room "
            + number + " has a window that does not close\"}]}\n";
    }
    QCOMPARE(home.run(line("import - --project") << id, many).exitCode, 0);
    const QStringList search = line("search draught --namespace many --project") << id;
    const Outcome first = home.json(search);
    QVERIFY2(first.exitCode == 0, first.err.constData());
    const QJsonObject json = QJsonDocument::fromJson(first.out).object();
    QCOMPARE(json[QLatin1String("request")][QLatin1String("pending")].toInt(-1), 0);
    const Outcome again = home.json(search);
    QVERIFY2(!again.err.contains("are made first"), again.err.constData());
    QCOMPARE(QJsonDocument::fromJson(again.out).object().value(QLatin1String("results")), json.value(QLatin1String("results")));
}

void tst_SearchCommands::search_explainsAndRefuses()
{
    const Home home;
    const QString id = start(home);
    QVERIFY(!id.isEmpty());
    const Outcome explained = home.run(line("search boiler --explain --namespace acme --project") << id);
    QVERIFY2(explained.out.contains("DIALOGUE#acme#" + id.toLatin1()), explained.out.constData());
    QVERIFY(explained.out.contains("milliseconds:"));
    const Outcome refused = home.run(line("search boiler --mode fast --project") << id);
    QVERIFY(refused.exitCode != 0);
    QVERIFY2(refused.err.contains("mode"), refused.err.constData());
    QCOMPARE(home.run(line("search boiler")).exitCode, 2);
}

void tst_SearchCommands::index_showsAndRebuilds()
{
    const Home home;
    const QString id = start(home);
    QVERIFY(!id.isEmpty());
    const Outcome status = home.run(line("index status --project") << id);
    QVERIFY2(status.exitCode == 0, status.err.constData());
    QVERIFY(status.out.contains("acme") && status.out.contains("other"));
    const Outcome rebuilt = home.run(line("index rebuild --project") << id);
    QVERIFY2(rebuilt.exitCode == 0, rebuilt.err.constData());
    QVERIFY2(rebuilt.out.contains("4 records"), rebuilt.out.constData());
    const Outcome one = home.run(line("index rebuild --namespace other --project") << id);
    QVERIFY2(one.out.contains("1 record."), one.out.constData());
    const Outcome found = home.run(line("search plumber --namespace acme --project") << id);
    QVERIFY2(found.out.contains("A plumber is on the way"), found.out.constData());
}

void tst_SearchCommands::model_setsUpServersAndShowsThem()
{
    test::ModelServerStub server;
    const Home home;
    const QString id = start(home);
    QVERIFY(!id.isEmpty());
    const Outcome none = home.run(line("model show"));
    QVERIFY2(none.out.count("this program") == 2, none.out.constData());
    const QString key = home.write("key.txt", "sesame\n");
    QVERIFY(QFile::setPermissions(key, QFile::ReadOwner | QFile::WriteOwner));
    const QStringList set = line("model set embedding --model small --url") << server.url();
    const Outcome done = home.run(set + QStringList{QStringLiteral("--key-file"), key});
    QVERIFY2(done.exitCode == 0, done.err.constData());
    QVERIFY2(done.out.contains(server.url().toLatin1()) && done.out.contains("kept"), done.out.constData());
    QVERIFY(!done.out.contains("sesame"));
    QVERIFY(server.heads().last().contains("Bearer sesame"));
    // It has waited for the vectors.
    const Outcome found = home.run(line("search boiler --mode semantic --namespace acme --explain --project") << id);
    QVERIFY2(found.out.contains("The boiler is cold") && found.out.contains("vectors 2"), found.out.constData());
    const Outcome refused = home.run(line("model set embedding --model small --url http://127.0.0.1:1"));
    QVERIFY(refused.exitCode != 0 && refused.err.contains("cannot be reached"));
    QVERIFY(home.run(line("model set search --model small --url http://127.0.0.1:1")).exitCode != 0);
    const Outcome off = home.run(line("model unset embedding"));
    QVERIFY2(off.exitCode == 0 && off.out.count("this program") == 2, off.err.constData());
}

CLOISTER_TEST(tst_SearchCommands)
#include "tst_SearchCommands.moc"
