#include "tests/http/EchoDoor.h"
#include "tests/http/RawClient.h"
#include "tests/http/RequestCorpus.h"
#include "tests/support/Test.h"

#include <QEventLoop>
#include <QThread>
#include <QTcpServer>
#include <QtHttpServer/QHttpServer>

#include <future>

using namespace cloister;
using test::CorpusEntry;
using test::EchoDoor;
using test::RawAnswer;
using test::RawClient;

/// NET-2: every raw request gets its one answer over a real socket, at once and byte by byte.
class tst_GuardCorpus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void corpus_isLargeAndNamed();
    void send_entry_getsItsOneAnswer_data();
    void send_entry_getsItsOneAnswer();
    void send_smugglingProbe_reachesHandlerOfBareModuleTwice_data();
    void send_smugglingProbe_reachesHandlerOfBareModuleTwice();

private:
    void compareOneAnswer(const QByteArray &bytes, int status, bool isByteByByte);

    EchoDoor m_door;
};

/// The HTTP server module as it comes, on a thread of its own, counting what reaches its handler.
class BareServer
{
public:
    BareServer()
    {
        std::promise<quint16> port;
        m_thread.reset(QThread::create([this, &port] {
            QHttpServer server;
            server.setMissingHandler([this](const QHttpServerRequest &, QHttpServerResponder &&responder) {
                ++m_requests;
                responder.write(QHttpServerResponder::StatusCode::Ok);
            });
            auto *listener = new QTcpServer(&server);
            listener->listen(QHostAddress::LocalHost);
            server.bind(listener);
            QEventLoop loop;
            port.set_value(listener->serverPort());
            loop.exec();
        }));
        m_thread->start();
        m_port = port.get_future().get();
    }
    ~BareServer()
    {
        m_thread->quit();
        m_thread->wait();
    }
    quint16 port() const { return m_port; }
    int requests() const { return m_requests; }

private:
    std::atomic<int> m_requests = 0;
    std::unique_ptr<QThread> m_thread;
    quint16 m_port = 0;
};

void tst_GuardCorpus::corpus_isLargeAndNamed()
{
    const QList<CorpusEntry> corpus = test::requestCorpus();
    QVERIFY(corpus.size() >= 120);
    QSet<QByteArray> names;
    for (const CorpusEntry &entry : corpus)
        names.insert(entry.name);
    QCOMPARE(names.size(), corpus.size());
}

void tst_GuardCorpus::send_entry_getsItsOneAnswer_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    for (const CorpusEntry &entry : test::requestCorpus())
        QTest::newRow(entry.name) << entry.bytes << entry.status;
}

void tst_GuardCorpus::send_entry_getsItsOneAnswer()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    compareOneAnswer(bytes, status, false);
    compareOneAnswer(bytes, status, true);
}

void tst_GuardCorpus::compareOneAnswer(const QByteArray &bytes, int status, bool isByteByByte)
{
    const qsizetype before = m_door.requests().size();
    RawClient client(m_door.port());
    // A refused request may be cut off while it is still being sent; its answer is read all the same.
    const bool isSent = isByteByByte ? client.sendByteByByte(bytes) : client.send(bytes);
    QVERIFY(isSent || status != 200);
    RawAnswer answer = client.readAnswer();
    if (answer.status == 100)
        answer = client.readAnswer();
    QCOMPARE(answer.status, status);
    client.finishSending();
    QCOMPARE(client.readAll(), QByteArray());
    QCOMPARE(m_door.requests().size() - before, status == 200 ? 1 : 0);
    if (status != 200) {
        QCOMPARE(answer.header("connection"), QByteArray("close"));
        QVERIFY(answer.body.startsWith("{\"error\":{\"code\":\""));
    }
}

void tst_GuardCorpus::send_smugglingProbe_reachesHandlerOfBareModuleTwice_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray smuggled = "GET /smuggled HTTP/1.1\r\nHost: l\r\n\r\n";
    QTest::newRow("length and coding") << "POST / HTTP/1.1\r\nHost: l\r\nContent-Length: "
            + QByteArray::number(smuggled.size() + 5) + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled;
    QTest::newRow("negative length") << "POST / HTTP/1.1\r\nHost: l\r\nContent-Length: -1\r\n\r\n" + smuggled;
}

/// The negative control: without the guard the same bytes are two requests.
void tst_GuardCorpus::send_smugglingProbe_reachesHandlerOfBareModuleTwice()
{
    QFETCH(QByteArray, bytes);
    BareServer bare;
    RawClient client(bare.port());
    QVERIFY(client.send(bytes));
    QTRY_COMPARE(bare.requests(), 2);
    compareOneAnswer(bytes, 400, false);
}

CLOISTER_TEST(tst_GuardCorpus)
#include "tst_GuardCorpus.moc"
