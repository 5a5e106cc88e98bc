#include "engine/http/BodyReader.h"
#include "engine/http/HeadParser.h"
#include "tests/http/RequestCorpus.h"
#include "tests/support/Test.h"

using namespace cloister::http;
using cloister::test::CorpusEntry;

/// Head and body parsing without a socket.
class tst_HeadParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void feed_wholeHead_givesItsParts();
    void feed_bytesBehindTheHead_areLeft();
    void feed_afterReset_takesTheNextHead();
    void connection_header_decidesKeepAlive_data();
    void connection_header_decidesKeepAlive();
    void feed_corpus_hasItsStatus_data();
    void feed_corpus_hasItsStatus();
    void feed_cutAnywhere_hasTheSameOutcome();
    void feed_refused_stopsAtTheOffendingByte();
    void plainHead_isMethodAndLength();
    void body_announcedLarge_takesRoomOnlyForWhatCame();
};

/// What a server would do with `bytes`: 200, the status of the refusal, or 0 for "waits for more".
struct Verdict
{
    int status = 0;
    QByteArray body;
    qsizetype taken = 0;

    bool operator==(const Verdict &) const = default;
};

template<typename Parser>
static qsizetype feedInPieces(Parser &parser, QByteArrayView bytes, qsizetype cut, qsizetype from)
{
    const qsizetype end = from < cut ? cut : bytes.size();
    qsizetype taken = parser.feed(bytes.sliced(from, end - from));
    if (end < bytes.size() && parser.state() == Parser::State::NeedMore)
        taken += parser.feed(bytes.sliced(end));
    return taken;
}

static Verdict verdictOf(const QByteArray &bytes, qsizetype cut)
{
    const TransportLimits limits;
    HeadParser parser(limits);
    Verdict verdict;
    verdict.taken = feedInPieces(parser, bytes, cut, 0);
    if (parser.state() == HeadParser::State::Refused)
        verdict.status = parser.fault().status;
    if (parser.state() != HeadParser::State::Complete)
        return verdict;
    BodyReader reader(limits);
    reader.begin(parser.head(), limits.bodyBytes);
    if (reader.state() == BodyReader::State::NeedMore)
        verdict.taken += feedInPieces(reader, bytes, cut, verdict.taken);
    if (reader.state() == BodyReader::State::Refused)
        verdict.status = reader.fault().status;
    else if (reader.state() == BodyReader::State::Complete)
        verdict.status = 200;
    verdict.body = reader.take();
    return verdict;
}

void tst_HeadParser::feed_wholeHead_givesItsParts()
{
    HeadParser parser{TransportLimits()};
    const QByteArray bytes = "PATCH /a%20b//c?x=1?&y HTTP/1.1\r\nHOST: h:1\r\nX-Two: a\r\nx-two:  b c \t\r\n"
                             "Content-Length: 12\r\nExpect: 100-continue\r\n\r\n";
    QCOMPARE(parser.feed(bytes), bytes.size());
    QCOMPARE(parser.state(), HeadParser::State::Complete);
    const RequestHead &head = parser.head();
    QCOMPARE(head.method, Method::Patch);
    QCOMPARE(head.path, QByteArray("/a%20b//c"));
    QCOMPARE(head.query, QByteArray("x=1?&y"));
    QCOMPARE(head.headers.size(), 5);
    QCOMPARE(head.headers.at(0), std::make_pair(QByteArray("host"), QByteArray("h:1")));
    QCOMPARE(head.headers.at(2), std::make_pair(QByteArray("x-two"), QByteArray("b c")));
    QCOMPARE(head.contentLength, 12);
    QVERIFY(head.expectsContinue && head.isKeptAlive && !head.isChunked);
}

void tst_HeadParser::feed_bytesBehindTheHead_areLeft()
{
    HeadParser parser{TransportLimits()};
    const QByteArray head = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    QCOMPARE(parser.feed(head + "\r\n\x01 body"), head.size());
    QCOMPARE(parser.state(), HeadParser::State::Complete);
}

