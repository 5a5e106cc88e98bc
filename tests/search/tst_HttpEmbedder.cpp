#include "engine/search/EmbeddingsJson.h"
#include "engine/search/HttpEmbedder.h"
#include "tests/support/StubServer.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTemporaryDir>

#include <atomic>
#include <thread>

using namespace cloister;
using namespace cloister::search;
using namespace std::chrono_literals;
using test::StubServer;

/// Vectors (length of the text, 3, 0), in reverse order with their indexes, as a server may send them.
static QByteArray vectorsFor(const QByteArray &body)
{
    const QJsonArray texts = QJsonDocument::fromJson(body).object().value(QLatin1String("input")).toArray();
    QJsonArray data;
    for (qsizetype i = texts.size() - 1; i >= 0; --i)
        data.append(QJsonObject{{QStringLiteral("index"), i},
                                {QStringLiteral("embedding"), QJsonArray{texts.at(i).toString().size(), 3, 0}}});
    return StubServer::response(200, QJsonDocument(QJsonObject{{QStringLiteral("data"), data}}).toJson());
}

static HttpEmbedderOptions optionsFor(const StubServer &server)
{
    HttpEmbedderOptions options;
    options.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(server.port()));
    options.model = QStringLiteral("small");
    options.post.firstPause = 1ms;
    options.post.timeout = 10min; // a test that wants to see one sets its own
    return options;
}

