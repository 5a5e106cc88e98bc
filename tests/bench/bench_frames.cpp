// How long the console's GUI thread is ever kept busy at a stretch, while 100,000 namespaces, a dialogue of 50,000 messages
// and hostile content are looked at: bench_frames
#include "engine/base/Future.h"
#include "tests/ui/FakeTransport.h"
#include "ui/tenants/NamespacesView.h"
#include "ui/theme/Theme.h"
#include "ui/transcript/TranscriptPane.h"
#include "ui/transcript/TranscriptView.h"
#include "ui/widgets/RecordTable.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace cloister;
using test::FakeTransport;

namespace {

constexpr int kPatienceMs = 60'000;
constexpr int kNamespaces = 100'000;
constexpr int kMessages = 50'000;

/// Times every event of the GUI thread, nested ones with the one they are part of.
class TimedApplication final : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (m_depth > 0)
            return QApplication::notify(receiver, event);
        QElapsedTimer clock;
        clock.start();
        ++m_depth;
        const bool result = QApplication::notify(receiver, event);
        --m_depth;
        m_times.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
        return result;
    }

    /// Prints what was measured since the last time, and forgets it.
    void report(const char *what)
    {
        std::sort(m_times.begin(), m_times.end());
        const auto at = [this](double part) {
            return m_times.empty() ? 0.0 : m_times[static_cast<size_t>(part * static_cast<double>(m_times.size() - 1))];
        };
        std::printf("%-46s %7zu events, 99.9 %% within %6.1f ms, longest %6.1f ms\n", what, m_times.size(), at(0.999), at(1));
        m_times.clear();
    }

private:
    int m_depth = 0;
    std::vector<double> m_times;
};

/// Answers off the GUI thread, as the real ways do.
class OtherThread final : public client::Transport
{
public:
    std::function<QByteArray(const client::ClientRequest &)> answer;

    Future<Result<client::Reply>> send(const client::ClientRequest &request) override
    {
        return runOn(*QThreadPool::globalInstance(), [answer = answer, request]() -> Result<client::Reply> {
            return client::Reply{200, {}, answer(request)};
        });
    }
};

TimedApplication &application()
{
    return *static_cast<TimedApplication *>(QCoreApplication::instance());
}

void scrollThrough(QAbstractItemView &view, int steps)
{
    for (int step = 0; step <= steps; ++step) {
        QScrollBar *bar = view.verticalScrollBar();
        bar->setValue(static_cast<int>(static_cast<qint64>(bar->maximum()) * step / steps));
        QTest::qWait(4);
    }
}

