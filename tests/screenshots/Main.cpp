// Writes every page of the console in every state, theme and size as PNG: take_screenshots DIRECTORY
#include "app/cloister/WorkspaceHost.h"
#include "tests/ui/FaultHost.h"
#include "ui/overview/SampleData.h"
#include "ui/session/Language.h"
#include "ui/session/Preferences.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Page.h"
#include "ui/shell/PageRegistry.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace cloister;

namespace {

constexpr int kPatienceMs = 60'000;
constexpr int kSettleMs = 350; // until what was asked is drawn
const QByteArray kPassphrase("seven quiet otters cross the river");

struct Look
{
    QString language;
    ui::ThemeMode theme;
    QSize size;

    QString folder() const
    {
        const QString name = theme == ui::ThemeMode::Dark ? QStringLiteral("dark") : QStringLiteral("light");
        return QStringLiteral("%1-%2-%3").arg(language, name).arg(size.width());
    }
};

class Photographer
{
public:
    explicit Photographer(const QString &directory) : m_directory(directory) {}

    bool run();

private:
    void open(const Look &look);
    void take(const QString &name);
    void takePages(const QString &state);
    bool wait(ui::Session::State state);
    bool fill();
    void takeAll(const char *state);
    void takeInside();
    void takeTabs(const QByteArray &page, const char *tabs);
    void takeVerdict();

    QString m_directory;
    QTemporaryDir m_place;
    cli::ListenAddress m_listen{QHostAddress(QHostAddress::LocalHost), 0};
    WorkspaceHost m_host{m_place.path() + QStringLiteral("/cloister"), m_listen};
    test::FaultHost m_faults{m_host};
    ui::Session m_session{m_faults};
    std::unique_ptr<ui::MainWindow> m_window;
    Look m_look;
};

QList<Look> looks()
{
    QList<Look> all;
    for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) {
        for (const ui::ThemeMode theme : {ui::ThemeMode::Light, ui::ThemeMode::Dark})
            all.append({QStringLiteral("en"), theme, size});
    }
    all.append({QStringLiteral("de"), ui::ThemeMode::Light, QSize(1280, 800)});
    return all;
}

bool Photographer::wait(ui::Session::State state)
{
    return QTest::qWaitFor([&] { return m_session.state() == state; }, kPatienceMs);
}

// A window of that look. Texts are translated when widgets are made.
void Photographer::open(const Look &look)
{
    m_look = look;
    m_window.reset();
    ui::setLanguage(look.language);
    ui::Theme::apply(*qApp, look.theme);
    m_window = std::make_unique<ui::MainWindow>(m_session);
    m_window->resize(look.size);
    m_window->show();
    QTest::qWait(kSettleMs);
}

void Photographer::take(const QString &name)
{
    const QDir directory(m_directory + QLatin1Char('/') + m_look.folder());
    directory.mkpath(QStringLiteral("."));
    const QString path = directory.filePath(name + QStringLiteral(".png"));
    if (!m_window->grab().save(path))
        std::fprintf(stderr, "cannot write %s\n", qUtf8Printable(path));
}

void Photographer::takePages(const QString &state)
{
    const QList<ui::PageInfo> pages = ui::PageRegistry::all();
    for (const ui::PageInfo &page : pages) {
        m_window->open(page.id);
        QTest::qWait(kSettleMs);
        take(QString::fromLatin1(page.id) + QLatin1Char('-') + state);
    }
}

// What lies behind the pages: the tenants of a project, a conversation, an answer, the tabs.
void Photographer::takeInside()
{
    const QString nameSpace = QStringLiteral("larkfield-ferries");
    const auto projects = m_session.api().projects().result();
    if (!projects || projects->value.items.isEmpty())
        return;
    for (const Project &project : projects->value.items) {
        const auto dialogues = m_session.api().dialogues({project.id, nameSpace}, {}).result();
        if (!dialogues || dialogues->value.items.isEmpty())
            continue;
        m_window->open("tenants", {.projectId = project.id});
        QTest::qWait(kSettleMs);
        take(QStringLiteral("tenants-inside-namespaces"));
        m_window->open("tenants", {.projectId = project.id, .nameSpace = nameSpace,
            .dialogueId = dialogues->value.items.first().id});
        QTest::qWait(2 * kSettleMs);
        take(QStringLiteral("tenants-inside-transcript"));
        m_window->open("search", {.projectId = project.id, .nameSpace = nameSpace,
            .text = QStringLiteral("refund for a cancelled crossing")});
        QTest::qWait(4 * kSettleMs);
        take(QStringLiteral("search-inside-results"));
        break;
    }
    takeTabs("access", "accessTabs");
    takeVerdict();
}

