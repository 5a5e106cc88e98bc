#include "engine/client/AccessClient.h"
#include "tests/ui/ConsoleSteps.h"
#include "ui/settings/OwnPassphrase.h"
#include "ui/shell/PageRegistry.h"
#include "ui/start/AttachDialog.h"

#include <QLabel>
#include <QMenu>
#include <QSslCertificate>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

using namespace cloister;
using namespace cloister::test;
using State = ui::Page::State;

/// A console signed in to a service that another one runs, over HTTPS, by address, fingerprint and account.
class tst_Attach : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signIn_byTheDialog_usesTheServiceAsThatAccount();
    void signIn_otherCertificate_isRefused();
    void signIn_wrongPassphrase_isRefused();
    void auditor_everyPage_offersNothingThatIsRefused();
    void operator_everyPage_offersTheDailyWorkAlone();
    void ownPassphrase_changed_signsInFromThenOn();

private:
    static const QString kAccount;
    static const QString kSecret;

    /// A workspace with one project of two tenants and an account of that role, served.
    static bool serve(ConsoleFixture &serving, AdminRole role);
    static ui::RemotePlace placeOf(const ConsoleFixture &serving);
    static bool signIn(ConsoleFixture &console, const ui::RemotePlace &place, const QString &secret = kSecret);
    /// Opens every page and waits until it has its answer.
    static bool openEveryPage(ConsoleFixture &console);
    /// What the service has refused so far.
    static qsizetype refusals(const ConsoleFixture &serving);
    static bool offers(const ConsoleFixture &console, const char *button);
};

const QString tst_Attach::kAccount = QStringLiteral("ada");
const QString tst_Attach::kSecret = QStringLiteral("nine green lanterns over the harbour");

bool tst_Attach::serve(ConsoleFixture &serving, AdminRole role)
{
    if (!serving.start() || !importLines(serving, serving.makeProject(QStringLiteral("support")), twoTenants()))
        return false;
    return client::AccessClient(serving.session->api()).createAccount({kAccount, role, kSecret}).result().has_value();
}

ui::RemotePlace tst_Attach::placeOf(const ConsoleFixture &serving)
{
    const ui::Connection &connection = serving.session->connection();
    const QSslCertificate certificate(readAll(connection.certificateFile));
    return {connection.url, certificate.digest(QCryptographicHash::Sha256).toHex(), kAccount};
}

bool tst_Attach::signIn(ConsoleFixture &console, const ui::RemotePlace &place, const QString &secret)
{
    console.show();
    console.session->choose(place);
    console.type("unlockSecret", secret);
    console.click("unlockButton");
    return console.waitFor(ui::Session::State::Open);
}

bool tst_Attach::openEveryPage(ConsoleFixture &console)
{
    for (const ui::PageInfo &page : ui::PageRegistry::all()) {
        console.window->open(page.id);
        const auto isThere = [&] {
            const State state = console.window->currentPage()->state();
            return state == State::Filled || state == State::Empty;
        };
        if (!QTest::qWaitFor(isThere, ConsoleFixture::kPatienceMs)) {
            qWarning("%s is not filled", page.id.constData());
            return false;
        }
    }
    return true;
}

qsizetype tst_Attach::refusals(const ConsoleFixture &serving)
{
    client::EventFilter filter;
    filter.outcome = QStringLiteral("denied");
    qsizetype count = serving.session->api().events({}, filter).result()->value.items.size();
    const auto projects = serving.session->api().projects().result();
    for (const Project &project : projects->value.items)
        count += serving.session->api().events(project.id, filter).result()->value.items.size();
    return count;
}

bool tst_Attach::offers(const ConsoleFixture &console, const char *button)
{
    return !console.find<QWidget>(button)->isHidden();
}

void tst_Attach::signIn_byTheDialog_usesTheServiceAsThatAccount()
{
    ConsoleFixture serving;
    QVERIFY(serve(serving, AdminRole::Owner));
    const ui::RemotePlace place = placeOf(serving);
    ConsoleFixture console;
    console.show();
    console.click("welcomeAttach");
    QVERIFY(console.waitForWidget<QDialog>("attachDialog"));
    console.type("attachAddress", place.url);
    console.type("attachFingerprint", QString::fromLatin1(place.fingerprint.toUpper()));
    console.type("attachAccount", kAccount);
    console.click("attachConnect");
    QCOMPARE(console.session->state(), ui::Session::State::Locked);
    console.type("unlockSecret", kSecret);
    console.click("unlockButton");
    QVERIFY(console.waitFor(ui::Session::State::Open));
    QVERIFY(!console.session->connection().isEmbedded);
    QCOMPARE(console.session->connection().account, kAccount);
    QVERIFY(console.session->mayAdminister());
    console.openPage("tenants");
    QVERIFY(chooseIn(console.find<QTableView>("tenants/projects"), QStringLiteral("support")));
    QTest::keyClick(console.find<QTableView>("tenants/projects"), Qt::Key_Return);
    QVERIFY(hasRows(console.find<QTableView>("tenants/namespaces"), 2));
    // What is done from here stands under the account's name.
    console.makeProject(QStringLiteral("from afar"));
    client::EventFilter filter;
    filter.action = QStringLiteral("project.create");
    filter.order = QStringLiteral("desc");
    const auto events = serving.session->api().events({}, filter).result();
    QCOMPARE(events->value.items.first().actor, QStringLiteral("admin:") + kAccount);
}

