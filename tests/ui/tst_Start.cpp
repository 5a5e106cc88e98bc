#include "tests/ui/ConsoleFixture.h"
#include "ui/start/PassphraseStrength.h"

#include <QFileInfo>
#include <QLabel>
#include <QTest>

using namespace cloister;
using cloister::test::ConsoleFixture;

class tst_Start : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void create_weakPassphrase_isNotOffered();
    void create_passphraseTwice_opensTheWorkspace();
    void lock_thenUnlock_endsTheSessionAndServesOn();
    void seal_thenUnlock_saysThatNobodyIsServed();
    void unlock_wrongPassphrase_saysSo();
    void idle_longEnough_locks();
    void strength_commonOrRepeating_isWeak();
};

void tst_Start::create_weakPassphrase_isNotOffered()
{
    ConsoleFixture console;
    console.show();
    console.type("passphrase", QStringLiteral("password1"));
    console.type("passphraseAgain", QStringLiteral("password1"));
    QVERIFY(!console.find<QPushButton>("welcomeGoOn")->isEnabled());
    console.type("passphrase", ConsoleFixture::kPassphrase);
    QVERIFY(!console.find<QPushButton>("welcomeGoOn")->isEnabled()); // the two differ
    console.type("passphraseAgain", ConsoleFixture::kPassphrase);
    QVERIFY(console.find<QPushButton>("welcomeGoOn")->isEnabled());
}

void tst_Start::create_passphraseTwice_opensTheWorkspace()
{
    ConsoleFixture console;
    console.show();
    console.type("passphrase", ConsoleFixture::kPassphrase);
    console.type("passphraseAgain", ConsoleFixture::kPassphrase);
    console.click("welcomeGoOn");
    QVERIFY(console.session->isBusy());
    QVERIFY(console.waitFor(ui::Session::State::Open));
    QVERIFY(QFileInfo::exists(console.workspaceDirectory() + QStringLiteral("/keystore")));
    auto *code = console.waitForWidget<QLabel>("recoveryCode");
    QVERIFY(code && !code->text().isEmpty());
    QVERIFY(console.session->takeRecoveryCode().isEmpty()); // shown once
    QVERIFY(console.find<QWidget>("navigation")->isVisible());
}

void tst_Start::lock_thenUnlock_endsTheSessionAndServesOn()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    const auto transport = console.session->connection().transport;
    QTest::keyClick(console.window.get(), Qt::Key_L, Qt::ControlModifier);
    QCOMPARE(console.session->state(), ui::Session::State::Locked);
    QVERIFY(console.find<QWidget>("unlock")->isVisible());
    QVERIFY(!console.window->currentPage());
    QCOMPARE(console.find<QLabel>("unlockHint")->text(), QStringLiteral("The API goes on serving while the console is locked."));
    QCOMPARE(client::ApiClient(*transport, {}).ready().result().value().value.status, QStringLiteral("ready"));
    console.type("unlockSecret", ConsoleFixture::kPassphrase);
    QTest::keyClick(console.find<QLineEdit>("unlockSecret"), Qt::Key_Return);
    QVERIFY(console.waitFor(ui::Session::State::Open));
    QVERIFY(console.find<QWidget>("navigation")->isVisible());
}

void tst_Start::seal_thenUnlock_saysThatNobodyIsServed()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    const auto transport = console.session->connection().transport;
    console.openPage("server");
    QVERIFY(console.waitFor(ui::Page::State::Filled));
    console.click("serverSeal");
    console.type("confirmName", QStringLiteral("seal"));
    console.click("confirmAct");
    QVERIFY(console.waitFor(ui::Session::State::Locked));
    auto *hint = console.find<QLabel>("unlockHint");
    QVERIFY(hint->isVisible());
    QCOMPARE(hint->text(), QStringLiteral("Every application is refused until it is unlocked."));
    const auto ready = client::ApiClient(*transport, {}).ready().result();
    QVERIFY(!ready || ready->value.status != QLatin1String("ready"));
    console.type("unlockSecret", ConsoleFixture::kPassphrase);
    console.click("unlockButton");
    QVERIFY(console.waitFor(ui::Session::State::Open));
    console.session->lock();
    QCOMPARE(hint->text(), QStringLiteral("The API goes on serving while the console is locked."));
}

void tst_Start::unlock_wrongPassphrase_saysSo()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.session->lock();
    console.type("unlockSecret", QStringLiteral("eight quiet otters"));
    console.click("unlockButton");
    auto *error = console.find<QLabel>("unlockError");
    QVERIFY(QTest::qWaitFor([&] { return error->isVisible(); }, ConsoleFixture::kPatienceMs));
    QCOMPARE(error->text(), QStringLiteral("That does not unlock this workspace."));
    QCOMPARE(console.session->state(), ui::Session::State::Locked);
}

void tst_Start::idle_longEnough_locks()
{
    ConsoleFixture console;
    QVERIFY(console.start());
    console.session->setIdleTime(std::chrono::seconds(1));
    QVERIFY(console.waitFor(ui::Session::State::Locked));
}

void tst_Start::strength_commonOrRepeating_isWeak()
{
    using ui::PassphraseStrength;
    using ui::Strength;
    QCOMPARE(PassphraseStrength::of({}).strength, Strength::None);
    for (const char *weak : {"password123", "aaaaaaaaaaaaaaaaaaaaaaaa", "abcdefghijklmnopqrst", "Admin2025!"})
        QVERIFY2(PassphraseStrength::of(QLatin1String(weak)).strength == Strength::Weak, weak);
    QCOMPARE(PassphraseStrength::of(ConsoleFixture::kPassphrase).strength, Strength::Strong);
}

CLOISTER_TEST(tst_Start)
#include "tst_Start.moc"
