#include "tests/http/RequestCorpus.h"

namespace cloister::test {

static QByteArray requestWithLine(const QByteArray &line)
{
    return line + "\r\nHost: localhost\r\n\r\n";
}

static QByteArray requestWithHeaders(const QByteArray &headers, const QByteArray &body = {})
{
    return "POST /p HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body;
}

static QByteArray requestWithHost(const QByteArray &host)
{
    return "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
}

static QByteArray chunkedRequest(const QByteArray &chunks)
{
    return requestWithHeaders("Transfer-Encoding: chunked\r\n", chunks);
}

/// A whole request that a looser parser would run as a second one.
static const QByteArray kSmuggled = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

static QList<CorpusEntry> requestLines()
{
    return {
        {"plain get", requestWithLine("GET / HTTP/1.1"), 200},
        {"query", requestWithLine("GET /a?b=c&d=%20+ HTTP/1.1"), 200},
        {"empty query", requestWithLine("GET /a? HTTP/1.1"), 200},
        {"double slash is a path", requestWithLine("GET //evil.example/a HTTP/1.1"), 200},
        {"dots are a path", requestWithLine("GET /../../etc/passwd HTTP/1.1"), 200},
        {"broken percent coding is the dispatcher's", requestWithLine("GET /%zz%0 HTTP/1.1"), 200},
        {"options", requestWithLine("OPTIONS /a HTTP/1.1"), 200},
        {"delete", requestWithLine("DELETE /a HTTP/1.1"), 200},
        {"patch", requestWithLine("PATCH /a HTTP/1.1"), 200},
        {"put", requestWithLine("PUT /a HTTP/1.1"), 200},
        {"version 1.0", requestWithLine("GET / HTTP/1.0"), 200},
        {"empty line first", "\r\n" + requestWithLine("GET / HTTP/1.1"), 400},
        {"space first", requestWithLine(" GET / HTTP/1.1"), 400},
        {"two spaces before target", requestWithLine("GET  / HTTP/1.1"), 400},
        {"two spaces before version", requestWithLine("GET /  HTTP/1.1"), 400},
        {"space last", requestWithLine("GET / HTTP/1.1 "), 400},
        {"tab instead of space", requestWithLine("GET\t/\tHTTP/1.1"), 400},
        {"space in target", requestWithLine("GET /a b HTTP/1.1"), 400},
        {"no version", requestWithLine("GET /"), 400},
        {"method alone", requestWithLine("GET"), 400},
        {"empty target", requestWithLine("GET  HTTP/1.1"), 400},
        {"lower-case protocol", requestWithLine("GET / http/1.1"), 400},
        {"other protocol", requestWithLine("GET / ICY/1.1"), 400},
        {"version with a tail", requestWithLine("GET / HTTP/1.10"), 400},
        {"version without minor", requestWithLine("GET / HTTP/1"), 400},
        {"version 0.9", requestWithLine("GET / HTTP/0.9"), 505},
        {"version 1.2", requestWithLine("GET / HTTP/1.2"), 505},
        {"version 2.0", requestWithLine("GET / HTTP/2.0"), 505},
        {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"carriage return alone", "GET / HTTP/1.1\rHost: localhost\r\r", 400},
        {"line feeds alone", "GET / HTTP/1.1\nHost: localhost\n\n", 400},
        {"line feed before carriage return", "GET / HTTP/1.1\n\rHost: localhost\n\r\n\r", 400},
        {"NUL in request line", requestWithLine(QByteArray("GET /\0a HTTP/1.1", 16)), 400},
        {"DEL in target", requestWithLine("GET /\x7f HTTP/1.1"), 400},
        {"escape in target", requestWithLine("GET /\x1b[0m HTTP/1.1"), 400},
        {"raw UTF-8 in target", requestWithLine("GET /\xc3\xa4 HTTP/1.1"), 400},
        {"fragment", requestWithLine("GET /a#b HTTP/1.1"), 400},
        {"backslash", requestWithLine("GET /\\evil HTTP/1.1"), 400},
        {"TLS hello", QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15), 400},
        {"text", "hello\r\n\r\n", 400},
    };
}

