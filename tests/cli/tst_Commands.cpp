#include "tests/cli/Program.h"
#include "tests/support/Test.h"

#include <QFile>

using namespace cloister;
using cloister::test::words;
using test::Home;
using test::Outcome;
using test::runCloisterd;
using test::Served;

/// The command line as a person or a script uses it, on the real program.
class tst_Commands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void version_andHelp_needNoWorkspace();
    void commandLine_wrong_exits2_data();
    void commandLine_wrong_exits2();
    void init_passphrase_opensAndOthersDoNot();
    void unlockFile_withTheRecoveryCode_opens();
    void init_shortPassphrase_isRefused();
    void init_again_changesNothing();
    void unlockFile_wideOrMissing_exits3();
    void secrets_withoutTerminal_nameWhatIsMissing();
    void command_noWorkspace_saysInit_data();
    void command_noWorkspace_saysInit();
    void project_wholeLife();
    void key_wholeLife();
    void import_export_give_backWhatCame();
    void import_refusedLines_areNumbered();
    void import_strangeObjects_makeNoDialogues();
    void import_fromPipe_andOfNothing();
    void export_oneNamespace_holdsNoOther();
    void namespace_thatIsNotThere_isSaid();
    void key_boundToTheDefaultNamespace_isShown();
    void check_wholeAndDamaged();
    void sameAnswers_withAndWithoutService();
};

void tst_Commands::version_andHelp_needNoWorkspace()
{
    const Outcome version = runCloisterd(words("version"));
    QCOMPARE(version.exitCode, 0);
    QVERIFY2(version.out.startsWith("cloisterd " CLOISTER_VERSION), version.out.constData());
    QCOMPARE(runCloisterd(words("version --json")).member("version"), QStringLiteral(CLOISTER_VERSION));
    QCOMPARE(runCloisterd(words("--version")).out, version.out);
    const Outcome help = runCloisterd(words("--help"));
    QCOMPARE(help.exitCode, 0);
    QVERIFY(help.out.contains("project create"));
    QVERIFY(help.err.isEmpty());
    const Outcome command = runCloisterd(words("key create --help"));
    QCOMPARE(command.exitCode, 0);
    QVERIFY(command.out.contains("Example:"));
}

void tst_Commands::commandLine_wrong_exits2_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("nothing") << QString() << QByteArray("Usage: cloisterd");
    QTest::newRow("no command") << QStringLiteral("sing") << QByteArray("no command 'sing'");
    QTest::newRow("half a command") << QStringLiteral("project") << QByteArray("project create");
    QTest::newRow("unknown option") << QStringLiteral("check --fast") << QByteArray("no option --fast");
    QTest::newRow("missing name") << QStringLiteral("project create") << QByteArray("NAME is missing");
    QTest::newRow("missing project") << QStringLiteral("import file") << QByteArray("--project ID is missing");
    QTest::newRow("missing confirm") << QStringLiteral("project delete X") << QByteArray("--confirm NAME is missing, or --dry-run");
}

void tst_Commands::commandLine_wrong_exits2()
{
    QFETCH(QString, line);
    QFETCH(QByteArray, said);
    const Outcome outcome = runCloisterd(line.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.err.contains(said), outcome.err.constData());
    QVERIFY(outcome.out.isEmpty());
}

// The one test with a passphrase, which takes a second to try.
void tst_Commands::init_passphrase_opensAndOthersDoNot()
{
    const Home home;
    const auto passphrase = [&home](const char *name, const QByteArray &text) {
        const QString path = home.write(name, text);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        return QStringList{QStringLiteral("--workspace"), home.workspace(), QStringLiteral("--unlock-file"), path};
    };
    const Outcome init = runCloisterd(words("init --json") + passphrase("good", "correct horse\n"));
    QVERIFY2(init.exitCode == 0, init.err.constData());
    QCOMPARE(init.member("workspace"), home.workspace());
    QCOMPARE(init.member("recoveryCode").size(), 39);
    QVERIFY(QFile::exists(init.member("caFile")));
    QCOMPARE(runCloisterd(words("project list") + passphrase("good", "correct horse\n")).exitCode, 0);
    const Outcome wrong = runCloisterd(words("project list") + passphrase("wrong", "incorrect horse\n"));
    QCOMPARE(wrong.exitCode, 3);
    QVERIFY2(wrong.err.contains("does not unlock"), wrong.err.constData());
    QVERIFY(wrong.out.isEmpty());
}