void wheel(QAbstractItemView &view, int turns)
{
    for (int turn = 0; turn < turns; ++turn) {
        const QPointF at = view.viewport()->rect().center();
        QWheelEvent event(at, view.viewport()->mapToGlobal(at), {}, {0, -360}, Qt::NoButton, Qt::NoModifier,
            Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(view.viewport(), &event);
        QTest::qWait(2);
    }
}

bool measureNamespaces()
{
    OtherThread transport;
    transport.answer = [](const client::ClientRequest &request) {
        const bool isAll = FakeTransport::parameter(request, "prefix").isEmpty();
        return FakeTransport::namespaces(request, isAll ? kNamespaces : kNamespaces / 10);
    };
    const client::ApiClient api(transport, {});
    ui::NamespacesView view(api, true);
    view.resize(1200, 700);
    view.show();
    Project project;
    project.id = QStringLiteral("p");
    view.show(project);
    if (!QTest::qWaitFor([&] { return view.model().rowCount() == kNamespaces; }, kPatienceMs))
        return false;
    application().report("100,000 namespaces: opened");
    auto *table = view.findChild<ui::RecordTable *>();
    scrollThrough(*table, 500);
    application().report("100,000 namespaces: scrolled from end to end");
    wheel(*table, 500);
    application().report("100,000 namespaces: wheel");
    for (const int column : {0, 3, 5, 6})
        table->sortByColumn(column, Qt::DescendingOrder), QTest::qWait(50);
    application().report("100,000 namespaces: sorted");
    QTest::keyClicks(view.filterField(), QStringLiteral("ns-123"), Qt::NoModifier, 20);
    QTest::qWait(100);
    application().report("100,000 namespaces: filtered while typing");
    QTest::keyClick(table, Qt::Key_A, Qt::ControlModifier);
    QTest::qWait(100);
    application().report("10,000 namespaces: all chosen");
    return true;
}

using Content = std::function<QByteArray(int)>;

bool measureTranscript(const char *name, int messages, const Content &content)
{
    const auto report = [name](const char *what) {
        application().report(qPrintable(QString::fromLatin1(name) + QLatin1String(": ") + QLatin1String(what)));
    };
    OtherThread transport;
    transport.answer = [messages, content](const client::ClientRequest &request) {
        if (!request.path.contains("message"))
            return FakeTransport::dialogue(0, QStringLiteral("dialogue"));
        return FakeTransport::page(
            request, messages, [content](int n) { return FakeTransport::message(n, content(n)); });
    };
    const client::ApiClient api(transport, {});
    ui::TranscriptPane pane(api, true);
    pane.resize(1000, 700);
    pane.QWidget::show();
    pane.show({QStringLiteral("p"), {}}, QStringLiteral("d"));
    auto *view = pane.findChild<ui::TranscriptView *>();
    if (!QTest::qWaitFor([&] { return view->model()->rowCount() > 0; }, kPatienceMs))
        return false;
    QTest::qWait(200);
    report("opened");
    wheel(*view, 400);
    report("wheel while more is read");
    pane.openFind();
    QTest::keyClicks(pane.findChild<QLineEdit *>(QStringLiteral("findText")), QStringLiteral("harbour 4"), Qt::NoModifier, 20);
    if (!QTest::qWaitFor([&] { return view->model()->rowCount() == messages; }, kPatienceMs))
        return false;
    QTest::qWait(300);
    report("text looked for, which reads all of it");
    for (int i = 0; i < 20; ++i)
        QTest::keyClick(pane.findChild<QLineEdit *>(QStringLiteral("findText")), Qt::Key_Return), QTest::qWait(10);
    report("from hit to hit");
    scrollThrough(*view, 500);
    report("scrolled from end to end");
    pane.resize(820, 700);
    QTest::qWait(100);
    report("made narrower");
    return true;
}

QByteArray usual(int n)
{
    return FakeTransport::text(QStringLiteral("The ferry leaves harbour %1 at noon. ").arg(n).repeated(1 + n % 9));
}

QByteArray hostile(int n)
{
    switch (n % 8) {
    case 0: return FakeTransport::text(QString(1'000'000, u'x'));
    case 1: return FakeTransport::text(QStringLiteral("<img src=\"/dev/zero\"><script>x</script>").repeated(500));
    case 2: return FakeTransport::text(QStringLiteral("e\u0301\u0302\u0303\u0304").repeated(20'000));
    case 3: return FakeTransport::text(QStringLiteral("\u202Eabc\u2066def").repeated(10'000));
    case 4: return FakeTransport::text(QStringLiteral("\n").repeated(100'000));
    case 5: return FakeTransport::text(QStringLiteral("السلام ").repeated(10'000));
    case 6: return FakeTransport::text(QString::fromUtf8("👩‍👩‍👧‍👦").repeated(10'000));
    default: return FakeTransport::text(QStringLiteral("word ").repeated(50'000));
    }
}

} // namespace

int main(int argc, char **argv)
{
    TimedApplication app(argc, argv);
    QTemporaryDir settings;
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    ui::Theme::apply(app, ui::ThemeMode::Light);
    if (measureNamespaces() && measureTranscript("50,000 messages", kMessages, usual) && measureTranscript("hostile", 160, hostile))
        return 0;
    std::fprintf(stderr, "the console did not get as far as it should\n");
    return 1;
}