static QList<CorpusEntry> targetsAndMethods()
{
    return {
        {"absolute form", requestWithLine("GET http://localhost/a HTTP/1.1"), 400},
        {"absolute form, foreign host", requestWithLine("GET http://evil.example/a HTTP/1.1"), 400},
        {"authority form", requestWithLine("GET localhost:443 HTTP/1.1"), 400},
        {"asterisk form", requestWithLine("OPTIONS * HTTP/1.1"), 400},
        {"relative target", requestWithLine("GET a/b HTTP/1.1"), 400},
        {"query without path", requestWithLine("GET ?a=b HTTP/1.1"), 400},
        {"CONNECT", requestWithLine("CONNECT localhost:443 HTTP/1.1"), 405},
        {"TRACE", requestWithLine("TRACE / HTTP/1.1"), 405},
        {"lower-case method", requestWithLine("get / HTTP/1.1"), 501},
        {"unknown method", requestWithLine("BREW /pot HTTP/1.1"), 501},
        {"WebDAV method", requestWithLine("PROPFIND / HTTP/1.1"), 501},
        {"method with a dash", requestWithLine("M-SEARCH / HTTP/1.1"), 501},
        {"method with a colon", requestWithLine("GET: / HTTP/1.1"), 400},
        {"method in quotes", requestWithLine("\"GET\" / HTTP/1.1"), 400},
        {"request line at its limit", requestWithLine("GET /" + QByteArray(8192 - 14, 'a') + " HTTP/1.1"), 200},
        {"request line one over", requestWithLine("GET /" + QByteArray(8192 - 13, 'a') + " HTTP/1.1"), 414},
        {"request line without end", "GET /" + QByteArray(9000, 'a'), 414},
    };
}