void tst_Commands::unlockFile_withTheRecoveryCode_opens()
{
    const Home home;
    const QByteArray code = home.json(words("init")).member("recoveryCode").toUtf8();
    QVERIFY(!code.isEmpty());
    for (const QByteArray &text : {code + '\n', code.toLower().replace('-', ' ')}) {
        const QString path = home.write("code", text);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        const Outcome opened = runCloisterd(words("project list")
            + QStringList{QStringLiteral("--workspace"), home.workspace(), QStringLiteral("--unlock-file"), path});
        QVERIFY2(opened.exitCode == 0, opened.err.constData());
    }
    QVERIFY(runCloisterd(words("serve --help")).out.contains("the recovery code or a key"));
}

void tst_Commands::init_shortPassphrase_isRefused()
{
    const Home home;
    for (const char *text : {"x\n", "elevenchars", "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\n"}) {
        const QString path = home.write("short", text);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        const Outcome refused = runCloisterd(
            words("init") + QStringList{QStringLiteral("--workspace"), home.workspace(), QStringLiteral("--unlock-file"), path});
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.err.contains("passphrase must be 12 characters to 1,024 bytes long"), refused.err.constData());
        QVERIFY(!QFile::exists(home.workspace() + QLatin1String("/keystore")));
    }
}

void tst_Commands::init_again_changesNothing()
{
    const Home home;
    QCOMPARE(home.run(words("init")).exitCode, 0);
    const QString id = home.createProject(QStringLiteral("Support"));
    const Outcome again = home.run(words("init"));
    QCOMPARE(again.exitCode, 1);
    QVERIFY2(again.err.contains("already"), again.err.constData());
    QVERIFY(home.run(words("project list")).out.contains(id.toLatin1()));
}

void tst_Commands::unlockFile_wideOrMissing_exits3()
{
    const Home home;
    QCOMPARE(home.run(words("init")).exitCode, 0);
    QFile::setPermissions(home.unlockFile(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup);
    const Outcome wide = home.run(words("project list"));
    QCOMPARE(wide.exitCode, 3);
    QVERIFY2(wide.err.contains("0600"), wide.err.constData());
    QFile::remove(home.unlockFile());
    const Outcome missing = home.run(words("project list"));
    QCOMPARE(missing.exitCode, 3);
    QVERIFY2(missing.err.contains(home.unlockFile().toUtf8()), missing.err.constData());
}

// In a session of its own, so that there is no terminal whoever runs this.
static Outcome runWithoutTerminal(const QStringList &arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("CLOISTER_UNLOCK_FILE"));
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QStringLiteral("setsid"), QStringList{QStringLiteral("--wait"), QStringLiteral(CLOISTERD_PROGRAM)} + arguments);
    Outcome outcome;
    if (process.waitForFinished(120'000) && process.exitStatus() == QProcess::NormalExit)
        outcome.exitCode = process.exitCode();
    outcome.err = process.readAllStandardError();
    return outcome;
}

void tst_Commands::secrets_withoutTerminal_nameWhatIsMissing()
{
    const Home home;
    const QStringList workspace{QStringLiteral("--workspace"), home.workspace()};
    const QStringList unlocked = workspace + QStringList{QStringLiteral("--unlock-file"), home.unlockFile()};
    const Outcome init = runWithoutTerminal(words("init") + workspace);
    QCOMPARE(init.exitCode, 3);
    QVERIFY2(init.err.contains("new passphrase") && init.err.contains("--unlock-file"), init.err.constData());
    QCOMPARE(runWithoutTerminal(words("init") + unlocked).exitCode, 0);
    const Outcome locked = runWithoutTerminal(words("project list") + workspace);
    QCOMPARE(locked.exitCode, 3);
    QVERIFY2(locked.err.contains("the workspace is locked"), locked.err.constData());
    const Outcome account = runWithoutTerminal(words("account create bob") + unlocked);
    QCOMPARE(account.exitCode, 1);
    QVERIFY2(account.err.contains("the account's passphrase is missing") && account.err.contains("--passphrase-file")
            && !account.err.contains("locked"), account.err.constData());
}

void tst_Commands::command_noWorkspace_saysInit_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("serve") << QStringLiteral("serve --listen 127.0.0.1:0");
    QTest::newRow("list") << QStringLiteral("project list");
    QTest::newRow("check") << QStringLiteral("check");
}

void tst_Commands::command_noWorkspace_saysInit()
{
    QFETCH(QString, line);
    const Home home;
    const Outcome outcome = home.run(line.split(QLatin1Char(' ')));
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.err.contains("cloisterd init"), outcome.err.constData());
    QVERIFY(!QFile::exists(home.workspace()));
}