void tst_Attach::signIn_otherCertificate_isRefused()
{
    ConsoleFixture serving;
    QVERIFY(serve(serving, AdminRole::Owner));
    ui::RemotePlace place = placeOf(serving);
    place.fingerprint = QByteArray(64, 'a');
    ConsoleFixture console;
    console.show();
    console.session->choose(place);
    console.type("unlockSecret", kSecret);
    console.click("unlockButton");
    auto *error = console.find<QLabel>("unlockError");
    QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), ConsoleFixture::kPatienceMs);
    QCOMPARE(console.session->state(), ui::Session::State::Locked);
    QCOMPARE(refusals(serving), qsizetype(0)); // the passphrase was never sent
}

void tst_Attach::signIn_wrongPassphrase_isRefused()
{
    ConsoleFixture serving;
    QVERIFY(serve(serving, AdminRole::Owner));
    ConsoleFixture console;
    console.show();
    console.session->choose(placeOf(serving));
    console.type("unlockSecret", QStringLiteral("nine green lanterns over the harbor"));
    console.click("unlockButton");
    QTRY_VERIFY_WITH_TIMEOUT(console.find<QLabel>("unlockError")->isVisible(), ConsoleFixture::kPatienceMs);
    QCOMPARE(console.session->state(), ui::Session::State::Locked);
}

void tst_Attach::auditor_everyPage_offersNothingThatIsRefused()
{
    ConsoleFixture serving;
    QVERIFY(serve(serving, AdminRole::Auditor));
    ConsoleFixture console;
    QVERIFY(signIn(console, placeOf(serving)));
    QVERIFY(!console.session->mayWork());
    QVERIFY(openEveryPage(console));
    for (const char *button : {"newProject", "projectMenu", "keysCreate", "keysRevoke", "keysRotate", "accountsCreate",
             "accountsRole", "accountsRemove", "projectAddressAdd", "adminAddressAdd", "serverCheck", "serverSeal"})
        QVERIFY2(!offers(console, button), button);
    QVERIFY(offers(console, "auditVerify")); // which is what auditors are for
    // A namespace is counted, and what was said in it stays closed.
    console.openPage("tenants");
    auto *projects = console.find<QTableView>("tenants/projects");
    QVERIFY(chooseIn(projects, QStringLiteral("support")));
    QTest::keyClick(projects, Qt::Key_Return);
    auto *namespaces = console.find<QTableView>("tenants/namespaces");
    QVERIFY(chooseIn(namespaces, QStringLiteral("acme")));
    QTest::keyClick(namespaces, Qt::Key_Return);
    QTest::qWait(100);
    QVERIFY(namespaces->isVisible());
    QVERIFY(console.window->findChild<QMenu *>(QStringLiteral("namespaceActs"))->isEmpty());
    QCOMPARE(refusals(serving), qsizetype(0));
}

void tst_Attach::operator_everyPage_offersTheDailyWorkAlone()
{
    ConsoleFixture serving;
    QVERIFY(serve(serving, AdminRole::Operator));
    ConsoleFixture console;
    QVERIFY(signIn(console, placeOf(serving)));
    QVERIFY(console.session->mayWork() && !console.session->mayAdminister());
    QVERIFY(openEveryPage(console));
    for (const char *button : {"newProject", "projectMenu", "keysCreate", "keysRevoke", "projectAddressAdd", "serverCheck"})
        QVERIFY2(offers(console, button), button);
    for (const char *button : {"accountsCreate", "adminAddressAdd", "serverSeal"})
        QVERIFY2(!offers(console, button), button);
    const auto *tabs = console.find<QTabWidget>("accessTabs");
    for (int tab = 0; tab < tabs->count(); ++tab)
        QVERIFY(tabs->tabText(tab) != QLatin1String("Administrators"));
    QCOMPARE(refusals(serving), qsizetype(0));
}

void tst_Attach::ownPassphrase_changed_signsInFromThenOn()
{
    ConsoleFixture serving;
    QVERIFY(serve(serving, AdminRole::Operator));
    const ui::RemotePlace place = placeOf(serving);
    const QString next = QStringLiteral("four tin drums beneath the old bridge");
    {
        ConsoleFixture console;
        QVERIFY(signIn(console, place));
        console.openPage("settings");
        auto *card = console.window->findChild<ui::OwnPassphrase *>();
        QVERIFY(card);
        const auto fill = [&](const QString &current) {
            for (const auto &[name, text] : {std::pair("passphraseCurrent", current), std::pair("passphrase", next),
                     std::pair("passphraseAgain", next)}) {
                auto *field = card->findChild<QLineEdit *>(QString::fromLatin1(name));
                field->clear();
                QTest::keyClicks(field, text);
            }
            QTest::mouseClick(card->findChild<QPushButton *>(QStringLiteral("passphraseChange")), Qt::LeftButton);
        };
        const auto *word = console.find<QLabel>("passphraseChanged");
        fill(QStringLiteral("not the present one at all"));
        QTRY_VERIFY_WITH_TIMEOUT(!word->text().isEmpty(), ConsoleFixture::kPatienceMs);
        QVERIFY2(!word->text().startsWith(QLatin1String("The passphrase is changed.")), qPrintable(word->text()));
        fill(kSecret);
        QTRY_VERIFY_WITH_TIMEOUT(
            word->text().startsWith(QLatin1String("The passphrase is changed.")), ConsoleFixture::kPatienceMs);
        QVERIFY(console.session->api().projects().result()); // this session goes on
    }
    ConsoleFixture console;
    QVERIFY(signIn(console, place, next));
}

CLOISTER_TEST(tst_Attach)
#include "tst_Attach.moc"
