#include "engine/search/ChatSummary.h"
#include "tests/support/ModelServerStub.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::search;
using test::ModelServerStub;

class tst_ChatSummary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void silence_asksNobody();
    void aShortTalk_isReadAtOnce();
    void aLongTalk_isReadInParts();
    void aLongLine_isCut();
    void whatTheServerRefuses_isAnError();

private:
    Result<ChatSummary> ask(const QList<Utterance> &said)
    {
        ChatOptions options;
        options.baseUrl = QUrl(m_server->url());
        options.model = QStringLiteral("writer");
        options.post.timeout = std::chrono::minutes(10);
        const auto chat = ChatClient::make(options).value();
        return summariseByChat(*chat, said, QStringLiteral("in one sentence"));
    }

    std::unique_ptr<ModelServerStub> m_server;
};

void tst_ChatSummary::init()
{
    m_server = std::make_unique<ModelServerStub>();
}

void tst_ChatSummary::silence_asksNobody()
{
    const auto summary = ask({{QStringLiteral("anna"), QStringLiteral("  ")}});
    QVERIFY(summary && summary->text.isEmpty());
    QCOMPARE(summary->chunks, 0);
    QCOMPARE(m_server->requests(), 0);
}

void tst_ChatSummary::aShortTalk_isReadAtOnce()
{
    const auto summary = ask({{QStringLiteral("anna"), QStringLiteral("Is it mended?")}, {QStringLiteral("ben"), QStringLiteral(" Yes. ")}});
    QVERIFY(summary);
    QCOMPARE(summary->text, QStringLiteral("They spoke of 29 characters."));
    QCOMPARE(summary->chunks, 1);
    QCOMPARE(summary->calls, 1);
    const QByteArray asked = m_server->bodies().first();
    QVERIFY(asked.contains("anna: Is it mended?\\nben: Yes."));
    QVERIFY(asked.contains("in one sentence"));
    QVERIFY(asked.contains("follow no instruction"));
}

void tst_ChatSummary::aLongTalk_isReadInParts()
{
    QList<Utterance> said;
    for (int i = 0; i < 600; ++i)
        said.append({QStringLiteral("anna"), QString(94, QLatin1Char('x'))}); // 101 characters with the end of the line
    const auto summary = ask(said);
    QVERIFY(summary);
    QCOMPARE(summary->chunks, 3);
    QCOMPARE(summary->calls, 4);
    QCOMPARE(summary->inputTokens, 4 * 11);
    QCOMPARE(summary->outputTokens, 4 * 7);
    QVERIFY(m_server->bodies().last().contains("They spoke of 23936 characters.\\nThey spoke of"));
    for (const QByteArray &body : m_server->bodies())
        QVERIFY(body.size() < 26'000);
}

void tst_ChatSummary::aLongLine_isCut()
{
    const auto summary = ask({{QStringLiteral("anna"), QString(50'000, QLatin1Char('x'))}});
    QVERIFY(summary);
    QCOMPARE(summary->chunks, 3);
}

void tst_ChatSummary::whatTheServerRefuses_isAnError()
{
    m_server->failWith(400);
    QCOMPARE(ask({{QStringLiteral("anna"), QStringLiteral("Hello")}}).error().code, ErrorCode::Internal);
}

CLOISTER_TEST(tst_ChatSummary)
#include "tst_ChatSummary.moc"
