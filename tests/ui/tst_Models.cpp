#include "tests/support/Test.h"
#include "tests/ui/FakeTransport.h"
#include "ui/access/ApiKeyModel.h"
#include "ui/models/DialogueModel.h"
#include "ui/models/EventModel.h"
#include "ui/models/MemoryModel.h"
#include "ui/models/NamespaceModel.h"
#include "ui/models/ProjectModel.h"
#include "ui/search/SearchModel.h"
#include "ui/transcript/TranscriptModel.h"

#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QSortFilterProxyModel>
#include <QTest>

using namespace cloister;
using cloister::test::FakeTransport;
using Tester = QAbstractItemModelTester;

class tst_Models : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void projects_reload_areCounted();
    void namespaces_hundredThousand_areReadInWindows();
    void namespaces_prefixAndSort_areAskedOfTheService();
    void dialogues_pages_followEachOther();
    void dialogues_reload_keepsRowsUntilTheAnswer();
    void dialogues_error_isKeptAndRetried();
    void dialogues_staleAnswer_isDropped();
    void memories_tags_areAskedOfTheService();
    void events_poll_putsNewOnesOnTop();
    void outcome_codes_areAWordAndAReason();
    void actionText_everyActOfTheEngine_hasWords();
    void keys_stateAndOrder_followTheRecords();
    void search_staleAnswer_isDropped();
    void transcript_fiftyThousand_byPages();

private:
    std::unique_ptr<FakeTransport> m_transport;
    std::unique_ptr<client::ApiClient> m_api;
    const client::Place m_place{QStringLiteral("p"), QStringLiteral("acme")};
    void answerDialogues(int total);
};

void tst_Models::init()
{
    m_transport = std::make_unique<FakeTransport>();
    m_api = std::make_unique<client::ApiClient>(*m_transport, "token");
}

void tst_Models::answerDialogues(int total)
{
    m_transport->answer = [total](const client::ClientRequest &request) {
        return FakeTransport::page(request, total, [](int n) { return FakeTransport::dialogue(n); });
    };
}

void tst_Models::projects_reload_areCounted()
{
    m_transport->answer = [](const client::ClientRequest &request) -> QByteArray {
        const QByteArray one = FakeTransport::project(QStringLiteral("p"), QStringLiteral("<b>x</b>"));
        return request.path.endsWith("/p") ? one : "{\"items\":[" + one + "]}";
    };
    ui::ProjectModel model(*m_api);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.reload();
    QTRY_COMPARE(model.rowCount(), 1);
    QTRY_COMPARE(model.index(0, ui::ProjectModel::Messages).data().toString(), QStringLiteral("7"));
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("<b>x</b>"));
    QCOMPARE(model.rowOf(QStringLiteral("other")), -1);
}