static QList<CorpusEntry> hosts()
{
    return {
        {"host with port", requestWithHost("localhost:8443"), 200},
        {"host IPv4", requestWithHost("127.0.0.1:1"), 200},
        {"host IPv6", requestWithHost("[::1]"), 200},
        {"host IPv6 with port", requestWithHost("[::1]:65535"), 200},
        {"host with white space around", requestWithHost(" \t localhost \t "), 200},
        {"no host in 1.0", "GET / HTTP/1.0\r\n\r\n", 200},
        {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"host twice, same", requestWithHost("localhost\r\nHost: localhost"), 400},
        {"host twice, other", requestWithHost("localhost\r\nhost: evil.example"), 400},
        {"host twice in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"host empty", requestWithHost(""), 400},
        {"host with user", requestWithHost("user@localhost"), 400},
        {"host with path", requestWithHost("localhost/a"), 400},
        {"host list", requestWithHost("localhost, evil.example"), 400},
        {"host with space", requestWithHost("local host"), 400},
        {"host with empty port", requestWithHost("localhost:"), 400},
        {"host with port 65536", requestWithHost("localhost:65536"), 400},
        {"host with port name", requestWithHost("localhost:https"), 400},
        {"host with negative port", requestWithHost("localhost:-1"), 400},
        {"host IPv6 without brackets", requestWithHost("::1"), 400},
        {"host IPv6 unclosed", requestWithHost("[::1"), 400},
        {"host IPv6 with tail", requestWithHost("[::1]x"), 400},
        {"host IPv4 in brackets", requestWithHost("[127.0.0.1]"), 400},
        {"host only a port", requestWithHost(":80"), 400},
        {"host raw UTF-8", requestWithHost("h\xc3\xa4st"), 400},
    };
}

static QList<CorpusEntry> headerLines()
{
    const QByteArray fill = "Host: localhost\r\n";
    return {
        {"header with empty value", requestWithHeaders("X-A:\r\n"), 200},
        {"header without space", requestWithHeaders("X-A:b\r\n"), 200},
        {"header with tab inside", requestWithHeaders("X-A: b\tc\r\n"), 200},
        {"header with UTF-8", requestWithHeaders("X-A: \xc3\xa4\r\n"), 200},
        {"space before colon", requestWithHeaders("X-A : b\r\n"), 400},
        {"tab before colon", requestWithHeaders("X-A\t: b\r\n"), 400},
        {"space before colon of length", requestWithHeaders("Content-Length : 47\r\n", kSmuggled), 400},
        {"no colon", requestWithHeaders("X-A\r\n"), 400},
        {"no name", requestWithHeaders(": b\r\n"), 400},
        {"folded line", requestWithHeaders("X-A: b\r\n c\r\n"), 400},
        {"folded with tab", requestWithHeaders("X-A: b\r\n\tc\r\n"), 400},
        {"folded first line", "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n", 400},
        {"folded length", requestWithHeaders("Content-Length:\r\n 47\r\n", kSmuggled), 400},
        {"space line instead of the end", requestWithHeaders("X-A: b\r\n \r\n"), 400},
        {"name in parentheses", requestWithHeaders("X(A): b\r\n"), 400},
        {"name with slash", requestWithHeaders("X/A: b\r\n"), 400},
        {"name with UTF-8", requestWithHeaders("X-\xc3\xa4: b\r\n"), 400},
        {"NUL in name", requestWithHeaders(QByteArray("X\0A: b\r\n", 8)), 400},
        {"NUL in value", requestWithHeaders(QByteArray("X-A: \0b\r\n", 9)), 400},
        {"bell in value", requestWithHeaders("X-A: \a\r\n"), 400},
        {"DEL in value", requestWithHeaders("X-A: \x7f\r\n"), 400},
        {"carriage return in value", requestWithHeaders("X-A: a\rb\r\n"), 400},
        {"line feed in value", requestWithHeaders("X-A: a\nContent-Length: 47\r\n", kSmuggled), 400},
        {"two carriage returns", requestWithHeaders("X-A: a\r\r\n"), 400},
        {"head ended by line feeds", "GET / HTTP/1.1\r\nHost: localhost\n\n", 400},
        {"head ended by carriage return and line feed mixed", "GET / HTTP/1.1\r\nHost: localhost\r\n\n", 400},
        {"headers at their limit", "GET / HTTP/1.1\r\n" + fill + "X: " + QByteArray(16384 - 22, 'a') + "\r\n\r\n", 200},
        {"headers one over", "GET / HTTP/1.1\r\n" + fill + "X: " + QByteArray(16384 - 21, 'a') + "\r\n\r\n", 431},
        {"header without end", "GET / HTTP/1.1\r\n" + fill + "X: " + QByteArray(20000, 'a'), 431},
        {"64 headers", "GET / HTTP/1.1\r\n" + fill + QByteArray("X: a\r\n").repeated(63) + "\r\n", 200},
        {"65 headers", "GET / HTTP/1.1\r\n" + fill + QByteArray("X: a\r\n").repeated(64) + "\r\n", 431},
        {"authorization twice", requestWithHeaders("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), 400},
        {"content type twice", requestWithHeaders("Content-Type: a/b\r\ncontent-type: c/d\r\n"), 400},
        {"upgrade", requestWithHeaders("Connection: upgrade\r\nUpgrade: websocket\r\n"), 501},
        {"upgrade to HTTP/2", requestWithHeaders("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"), 501},
        {"gzip body", requestWithHeaders("Content-Encoding: gzip\r\nContent-Length: 1\r\n", "x"), 415},
        {"two encodings", requestWithHeaders("Content-Encoding: identity, br\r\nContent-Length: 1\r\n", "x"), 415},
        {"identity body", requestWithHeaders("Content-Encoding: Identity\r\nContent-Length: 1\r\n", "x"), 200},
        {"other expectation", requestWithHeaders("Expect: miracles\r\n"), 417},
        {"two expectations", requestWithHeaders("Expect: 100-continue\r\nExpect: 100-continue\r\n"), 417},
        {"expectation list", requestWithHeaders("Expect: 100-continue, other\r\n"), 417},
        {"expectation without body", requestWithHeaders("Expect: 100-continue\r\n"), 200},
        {"expectation in 1.0", "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx", 200},
    };
}

static QList<CorpusEntry> lengths()
{
    return {
        {"length 0", requestWithHeaders("Content-Length: 0\r\n"), 200},
        {"length 1", requestWithHeaders("Content-Length: 1\r\n", "x"), 200},
        {"length with leading zeros", requestWithHeaders("Content-Length: 0001\r\n", "x"), 200},
        {"get with body", "GET / HTTP/1.1\r\nHost: l\r\nContent-Length: 47\r\n\r\n" + QByteArray(47, 'x'), 200},
        {"delete with body", "DELETE / HTTP/1.1\r\nHost: l\r\nContent-Length: 2\r\n\r\n{}", 200},
        {"length one over", requestWithHeaders("Content-Length: 1048577\r\n"), 413},
        {"length huge", requestWithHeaders("Content-Length: 999999999999999\r\n"), 413},
        {"length 2^63", requestWithHeaders("Content-Length: 9223372036854775808\r\n", kSmuggled), 400},
        {"length 2^64-1", requestWithHeaders("Content-Length: 18446744073709551615\r\n", kSmuggled), 400},
        {"length 2^64", requestWithHeaders("Content-Length: 18446744073709551616\r\n", kSmuggled), 400},
        {"length negative", requestWithHeaders("Content-Length: -1\r\n", kSmuggled), 400},
        {"length with plus", requestWithHeaders("Content-Length: +1\r\n", "x" + kSmuggled), 400},
        {"length hexadecimal", requestWithHeaders("Content-Length: 0x2f\r\n", kSmuggled), 400},
        {"length text", requestWithHeaders("Content-Length: many\r\n", kSmuggled), 400},
        {"length empty", requestWithHeaders("Content-Length:\r\n", kSmuggled), 400},
        {"length decimal", requestWithHeaders("Content-Length: 1.0\r\n", "x" + kSmuggled), 400},
        {"length with space", requestWithHeaders("Content-Length: 4 7\r\n", kSmuggled), 400},
        {"length list", requestWithHeaders("Content-Length: 47, 47\r\n", kSmuggled), 400},
        {"length full-width digit", requestWithHeaders("Content-Length: \xef\xbc\x91\r\n", kSmuggled), 400},
        {"length twice, same", requestWithHeaders("Content-Length: 1\r\nContent-Length: 1\r\n", "x"), 400},
        {"length twice, other", requestWithHeaders("Content-Length: 1\r\nContent-Length: 47\r\n", kSmuggled), 400},
        {"length and coding", requestWithHeaders("Content-Length: 52\r\nTransfer-Encoding: chunked\r\n",
                                                 "0\r\n\r\n" + kSmuggled), 400},
        {"coding and length", requestWithHeaders("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400},
        {"underscore is another header", requestWithHeaders("Content_Length: 47\r\n"), 200},
    };
}

static QList<CorpusEntry> codings()
{
    const auto coded = [](const QByteArray &coding) {
        return requestWithHeaders("Transfer-Encoding: " + coding + "\r\n", "0\r\n\r\n");
    };
    return {
        {"chunked, empty", coded("chunked"), 200},
        {"chunked, capitals", coded("CHUNKED"), 200},
        {"coding identity", coded("identity"), 400},
        {"coding gzip", coded("gzip"), 400},
        {"coding gzip, chunked", coded("gzip, chunked"), 400},
        {"coding chunked, gzip", coded("chunked, gzip"), 400},
        {"coding chunked twice", coded("chunked, chunked"), 400},
        {"coding xchunked", coded("xchunked"), 400},
        {"coding chunked with tail", coded("chunked;q=1"), 400},
        {"coding in quotes", coded("\"chunked\""), 400},
        {"coding empty", coded(""), 400},
        {"coding vertical tab", coded("\vchunked"), 400},
        {"coding in two headers", coded("chunked\r\nTransfer-Encoding: chunked"), 400},
        {"coding hidden in second header", coded("identity\r\nTransfer-Encoding: chunked"), 400},
        {"chunked in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    };
}

static QList<CorpusEntry> chunks()
{
    return {
        {"one chunk", chunkedRequest("3\r\nabc\r\n0\r\n\r\n"), 200},
        {"hexadecimal size", chunkedRequest("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n"), 200},
        {"size with zeros", chunkedRequest("0003\r\nabc\r\n000\r\n\r\n"), 200},
        {"trailer", chunkedRequest("0\r\nX-Sum: 1\r\n\r\n"), 200},
        {"body that looks like a request", chunkedRequest("2f\r\n" + kSmuggled.left(47).leftJustified(47) + "\r\n0\r\n\r\n"), 200},
        {"size negative", chunkedRequest("-5\r\n" + kSmuggled), 400},
        {"size text", chunkedRequest("zz\r\n" + kSmuggled), 400},
        {"size empty", chunkedRequest("\r\n" + kSmuggled), 400},
        {"size with prefix", chunkedRequest("0x3\r\nabc\r\n0\r\n\r\n"), 400},
        {"size with plus", chunkedRequest("+3\r\nabc\r\n0\r\n\r\n"), 400},
        {"size with space before", chunkedRequest(" 3\r\nabc\r\n0\r\n\r\n"), 400},
        {"size with space after", chunkedRequest("3 \r\nabc\r\n0\r\n\r\n"), 400},
        {"size of 16 digits", chunkedRequest("ffffffffffffffff\r\nabc"), 400},
        {"size over the limit", chunkedRequest("100001\r\n"), 413},
        {"size of 15 digits", chunkedRequest("fffffffffffffff\r\n"), 413},
        {"sizes over the limit in sum", chunkedRequest("1\r\na\r\n100000\r\n"), 413},
        {"extension", chunkedRequest("3;a=b\r\nabc\r\n0\r\n\r\n"), 400},
        {"size ended by line feed", chunkedRequest("3\nabc\r\n0\r\n\r\n"), 400},
        {"size ended by carriage return", chunkedRequest("3\rabc\r\n0\r\n\r\n"), 400},
        {"data ended by line feed", chunkedRequest("3\r\nabc\n0\r\n\r\n"), 400},
        {"data longer than its size", chunkedRequest("3\r\nabcd\r\n0\r\n\r\n"), 400},
        {"end by line feed", chunkedRequest("0\r\n\n"), 400},
        {"trailer without colon", chunkedRequest("0\r\nX-Sum\r\n\r\n"), 400},
        {"trailer folded", chunkedRequest("0\r\nX-Sum: 1\r\n 2\r\n\r\n"), 400},
        {"trailer with length", chunkedRequest("0\r\nContent-Length: 47\r\n\r\n"), 400},
        {"trailer with coding", chunkedRequest("0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400},
        {"trailer with host", chunkedRequest("0\r\nHost: evil.example\r\n\r\n"), 400},
        {"trailer with control byte", chunkedRequest("0\r\nX: \x01\r\n\r\n"), 400},
        {"trailer without end", chunkedRequest("0\r\nX: " + QByteArray(17000, 'a')), 431},
        {"65 trailers", chunkedRequest("0\r\n" + QByteArray("X: a\r\n").repeated(65) + "\r\n"), 431},
    };
}

QList<CorpusEntry> requestCorpus()
{
    return requestLines() + targetsAndMethods() + hosts() + headerLines() + lengths() + codings() + chunks();
}

} // namespace cloister::test