class tst_HttpEmbedder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connect_server_learnsDimensions()
    {
        StubServer server(new QTcpServer, [](const QByteArray &, const QByteArray &body) { return vectorsFor(body); });
        const auto embedder = HttpEmbedder::connect(optionsFor(server));
        QVERIFY(embedder);
        QCOMPARE((*embedder)->id(), (EmbedderId{QStringLiteral("small"), 1, 3}));
        QCOMPARE((*embedder)->countTokens(QStringLiteral("seven b")), 3);
    }

    void connect_unusableOptions_isRefused()
    {
        for (const char *url : {"", "ftp://host", "http:///path", "host"}) {
            HttpEmbedderOptions options;
            options.model = QStringLiteral("small");
            options.baseUrl = QUrl(QString::fromLatin1(url));
            QCOMPARE(HttpEmbedder::connect(options).error().code, ErrorCode::InvalidParameter);
        }
        HttpEmbedderOptions nameless;
        nameless.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:1"));
        QCOMPARE(HttpEmbedder::connect(nameless).error().code, ErrorCode::InvalidParameter);
    }

    void answer_withNumbersNoFloatHolds_isRefused()
    {
        const auto answer = [](const char *number) {
            return readEmbeddingsAnswer(QByteArray("{\"data\":[{\"embedding\":[1,") + number + ",2]}]}", 1, 3);
        };
        QVERIFY(answer("3e38").has_value());
        for (const char *number : {"3.5e38", "-1e39", "1e200", "1e999"})
            QVERIFY2(!answer(number), number);
    }

    void embed_manyTexts_areBatchedAndOrdered()
    {
        StubServer server(new QTcpServer, [](const QByteArray &, const QByteArray &body) { return vectorsFor(body); });
        HttpEmbedderOptions options = optionsFor(server);
        options.batchSize = 2;
        const auto embedder = HttpEmbedder::connect(options);
        QVERIFY(embedder);
        const auto vectors = (*embedder)->embed(
            {QStringLiteral("four"), QString(), QStringLiteral("a"), QStringLiteral(" "), QStringLiteral("four")});
        QVERIFY(vectors);
        QCOMPARE(server.requests(), 3);
        QCOMPARE(vectors->size(), 5);
        QVERIFY(vectors->at(0) == (std::vector<float>{0.8F, 0.6F, 0.0F}));
        QVERIFY(vectors->at(1) == std::vector<float>(3, 0.0F));
        QVERIFY(vectors->at(2)[1] > 0.9F);
        QVERIFY(vectors->at(3) == std::vector<float>(3, 0.0F));
        QVERIFY(vectors->at(4) == vectors->at(0));
    }

    void embed_request_namesModelPathAndKey()
    {
        QByteArray seenHead;
        QByteArray seenBody;
        {
            StubServer server(new QTcpServer, [&](const QByteArray &head, const QByteArray &body) {
                seenHead = head;
                seenBody = body;
                return vectorsFor(body);
            });
            HttpEmbedderOptions options = optionsFor(server);
            options.baseUrl.setPath(QStringLiteral("/gateway/v1/"));
            options.post.key = "secret";
            QVERIFY(HttpEmbedder::connect(options));
        }
        QVERIFY(seenHead.startsWith("POST /gateway/v1/embeddings HTTP/1.1"));
        QVERIFY(seenHead.contains("Authorization: Bearer secret"));
        QCOMPARE(QJsonDocument::fromJson(seenBody).object().value(QLatin1String("model")).toString(), QStringLiteral("small"));
    }

    void embed_serverRecovers_isRetried_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {408, 429, 500, 503})
            QTest::addRow("%d", status) << status;
    }

    void embed_serverRecovers_isRetried()
    {
        QFETCH(int, status);
        int count = 0;
        StubServer server(new QTcpServer, [&](const QByteArray &, const QByteArray &body) {
            return ++count < 3 ? StubServer::response(status, "{}") : vectorsFor(body);
        });
        QVERIFY(HttpEmbedder::connect(optionsFor(server)));
        QCOMPARE(server.requests(), 3);
    }

    void embed_refusal_isNotRetriedAndTellsNoSecret()
    {
        for (const int status : {302, 400, 401}) {
            StubServer server(new QTcpServer, [&](const QByteArray &, const QByteArray &) {
                return StubServer::response(status, "{\"echo\":\"secret\"}");
            });
            HttpEmbedderOptions options = optionsFor(server);
            options.post.key = "secret";
            const auto embedder = HttpEmbedder::connect(options);
            QVERIFY(!embedder);
            QCOMPARE(embedder.error().code, ErrorCode::Internal);
            QVERIFY(embedder.error().detail.contains(QString::number(status)));
            QVERIFY(!embedder.error().detail.contains(QLatin1String("secret")));
            QCOMPARE(server.requests(), 1);
        }
    }

    void embed_serverStaysDown_isLeftAlone()
    {
        std::atomic<bool> isDown = false;
        StubServer server(new QTcpServer, [&](const QByteArray &, const QByteArray &body) {
            return isDown ? StubServer::response(500, "{}") : vectorsFor(body);
        });
        HttpEmbedderOptions options = optionsFor(server);
        options.post.attempts = 2;
        options.post.failuresToPause = 2;
        options.post.pause = 1h;
        const auto embedder = HttpEmbedder::connect(options);
        QVERIFY(embedder);
        isDown = true;
        for (int i = 0; i < 4; ++i)
            QCOMPARE((*embedder)->embed({QStringLiteral("x")}).error().code, ErrorCode::Overloaded);
        QCOMPARE(server.requests(), 1 + 2 * 2);
    }

    void embed_silentServer_timesOut()
    {
        StubServer server(new QTcpServer, [](const QByteArray &, const QByteArray &) { return QByteArray(); });
        HttpEmbedderOptions options = optionsFor(server);
        options.post.timeout = 20ms;
        options.post.attempts = 2;
        QCOMPARE(HttpEmbedder::connect(options).error().code, ErrorCode::Overloaded);
    }

    void embed_answerCutShort_isAnError()
    {
        StubServer server(new QTcpServer, [](const QByteArray &, const QByteArray &body) { return vectorsFor(body).chopped(5); });
        QCOMPARE(HttpEmbedder::connect(optionsFor(server)).error().code, ErrorCode::Overloaded);
    }

    void stop_duringCall_endsIt()
    {
        std::atomic<bool> isSilent = false;
        std::atomic<bool> isAsked = false;
        StubServer server(new QTcpServer, [&](const QByteArray &, const QByteArray &body) {
            isAsked = isSilent.load();
            return isSilent ? QByteArray() : vectorsFor(body);
        });
        const auto embedder = HttpEmbedder::connect(optionsFor(server));
        QVERIFY(embedder);
        isSilent = true;
        ErrorCode code{};
        std::thread caller([&] { code = (*embedder)->embed({QStringLiteral("x")}).error().code; });
        const bool wasAsked = QTest::qWaitFor([&] { return isAsked.load(); }, 60'000);
        (*embedder)->stop();
        caller.join();
        QVERIFY(wasAsked);
        QCOMPARE(code, ErrorCode::ShuttingDown);
        QCOMPARE((*embedder)->embed({QStringLiteral("x")}).error().code, ErrorCode::ShuttingDown);
    }

    void connect_certificateOfNobody_isRefused()
    {
        QTemporaryDir folder;
        const QString key = folder.filePath(QStringLiteral("key.pem"));
        const QString certificate = folder.filePath(QStringLiteral("cert.pem"));
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"),
                      QStringLiteral("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1")
                              .split(QLatin1Char(' '))
                          + QStringList{QStringLiteral("-keyout"), key, QStringLiteral("-out"), certificate});
        QVERIFY(openssl.waitForFinished(120'000));
        QCOMPARE(openssl.exitCode(), 0);
        QFile keyFile(key);
        QVERIFY(keyFile.open(QIODevice::ReadOnly));
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(QSslCertificate::fromPath(certificate));
        configuration.setPrivateKey(QSslKey(&keyFile, QSsl::Ec));
        auto *tls = new QSslServer;
        tls->setSslConfiguration(configuration);
        tls->setHandshakeTimeout(600'000); // or a slow machine sees the server's end instead of its certificate
        StubServer server(tls, [](const QByteArray &, const QByteArray &body) { return vectorsFor(body); });
        HttpEmbedderOptions options = optionsFor(server);
        options.baseUrl.setScheme(QStringLiteral("https"));
        const auto embedder = HttpEmbedder::connect(options);
        QVERIFY(!embedder);
        QVERIFY2(embedder.error().detail.contains(QLatin1String("certificate")), qPrintable(embedder.error().detail));
        QCOMPARE(server.requests(), 0);
    }

    void readEmbeddingsAnswer_oddBodies_areRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no JSON") << QByteArray("<html>");
        QTest::newRow("no data") << QByteArray("{}");
        QTest::newRow("too few") << QByteArray(R"({"data":[{"index":0,"embedding":[1,2]}]})");
        QTest::newRow("same index") << QByteArray(R"({"data":[{"index":0,"embedding":[1,2]},{"index":0,"embedding":[1,2]}]})");
        QTest::newRow("far index") << QByteArray(R"({"data":[{"index":0,"embedding":[1,2]},{"index":2,"embedding":[1,2]}]})");
        QTest::newRow("dimensions") << QByteArray(R"({"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1]}]})");
        QTest::newRow("text") << QByteArray(R"({"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":["1",2]}]})");
        QTest::newRow("zeros") << QByteArray(R"({"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[0,0]}]})");
        QTest::newRow("huge") << QByteArray(R"({"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1e300,1e300]}]})");
    }

    void readEmbeddingsAnswer_oddBodies_areRefused()
    {
        QFETCH(QByteArray, body);
        QCOMPARE(readEmbeddingsAnswer(body, 2, 0).error().code, ErrorCode::Internal);
    }

    void breaker_afterPause_letsOneTry()
    {
        CircuitBreaker breaker(2, 10s);
        const CircuitBreaker::Clock::time_point start;
        breaker.failed(start);
        QVERIFY(breaker.allows(start));
        breaker.failed(start);
        QVERIFY(!breaker.allows(start + 9s));
        QVERIFY(breaker.allows(start + 10s));
        QVERIFY(!breaker.allows(start + 11s));
        breaker.succeeded();
        QVERIFY(breaker.allows(start + 11s));
    }
};

CLOISTER_TEST(tst_HttpEmbedder)
#include "tst_HttpEmbedder.moc"