void tst_HeadParser::feed_afterReset_takesTheNextHead()
{
    HeadParser parser{TransportLimits()};
    for (const QByteArray path : {"/1", "/2"}) {
        parser.feed("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
        QCOMPARE(parser.state(), HeadParser::State::Complete);
        QCOMPARE(parser.head().path, path);
        QCOMPARE(parser.head().headers.size(), 1);
        parser.reset();
        QCOMPARE(parser.state(), HeadParser::State::NeedMore);
    }
    parser.feed("GET / HTTP/1.1\n");
    QCOMPARE(parser.state(), HeadParser::State::Refused);
    parser.reset();
    parser.feed("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    QCOMPARE(parser.state(), HeadParser::State::Complete);
}

void tst_HeadParser::connection_header_decidesKeepAlive_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<bool>("isKeptAlive");
    QTest::newRow("1.1") << QByteArray("1.1") << QByteArray() << true;
    QTest::newRow("1.0") << QByteArray("1.0") << QByteArray() << false;
    QTest::newRow("1.0 keep-alive") << QByteArray("1.0") << QByteArray("Connection: keep-alive\r\n") << false;
    QTest::newRow("close") << QByteArray("1.1") << QByteArray("Connection: close\r\n") << false;
    QTest::newRow("capitals") << QByteArray("1.1") << QByteArray("CONNECTION: CLOSE\r\n") << false;
    QTest::newRow("in a list") << QByteArray("1.1") << QByteArray("Connection: keep-alive , close\r\n") << false;
    QTest::newRow("second header") << QByteArray("1.1") << QByteArray("Connection: a\r\nConnection: close\r\n") << false;
    QTest::newRow("closed is not close") << QByteArray("1.1") << QByteArray("Connection: closed\r\n") << true;
}

void tst_HeadParser::connection_header_decidesKeepAlive()
{
    QFETCH(QByteArray, version);
    QFETCH(QByteArray, headers);
    QFETCH(bool, isKeptAlive);
    HeadParser parser{TransportLimits()};
    parser.feed("GET / HTTP/" + version + "\r\nHost: h\r\n" + headers + "\r\n");
    QCOMPARE(parser.state(), HeadParser::State::Complete);
    QCOMPARE(parser.head().isKeptAlive, isKeptAlive);
}

void tst_HeadParser::feed_corpus_hasItsStatus_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    for (const CorpusEntry &entry : cloister::test::requestCorpus())
        QTest::newRow(entry.name) << entry.bytes << entry.status;
}

void tst_HeadParser::feed_corpus_hasItsStatus()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    const Verdict verdict = verdictOf(bytes, bytes.size());
    QCOMPARE(verdict.status, status);
    if (status == 200)
        QCOMPARE(verdict.taken, bytes.size());
}

void tst_HeadParser::feed_cutAnywhere_hasTheSameOutcome()
{
    for (const CorpusEntry &entry : cloister::test::requestCorpus()) {
        const Verdict whole = verdictOf(entry.bytes, entry.bytes.size());
        const qsizetype step = qMax<qsizetype>(1, entry.bytes.size() / 200);
        for (qsizetype cut = 1; cut < entry.bytes.size(); cut += step)
            QVERIFY2(verdictOf(entry.bytes, cut) == whole, entry.name);
    }
}

void tst_HeadParser::feed_refused_stopsAtTheOffendingByte()
{
    HeadParser parser{TransportLimits()};
    QCOMPARE(parser.feed("GET /a\x01 HTTP/1.1\r\n"), 7);
    QCOMPARE(parser.state(), HeadParser::State::Refused);
    QCOMPARE(parser.feed("GET / HTTP/1.1\r\n"), 0);
}

void tst_HeadParser::plainHead_isMethodAndLength()
{
    QCOMPARE(plainHead(Method::Post, 7), QByteArray("POST / HTTP/1.1\r\ncontent-length: 7\r\n\r\n"));
}

void tst_HeadParser::body_announcedLarge_takesRoomOnlyForWhatCame()
{
    RequestHead head;
    head.contentLength = qint64(1) << 40;
    BodyReader reader{TransportLimits()};
    reader.begin(head, head.contentLength);
    reader.feed("abc");
    QCOMPARE(reader.state(), BodyReader::State::NeedMore);
    QVERIFY(reader.take().capacity() < 1024);
}

CLOISTER_TEST(tst_HeadParser)
#include "tst_HeadParser.moc"
