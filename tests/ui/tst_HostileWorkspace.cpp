// UI-1 on the whole console: a workspace in which every text that others choose is markup with an image of a file.
#include "engine/base/JsonWriter.h"
#include "engine/client/AccessClient.h"
#include "tests/support/Slowness.h"
#include "tests/ui/ConsoleSteps.h"
#include "tests/ui/OpenWatch.h"
#include "ui/shell/PageRegistry.h"

#include <QElapsedTimer>
#include <QImage>
#include <QLabel>
#include <QListView>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

using namespace cloister;
using namespace cloister::test;

class tst_HostileWorkspace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void tooltip_imageOfAFile_opensIt();
    void everyView_isTextAndOpensNothing();

private:
    QString markup() const { return QStringLiteral("<img src=\"%1\"><b>x</b>").arg(m_bait); }
    QByteArray lines() const;
    bool makeRules(const ConsoleFixture &console, const QString &projectId) const;
    static void paint(QWidget &widget);
    static void showToolTip(const QString &text);
    /// Paints what is in sight with all its tool tips, and says which file was opened or label would show markup.
    QString faultOf(const ConsoleFixture &console, const OpenWatch &watch) const;

    QTemporaryDir m_directory;
    QString m_bait;
};

// The requirement's figure times three, as for every bound on time.
static constexpr qint64 kLongestFrameMs = 3 * 200;

void tst_HostileWorkspace::init()
{
    m_bait = m_directory.filePath(QStringLiteral("b.png"));
    QImage image(4, 4, QImage::Format_RGB32);
    image.fill(Qt::red);
    QVERIFY(image.save(m_bait));
}