void Photographer::takeTabs(const QByteArray &page, const char *tabs)
{
    m_window->open(page);
    auto *widget = m_window->findChild<QTabWidget *>(QString::fromLatin1(tabs));
    for (int tab = 0; widget && tab < widget->count(); ++tab) {
        widget->setCurrentIndex(tab);
        QTest::qWait(kSettleMs);
        take(QStringLiteral("%1-inside-%2").arg(QString::fromLatin1(page)).arg(tab));
    }
}

void Photographer::takeVerdict()
{
    m_window->open("audit");
    QTest::qWait(kSettleMs);
    if (auto *table = m_window->findChild<QTableView *>(QStringLiteral("audit/events")))
        table->selectRow(0);
    if (auto *button = m_window->findChild<QPushButton *>(QStringLiteral("auditVerify")))
        button->click();
    QTest::qWait(6 * kSettleMs);
    take(QStringLiteral("audit-inside-verdict"));
}

void Photographer::takeAll(const char *state)
{
    for (const Look &look : looks()) {
        open(look);
        takePages(QString::fromLatin1(state));
        if (qstrcmp(state, "filled") == 0)
            takeInside();
    }
    m_window.reset();
}

// The sample, some keys, and some requests to count.
bool Photographer::fill()
{
    ui::Jobs jobs(m_session);
    struct Nowhere final : ui::Navigator
    {
        void open(const QByteArray &, const ui::Target &) override {}
        void announce(const QString &) override {}
    } nowhere;
    bool isLoaded = false;
    ui::loadSampleData({m_session, jobs, nowhere}, &m_session, [&] { isLoaded = true; });
    if (!QTest::qWaitFor([&] { return isLoaded; }, kPatienceMs))
        return false;
    const auto projects = m_session.api().projects().result();
    if (!projects)
        return false;
    QByteArray key;
    for (const Project &project : projects->value.items) {
        const QList<client::NewKey> wanted{{.label = QStringLiteral("support bot, production")},
            {.label = QStringLiteral("nightly export"), .scopes = {QStringLiteral("read"), QStringLiteral("export")}},
            {.label = QStringLiteral("partner portal"), .scopes = {QStringLiteral("read"), QStringLiteral("search")},
                .namespaces = {QStringLiteral("larkfield-ferries")}, .expires = QStringLiteral("2031-01-01")}};
        for (const client::NewKey &one : wanted) {
            const auto created = m_session.api().createKey(project.id, one).result();
            if (!created)
                return false;
            key = created->value.text.toLatin1();
        }
    }
    const auto transport = m_session.connection().transport;
    for (int i = 0; i < 240; ++i) {
        const QByteArray path = i % 9 == 0 ? "/api/v1/memory" : "/api/v1/dialogue";
        const QByteArray token = i % 40 == 0 ? QByteArray("cl_none") : key;
        (void)transport->send({"GET", path, "namespace=larkfield-ferries", {}, token}).result();
    }
    return true;
}

bool Photographer::run()
{
    for (const Look &look : looks()) {
        open(look);
        if (auto *place = m_window->findChild<QLineEdit *>(QStringLiteral("welcomeDirectory")))
            place->setText(QStringLiteral("/srv/cloister")); // not that of one run, so that pictures can be compared
        take(QStringLiteral("start-welcome"));
    }
    m_session.create(m_place.path() + QStringLiteral("/cloister"), kPassphrase);
    if (!wait(ui::Session::State::Open))
        return false;
    m_session.takeRecoveryCode();
    takeAll("empty");
    if (!fill())
        return false;
    takeAll("filled");
    m_faults.failWith(ErrorCode::ShuttingDown);
    takeAll("error");
    m_faults.failWith(ErrorCode::Sealed);
    takeAll("locked");
    m_faults.failWith(std::nullopt);
    m_session.lock();
    for (const Look &look : looks()) {
        open(look);
        take(QStringLiteral("start-locked"));
    }
    m_window.reset();
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("TZ", "UTC");
    QApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "usage: take_screenshots DIRECTORY\n");
        return 2;
    }
    QTemporaryDir settings;
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    // One font wherever it runs.
    QApplication::setFont(QFont(QStringLiteral("Inter"), 10));
    Photographer photographer(QString::fromLocal8Bit(argv[1]));
    if (!photographer.run()) {
        std::fprintf(stderr, "the console did not get as far as it should\n");
        return 1;
    }
    return 0;
}