void tst_Commands::project_wholeLife()
{
    const Home home;
    QCOMPARE(home.run(words("init")).exitCode, 0);
    QVERIFY(home.run(words("project list")).out.contains("no projects yet"));
    const Outcome created = home.run({QStringLiteral("project"), QStringLiteral("create"), QStringLiteral("Customer care")});
    QVERIFY2(created.exitCode == 0, created.err.constData());
    const QString id = home.createProject(QStringLiteral("Support"));
    QCOMPARE(id.size(), 26);
    QVERIFY(created.out.contains("Customer care"));
    const Outcome twice = home.run(words("project create Support"));
    QCOMPARE(twice.exitCode, 1);
    const Outcome list = home.run(words("project list"));
    QVERIFY(list.out.contains(id.toLatin1()) && list.out.contains("Customer care"));
    const Outcome shown = home.run({QStringLiteral("project"), QStringLiteral("show"), id});
    QVERIFY2(shown.out.contains("dialogues    0"), shown.out.constData());
    const Outcome byName = home.run(words("project show Support"));
    QCOMPARE(byName.exitCode, 1);
    QVERIFY2(byName.err.contains("cloisterd project list"), byName.err.constData());
    const Outcome wrongName = home.run(words("project delete --confirm Suport") << id);
    QCOMPARE(wrongName.exitCode, 1);
    const Outcome removed = home.run(words("project delete --confirm Support") << id);
    QVERIFY2(removed.exitCode == 0, removed.err.constData());
    QCOMPARE(home.run({QStringLiteral("project"), QStringLiteral("show"), id}).exitCode, 1);
}

void tst_Commands::key_wholeLife()
{
    const Home home;
    QCOMPARE(home.run(words("init")).exitCode, 0);
    const QString id = home.createProject(QStringLiteral("Support"));
    const Outcome created = home.json(
        words("key create --label bot --scopes read,search --namespace acme --namespace b --expires 2099-01-01 --project")
        << id);
    QVERIFY2(created.exitCode == 0, created.err.constData());
    const QString key = created.member("key");
    QVERIFY(key.startsWith(QLatin1String("cl_") + created.member("id")));
    QVERIFY(created.out.contains(R"("scopes":["read","search"])"));
    QVERIFY(created.out.contains(R"("namespaces":["acme","b"])"));
    const Outcome list = home.run(words("key list --project") << id);
    QVERIFY2(list.out.contains("until 2099-01-01"), list.out.constData());
    QVERIFY(list.out.contains("acme,b") && list.out.contains("bot"));
    QVERIFY(!list.out.contains(key.toLatin1()));
    const Outcome revoked = home.run(words("key revoke --project") << id << created.member("id"));
    QVERIFY2(revoked.exitCode == 0, revoked.err.constData());
    QVERIFY(home.run(words("key list --project") << id).out.contains("revoked "));
    const Outcome scope = home.run(words("key create --scopes fly --project") << id);
    QCOMPARE(scope.exitCode, 1);
    QVERIFY2(scope.err.contains("scopes are read"), scope.err.constData());
    QCOMPARE(home.run(words("key create --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N")).exitCode, 1);
}