QByteArray tst_HostileWorkspace::lines() const
{
    JsonWriter json;
    const auto text = [&](const char *name, const QString &value) { json.member(QLatin1String(name), value); };
    const auto begin = [&](const char *object, const char *id) {
        json.beginObject();
        text("object", QLatin1String(object));
        text("id", QLatin1String(id));
        text("namespace", markup());
        text("label", markup() + QStringLiteral("\u202Egnp.exe"));
        json.key(QLatin1String("tags"));
        json.beginArray();
        json.value(QStringLiteral("<b>t</b>"));
        json.endArray();
        json.key(QLatin1String("metadata"));
        json.beginObject();
        text("<b>m</b>", markup());
        json.endObject();
    };
    begin("dialogue", "dialogue-1");
    json.key(QLatin1String("messages"));
    json.beginArray();
    const QStringList said{markup(), QString(300'000, u'x'), QString(2000, u'\n') + markup(), QStringLiteral("\u0301").repeated(5000)};
    for (const QString &content : said) {
        json.beginObject();
        text("role", QStringLiteral("user"));
        text("name", markup());
        text("content", content);
        json.endObject();
    }
    json.endArray();
    json.endObject();
    QByteArray all = json.take() + '\n';
    json = JsonWriter();
    begin("memory", "memory-1");
    text("description", markup());
    text("value", markup());
    json.endObject();
    return all + json.take() + '\n';
}

bool tst_HostileWorkspace::makeRules(const ConsoleFixture &console, const QString &projectId) const
{
    client::NewKey key;
    key.label = markup();
    const client::AccessClient access(console.session->api());
    const auto made = console.session->api().createKey(projectId, key).result();
    AllowedNetwork network;
    network.network = QStringLiteral("127.0.0.0/8");
    network.note = markup();
    const auto listed = access.setAllowList(projectId, {network}).result();
    return made.has_value() && listed.has_value();
}

void tst_HostileWorkspace::paint(QWidget &widget)
{
    QElapsedTimer timer;
    timer.start();
    widget.grab();
    const qint64 took = timer.elapsed();
    Slowness slowness;
    slowness.sample();
    QVERIFY2(took <= slowness.stretched(kLongestFrameMs), qPrintable(QStringLiteral("painted in %1 ms").arg(took)));
}

// As QToolTip does, which shows text that looks like markup as such.
void tst_HostileWorkspace::showToolTip(const QString &text)
{
    QLabel tip(text);
    tip.ensurePolished();
    tip.grab();
}

QString tst_HostileWorkspace::faultOf(const ConsoleFixture &console, const OpenWatch &watch) const
{
    QTest::qWait(100);
    paint(*console.window);
    for (const QWidget *widget : console.window->findChildren<QWidget *>()) {
        if (!widget->isVisible())
            continue;
        showToolTip(widget->toolTip());
        const auto *label = qobject_cast<const QLabel *>(widget);
        if (label && label->textFormat() != Qt::PlainText && label->text().contains(QLatin1String("<img")))
            return QStringLiteral("a label takes markup: ") + label->text();
        const auto *view = qobject_cast<const QAbstractItemView *>(widget);
        for (int row = 0; view && view->model() && row < std::min(view->model()->rowCount(), 20); ++row) {
            for (int column = 0; column < view->model()->columnCount(); ++column)
                showToolTip(view->model()->index(row, column).data(Qt::ToolTipRole).toString());
        }
    }
    return watch.wasOpened() ? QStringLiteral("the file was opened") : QString();
}

// The control: what the test below rules out is what happens otherwise.
void tst_HostileWorkspace::tooltip_imageOfAFile_opensIt()
{
    const OpenWatch watch(m_bait);
    showToolTip(markup());
    QVERIFY(watch.wasOpened());
}

void tst_HostileWorkspace::everyView_isTextAndOpensNothing()
{
    ConsoleFixture console;
    const OpenWatch watch(m_bait);
    QVERIFY(openProject(console, lines(), markup()));
    const QString projectId = console.session->api().projects().result()->value.items.first().id;
    QVERIFY(makeRules(console, projectId));
    QCOMPARE(faultOf(console, watch), QString());

    QVERIFY(openNamespace(console, markup()));
    auto *dialogues = console.find<QListView>("dialogueList");
    QVERIFY(hasRows(dialogues, 1));
    QCOMPARE(faultOf(console, watch), QString());
    QTest::mouseClick(dialogues->viewport(), Qt::LeftButton, {}, dialogues->visualRect(dialogues->model()->index(0, 0)).center());
    QVERIFY(sees(console, QStringLiteral("Active")));
    QCOMPARE(faultOf(console, watch), QString());

    for (const ui::PageInfo &page : ui::PageRegistry::all()) {
        console.openPage(page.id.constData());
        QVERIFY(QTest::qWaitFor([&] { return console.window->currentPage()->state() != ui::Page::State::Loading; },
            ConsoleFixture::kPatienceMs));
        QVERIFY2(faultOf(console, watch).isEmpty(), page.id.constData());
        for (auto *tabs : console.window->currentPage()->findChildren<QTabWidget *>()) {
            for (int tab = 0; tab < tabs->count(); ++tab) {
                tabs->setCurrentIndex(tab);
                QVERIFY2(faultOf(console, watch).isEmpty(), page.id.constData());
            }
        }
    }

    console.openPage("access");
    QVERIFY(hasRows(console.find<QTableView>("keysTable"), 1));
    QVERIFY(hasRows(console.find<QTableView>("projectAddressTable"), 1));
    QCOMPARE(faultOf(console, watch), QString());

    console.openPage("search");
    console.type("scopeNamespace", markup());
    console.type("searchQuery", markup());
    QTest::keyClick(console.find<QLineEdit>("searchQuery"), Qt::Key_Return);
    QVERIFY(QTest::qWaitFor([&] { return console.window->currentPage()->state() == ui::Page::State::Filled; },
        ConsoleFixture::kPatienceMs));
    QCOMPARE(faultOf(console, watch), QString());
}

CLOISTER_TEST(tst_HostileWorkspace)
#include "tst_HostileWorkspace.moc"