void tst_Models::namespaces_hundredThousand_areReadInWindows()
{
    m_transport->answer = [](const client::ClientRequest &request) { return FakeTransport::namespaces(request, 100'000); };
    ui::NamespaceModel model(*m_api);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.setProject(QStringLiteral("p"));
    QTRY_COMPARE(model.rowCount(), 100'000);
    QVERIFY(!model.info(54'321));
    QTRY_VERIFY(model.info(54'321));
    QCOMPARE(model.info(54'321)->nameSpace, QStringLiteral("ns-54321"));
    QVERIFY(m_transport->requests.size() < 20); // not all of them
}

void tst_Models::namespaces_prefixAndSort_areAskedOfTheService()
{
    m_transport->answer = [](const client::ClientRequest &request) {
        return FakeTransport::namespaces(request, FakeTransport::parameter(request, "prefix").isEmpty() ? 900 : 3);
    };
    ui::NamespaceModel model(*m_api);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.setProject(QStringLiteral("p"));
    QTRY_COMPARE(model.rowCount(), 900);
    model.sort(ui::NamespaceModel::Messages, Qt::DescendingOrder);
    QCOMPARE(m_transport->asked("sort"), QStringLiteral("messages"));
    QCOMPARE(m_transport->asked("order"), QStringLiteral("desc"));
    model.setPrefix(QStringLiteral("a&b"));
    QTRY_COMPARE(model.rowCount(), 3);
    QCOMPARE(m_transport->asked("prefix"), QStringLiteral("a&b"));
}

void tst_Models::dialogues_pages_followEachOther()
{
    answerDialogues(450);
    ui::DialogueModel model(*m_api);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.show(m_place, {});
    QTRY_VERIFY(model.isLoaded());
    while (model.canFetchMore({}))
        model.fetchMore({});
    QTRY_COMPARE(model.rowCount(), 450);
    QVERIFY(model.isComplete());
    QCOMPARE(model.record(449).id, QStringLiteral("d449"));
    QCOMPARE(m_transport->asked("namespace"), QStringLiteral("acme"));
}

void tst_Models::dialogues_reload_keepsRowsUntilTheAnswer()
{
    answerDialogues(5);
    ui::DialogueModel model(*m_api);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.show(m_place, {});
    QTRY_COMPARE(model.rowCount(), 5);
    m_transport->isHolding = true;
    answerDialogues(2);
    model.reload();
    QVERIFY(model.isLoading());
    QCOMPARE(model.rowCount(), 5);
    m_transport->release(0);
    QTRY_COMPARE(model.rowCount(), 2);
}

void tst_Models::dialogues_error_isKeptAndRetried()
{
    answerDialogues(5);
    m_transport->fault = ErrorCode::Sealed;
    ui::DialogueModel model(*m_api);
    model.show(m_place, {});
    QTRY_VERIFY(model.error());
    QCOMPARE(model.error()->code, ErrorCode::Sealed);
    QVERIFY(!model.isLoading());
    m_transport->fault.reset();
    model.reload();
    QTRY_COMPARE(model.rowCount(), 5);
    QVERIFY(!model.error());
}

void tst_Models::dialogues_staleAnswer_isDropped()
{
    m_transport->isHolding = true;
    ui::DialogueModel model(*m_api);
    model.show(m_place, {});
    model.show({QStringLiteral("p"), QStringLiteral("other")}, {});
    QCOMPARE(m_transport->heldCount(), size_t(2));
    answerDialogues(2);
    m_transport->release(1);
    QTRY_COMPARE(model.rowCount(), 2);
    answerDialogues(9);
    m_transport->release(0);
    QCoreApplication::processEvents();
    QCOMPARE(model.rowCount(), 2);
}

void tst_Models::memories_tags_areAskedOfTheService()
{
    m_transport->answer = [](const client::ClientRequest &request) {
        return FakeTransport::page(request, 120, [](int n) { return FakeTransport::memory(n); });
    };
    ui::MemoryModel model(*m_api);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.show(m_place, {QStringLiteral("a"), QStringLiteral("b")});
    QTRY_VERIFY(model.rowCount() >= 100);
    QCOMPARE(m_transport->asked("tags"), QStringLiteral("a,b"));
    model.fetchMore({});
    QTRY_COMPARE(model.rowCount(), 120);
    QCOMPARE(model.index(0, ui::MemoryModel::Value).data().toString(), QStringLiteral("v"));
}

void tst_Models::events_poll_putsNewOnesOnTop()
{
    m_transport->answer = [](const client::ClientRequest &request) -> QByteArray {
        if (FakeTransport::parameter(request, "after").isEmpty())
            return "{\"items\":[" + FakeTransport::event(2) + ',' + FakeTransport::event(1) + "]}";
        return "{\"items\":[" + FakeTransport::event(3) + ',' + FakeTransport::event(4) + "]}";
    };
    ui::EventModel model(*m_api);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.show({}, {});
    QTRY_COMPARE(model.rowCount(), 2);
    model.poll();
    QTRY_COMPARE(model.rowCount(), 4);
    QCOMPARE(m_transport->asked("after"), QStringLiteral("2"));
    QCOMPARE(model.record(0).seq, qint64(4));
    QCOMPARE(model.record(3).seq, qint64(1));
}

void tst_Models::outcome_codes_areAWordAndAReason()
{
    QCOMPARE(ui::outcomeText(QStringLiteral("ok")), QStringLiteral("Done"));
    QVERIFY(ui::outcomeDetail(QStringLiteral("ok")).isEmpty());
    for (const char *code : {"UNAUTHENTICATED", "FORBIDDEN", "IP_NOT_ALLOWED", "RATE_LIMIT_EXCEEDED", "MANY", "IMMUTABLE",
             "DELETION_PROTECTED"}) {
        QCOMPARE(ui::outcomeText(QString::fromLatin1(code)), QStringLiteral("Refused"));
        QVERIFY2(!ui::outcomeReason(QString::fromLatin1(code)).isEmpty(), code);
    }
    QCOMPARE(ui::outcomeText(QStringLiteral("INTEGRITY")), QStringLiteral("Failed"));
    QCOMPARE(ui::outcomeDetail(QStringLiteral("INTEGRITY")), QStringLiteral("Damaged data (INTEGRITY)"));
    QCOMPARE(ui::outcomeText(QStringLiteral("SOMETHING_NEW")), QStringLiteral("Failed"));
    QCOMPARE(ui::outcomeDetail(QStringLiteral("SOMETHING_NEW")), QStringLiteral("SOMETHING_NEW"));
    client::Event many;
    many.outcome = QStringLiteral("MANY");
    QCOMPARE(ui::addressText(many), QStringLiteral("Many addresses")); // and not this computer
}

// As the engine's sources name them: what is written like an act and is no name of a file, a category or a sealed value.
void tst_Models::actionText_everyActOfTheEngine_hasWords()
{
    static const QRegularExpression act(QStringLiteral("\"([a-z]+\\.[a-z]+)\""));
    static const QRegularExpression other(QStringLiteral("constexpr|Q_LOGGING_CATEGORY|\"[a-z]+\\.db\"|\"tls\\."));
    QSet<QString> acts;
    for (const char *folder : {"service", "partition", "auth", "audit", "http"}) {
        QDirIterator files(QLatin1String(CLOISTER_SOURCE_DIR "/engine/") + QLatin1String(folder), {QStringLiteral("*.cpp")});
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n')) {
                for (auto found = act.globalMatch(line); found.hasNext() && !other.match(line).hasMatch();)
                    acts.insert(found.next().captured(1));
            }
        }
    }
    for (const char *known : {"key.rotate", "address.note", "setting.change", "message.create"})
        QVERIFY2(acts.contains(QLatin1String(known)), known);
    for (const QString &each : std::as_const(acts))
        QVERIFY2(ui::actionText(each) != each, qPrintable(each));
}

void tst_Models::keys_stateAndOrder_followTheRecords()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QList<ApiKey> keys(3);
    keys[0].label = QStringLiteral("zebra");
    keys[1].label = QStringLiteral("<img src=x>");
    keys[1].expires = now - 1000;
    keys[2].label = QStringLiteral("Middle");
    keys[2].revoked = now;
    ui::ApiKeyModel model;
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    QSortFilterProxyModel sorted;
    sorted.setSourceModel(&model);
    sorted.setSortRole(ui::ApiKeyModel::kSortRole);
    const Tester sortedTester(&sorted, Tester::FailureReportingMode::QtTest);
    model.setKeys(keys);
    QCOMPARE(ui::ApiKeyModel::stateOf(model.key(0)), ui::ApiKeyModel::KeyState::Active);
    QCOMPARE(ui::ApiKeyModel::stateOf(model.key(1)), ui::ApiKeyModel::KeyState::Expired);
    QCOMPARE(ui::ApiKeyModel::stateOf(model.key(2)), ui::ApiKeyModel::KeyState::Revoked);
    sorted.sort(ui::ApiKeyModel::Label, Qt::DescendingOrder);
    QCOMPARE(sorted.index(0, ui::ApiKeyModel::Label).data().toString(), QStringLiteral("zebra"));
    QCOMPARE(model.index(1, ui::ApiKeyModel::Label).data().toString(), QStringLiteral("<img src=x>"));
    model.setKeys(keys.mid(1));
    QCOMPARE(sorted.rowCount(), 2);
    model.setKeys({});
    QCOMPARE(sorted.rowCount(), 0);
}

void tst_Models::search_staleAnswer_isDropped()
{
    m_transport->isHolding = true;
    m_transport->answer = [](const client::ClientRequest &request) -> QByteArray {
        const bool isNew = request.body.contains("second");
        return "{\"results\":[{\"relevance\":0.5,\"object\":\"message\",\"item\":"
            + FakeTransport::message(isNew ? 2 : 1, "\"found\"") + "}]}";
    };
    ui::SearchModel model(*m_api);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    client::SearchRequest request;
    request.query = QStringLiteral("first");
    model.search(m_place, request);
    request.query = QStringLiteral("second");
    model.search(m_place, request);
    m_transport->release(1);
    QTRY_COMPARE(model.rowCount(), 1);
    m_transport->release(0);
    QTest::qWait(50);
    QCOMPARE(model.row(0).messageId, QStringLiteral("m2"));
    QCOMPARE(model.query(), QStringLiteral("second"));
}

void tst_Models::transcript_fiftyThousand_byPages()
{
    m_transport->answer = [](const client::ClientRequest &request) {
        return FakeTransport::page(request, 50'000, [](int n) { return FakeTransport::message(n, "\"hello\""); });
    };
    ui::TranscriptModel model(*m_api);
    model.show(m_place, QStringLiteral("d"), ui::TranscriptModel::Start::Last);
    QTRY_VERIFY(model.rowCount() >= 100); // and it goes on backwards
    QCOMPARE(model.row(model.rowCount() - 1).message.id, QStringLiteral("m49999"));
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.fetchAll();
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 50'000, 120'000);
    QVERIFY(model.isComplete());
    QCOMPARE(model.row(0).message.id, QStringLiteral("m0"));
    QCOMPARE(m_transport->asked("dialogueId"), QStringLiteral("d"));
}

CLOISTER_TEST(tst_Models)
#include "tst_Models.moc"