void tst_Commands::import_export_give_backWhatCame()
{
    const Home home;
    QCOMPARE(home.run(words("init")).exitCode, 0);
    const QString first = home.createProject(QStringLiteral("First"));
    const QString second = home.createProject(QStringLiteral("Second"));
    const QString file = home.write("in.jsonl", test::sampleLines());
    const Outcome import = home.run(words("import --project") << first << file);
    QVERIFY2(import.exitCode == 0, import.err.constData());
    QCOMPARE(import.out, QByteArray("Imported 4 dialogues, 4 messages and 1 memory from 5 lines.\n"));
    const Outcome again = home.run(words("import --project") << first << file);
    QCOMPARE(again.exitCode, 0);
    QVERIFY2(again.out.contains("0 dialogues") && again.out.contains("5 records were there"), again.out.constData());
    const QString output = home.path("out.jsonl");
    const Outcome exported = home.run(words("export --project") << first << QStringLiteral("--output") << output);
    QVERIFY2(exported.exitCode == 0, exported.err.constData());
    QCOMPARE(QFile::permissions(output) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    const QByteArray lines = home.read("out.jsonl");
    QCOMPARE(lines.count('\n'), 5);
    QVERIFY(lines.contains(R"("content":"Hello \u00e9")") && lines.contains(R"({"is": "German"})"));
    QVERIFY(lines.contains(R"({"n":1.50})"));
    QCOMPARE(home.run(words("import --project") << second << output).exitCode, 0);
    const Outcome copy = home.run(words("export --project") << second);
    QCOMPARE(copy.exitCode, 0);
    QCOMPARE(copy.out, lines);
}

void tst_Commands::import_refusedLines_areNumbered()
{
    const Home home;
    QCOMPARE(home.run(words("init")).exitCode, 0);
    const QString id = home.createProject(QStringLiteral("Support"));
    const QString file = home.write("in.jsonl",
        R"({"id":"good-1","messages":[]}
{"id":"bad-json"

{"id":"bad-role","messages":[{"content":"no role"}]}
{"id":"good-2","messages":[]}
{"id":"no-parent","threadOf":"nowhere","messages":[]}
)");
    const Outcome import = home.run(words("import --project") << id << file);
    QCOMPARE(import.exitCode, 1);
    QVERIFY2(import.out.startsWith("Imported 2 dialogues"), import.out.constData());
    for (const QByteArray line : {":2: INVALID_JSON: ", ":4: MISSING_PARAMETER: ", ":6: DIALOGUE_NOT_FOUND: "})
        QVERIFY2(import.err.contains(file.toUtf8() + line), import.err.constData());
    QVERIFY2(import.err.contains("3 lines were refused"), import.err.constData());
    const Outcome json = home.json(words("import --project") << id << file);
    QCOMPARE(json.exitCode, 1);
    QVERIFY2(json.out.contains(R"("skipped":2,"problems":[{"line":2,"code":"INVALID_JSON")"), json.out.constData());
    const Outcome nothing = home.run(words("import --project") << id << home.path("missing"));
    QCOMPARE(nothing.exitCode, 1);
    QVERIFY(nothing.err.contains("cannot read"));
    const Outcome nowhere = home.run(words("import --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N") << file);
    QCOMPARE(nowhere.exitCode, 1);
    QVERIFY2(nowhere.err.contains("stopped at line 1"), nowhere.err.constData());
}

void tst_Commands::import_strangeObjects_makeNoDialogues()
{
    const Home home;
    QCOMPARE(home.run(words("init")).exitCode, 0);
    const QString project = home.createProject(QStringLiteral("Support"));
    const Outcome refused = home.run(words("import - --project") << project,
        "{\"a\":1}\n{}\n{\"project\":\"p\",\"namespace\":\"acme\",\"query\":\"why?\"}\n{\"namespace\":\"acme\",\"label\":\"kept\"}\n");
    QVERIFY(refused.exitCode != 0);
    QVERIFY2(refused.err.contains("no member of a dialogue"), refused.err.constData());
    const Outcome all = home.run(words("export --project") << project);
    QVERIFY2(all.out.count('\n') == 1 && all.out.contains("\"label\":\"kept\""), all.out.constData());
    QCOMPARE(home.run(words("import - --project") << project, "{\"object\":\"dialogue\"}\n").exitCode, 0);
}

void tst_Commands::import_fromPipe_andOfNothing()
{
    const Home home;
    QCOMPARE(home.run(words("init")).exitCode, 0);
    const QString id = home.createProject(QStringLiteral("Support"));
    const Outcome piped = home.run(words("import - --project") << id, test::sampleLines());
    QVERIFY2(piped.exitCode == 0, piped.err.constData());
    QVERIFY(piped.out.startsWith("Imported 4 dialogues"));
    const Outcome empty = home.run(words("import - --project") << id);
    QCOMPARE(empty.exitCode, 0);
    QVERIFY(empty.out.startsWith("Imported 0 dialogues"));
}

void tst_Commands::export_oneNamespace_holdsNoOther()
{
    const Home home;
    QCOMPARE(home.run(words("init")).exitCode, 0);
    const QString id = home.createProject(QStringLiteral("Support"));
    QCOMPARE(home.run(words("import - --project") << id, test::sampleLines()).exitCode, 0);
    const Outcome globex = home.run(words("export --namespace globex --project") << id);
    QCOMPARE(globex.out.count('\n'), 1);
    QVERIFY(globex.out.contains("Another tenant"));
    const Outcome unnamed = home.run(words("export --namespace default --project") << id);
    QCOMPARE(unnamed.out.count('\n'), 1);
    QVERIFY(unnamed.out.contains("in-default"));
    const Outcome unused = home.run(words("export --namespace nobody --project") << id);
    QCOMPARE(unused.exitCode, 1);
    QVERIFY(unused.out.isEmpty());
    const Outcome refused = home.run(words("export --project") << id << QStringLiteral("--output")
                                                               << home.path("no/such/folder"));
    QVERIFY(refused.exitCode != 0);
    QVERIFY2(refused.err.contains("cannot write"), refused.err.constData());
}

void tst_Commands::namespace_thatIsNotThere_isSaid()
{
    const Home home;
    QCOMPARE(home.run(words("init")).exitCode, 0);
    const QString project = home.createProject(QStringLiteral("Support"));
    QCOMPARE(home.run(words("import - --project") << project, "{\"namespace\":\"acme\",\"label\":\"kept\"}\n").exitCode, 0);
    const QString file = home.path("nowhere.jsonl");
    for (const char *command : {"export", "index status", "index rebuild"}) {
        const Outcome refused = home.run(words(command) + words("--namespace nowhere --project") + QStringList{project});
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.err.contains("there is no namespace 'nowhere'"), refused.err.constData());
        QVERIFY(refused.out.isEmpty());
        for (const char *there : {"acme", "default"}) {
            const Outcome good = home.run(words(command) + QStringList{QStringLiteral("--namespace"),
                QLatin1String(there), QStringLiteral("--project"), project});
            QVERIFY2(good.exitCode == 0, good.err.constData());
        }
    }
    QCOMPARE(home.run(words("export --namespace nowhere --project") + QStringList{project, QStringLiteral("--output"), file}).exitCode, 1);
    QVERIFY(!QFile::exists(file));
    const Outcome searched = home.run(words("search boiler --namespace nowhere --project") << project);
    QVERIFY2(searched.err.contains("there is no namespace 'nowhere'"), searched.err.constData());
    QVERIFY(!home.run(words("search boiler --namespace acme --project") << project).err.contains("no namespace"));
}

void tst_Commands::key_boundToTheDefaultNamespace_isShown()
{
    const Home home;
    QCOMPARE(home.run(words("init")).exitCode, 0);
    const QString project = home.createProject(QStringLiteral("Support"));
    QVERIFY(!home.createKey(project, words("--namespace default --namespace acme")).isEmpty());
    const Outcome listed = home.run(words("key list --project") << project);
    QVERIFY2(listed.out.contains("default,acme") || listed.out.contains("acme,default"), listed.out.constData());
}

void tst_Commands::check_wholeAndDamaged()
{
    const Home home;
    QCOMPARE(home.run(words("init")).exitCode, 0);
    const QString id = home.createProject(QStringLiteral("Support"));
    QCOMPARE(home.run(words("import - --project") << id, test::sampleLines()).exitCode, 0);
    const Outcome whole = home.run(words("check"));
    QVERIFY2(whole.exitCode == 0, whole.err.constData());
    QVERIFY(whole.out.contains("control.db") && whole.out.contains("whole"));
    QFile file(home.workspace() + QLatin1String("/projects/") + id + QLatin1String("/project.db"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(file.size() - 2000));
    QCOMPARE(file.write(QByteArray(100, '\x55')), 100);
    file.close();
    const Outcome damaged = home.run(words("check"));
    QCOMPARE(damaged.exitCode, 4);
    QVERIFY2(damaged.out.contains("file is damaged"), damaged.out.constData());
    QVERIFY2(damaged.err.contains("damaged"), damaged.err.constData());
}

// Whoever answers, the answer is the same: one set of routes behind both ways.
void tst_Commands::sameAnswers_withAndWithoutService()
{
    const Home home;
    QCOMPARE(home.run(words("init")).exitCode, 0);
    const QString id = home.createProject(QStringLiteral("Support"));
    QVERIFY(!home.createKey(id).isEmpty());
    QCOMPARE(home.run(words("import - --project") << id, test::sampleLines()).exitCode, 0);
    const QList<QStringList> commands{words("project list"), words("project show") << id, words("key list --project") << id,
        words("export --project") << id, words("events --limit 5"), words("events --limit 3 --project") << id,
        words("events --action dialogue.import --namespace acme --project") << id, words("check"),
        words("project show 01J8ZK3T5W7Y9B2D4F6H8K0M2N")};
    QList<Outcome> alone;
    for (const QStringList &command : commands)
        alone.append(home.json(command));
    const Served served(home);
    QVERIFY(served.isReady());
    for (qsizetype i = 0; i < commands.size(); ++i) {
        const Outcome through = home.json(commands.at(i));
        QCOMPARE(through.out, alone.at(i).out);
        QCOMPARE(through.exitCode, alone.at(i).exitCode);
        QCOMPARE(through.err, alone.at(i).err);
    }
    QVERIFY(alone.at(3).out.count('\n') == 5 && alone.at(6).out.contains("dialogue.import"));
}

CLOISTER_TEST(tst_Commands)
#include "tst_Commands.moc"
