#include "engine/http/HeadRules.h"

#include <array>

namespace cloister::http {

static bool isDigitByte(char c)
{
    return c >= '0' && c <= '9';
}

static bool isAlnumByte(char c)
{
    return isDigitByte(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static std::optional<TransportFault> readVersion(const QByteArray &text, RequestHead &head)
{
    if (text.size() != 8 || !text.startsWith("HTTP/") || !isDigitByte(text.at(5)) || text.at(6) != '.'
        || !isDigitByte(text.at(7)))
        return badRequest("The request line does not end in an HTTP version");
    if (text != "HTTP/1.1" && text != "HTTP/1.0")
        return kVersionRefused;
    head.version = text == "HTTP/1.1" ? HttpVersion::Http11 : HttpVersion::Http10;
    return {};
}

static std::optional<TransportFault> readMethod(const QByteArray &text, RequestHead &head)
{
    for (const Method method : {Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete, Method::Head,
                                Method::Options}) {
        if (text == methodName(method)) {
            head.method = method;
            return {};
        }
    }
    return text == "CONNECT" || text == "TRACE" ? kMethodRefused : kMethodUnknown;
}

/// Origin form only: a path from '/' on, of visible ASCII. A backslash is refused because other programs read it as '/'.
static std::optional<TransportFault> readTarget(const QByteArray &target, RequestHead &head)
{
    if (!target.startsWith('/'))
        return badRequest("The request target must be a path");
    const auto isBad = [](char c) { return c <= 0x20 || c >= 0x7f || c == '#' || c == '\\'; };
    if (std::any_of(target.begin(), target.end(), isBad))
        return badRequest("The request target holds a byte that must be percent-encoded");
    const qsizetype mark = target.indexOf('?');
    head.path = mark < 0 ? target : target.left(mark);
    head.query = mark < 0 ? QByteArray() : target.mid(mark + 1);
    return {};
}

std::optional<TransportFault> readRequestLine(const QByteArray &line, RequestHead &head)
{
    const QList<QByteArray> parts = line.split(' ');
    if (parts.size() != 3 || parts.at(0).isEmpty() || parts.at(1).isEmpty())
        return badRequest("The request line must be a method, a target and a version");
    const QByteArray &method = parts.at(0);
    const auto isMethodByte = [](char c) { return isAlnumByte(c) || c == '-' || c == '_'; };
    if (!std::all_of(method.begin(), method.end(), isMethodByte))
        return badRequest("The request line does not begin with a method");
    if (const auto fault = readVersion(parts.at(2), head))
        return fault;
    if (const auto fault = readMethod(method, head))
        return fault;
    return readTarget(parts.at(1), head);
}

/// The values of all headers of that lower-case name.
static QList<QByteArray> headerValuesOf(const RequestHead &head, QByteArrayView name)
{
    QList<QByteArray> values;
    for (const auto &[key, value] : head.headers) {
        if (key == name)
            values.append(value);
    }
    return values;
}

static bool isHostPort(const QByteArray &text)
{
    return !text.isEmpty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), isDigitByte)
        && text.toInt() <= 65535;
}

/// A name, an IPv4 address or a bracketed IPv6 address, and a port or none.
static bool isHostValue(const QByteArray &text)
{
    qsizetype end = 0;
    if (text.startsWith('[')) {
        end = text.indexOf(']') + 1;
        QHostAddress address;
        if (end <= 2 || !address.setAddress(QString::fromLatin1(text.mid(1, end - 2)))
            || address.protocol() != QAbstractSocket::IPv6Protocol)
            return false;
    } else {
        end = text.indexOf(':') < 0 ? text.size() : text.indexOf(':');
        const QByteArray name = text.left(end);
        const auto isNameByte = [](char c) { return isAlnumByte(c) || c == '-' || c == '.' || c == '_'; };
        if (name.isEmpty() || !std::all_of(name.begin(), name.end(), isNameByte))
            return false;
    }
    return end == text.size() || (text.at(end) == ':' && isHostPort(text.mid(end + 1)));
}

static std::optional<TransportFault> checkHost(const RequestHead &head)
{
    const QList<QByteArray> hosts = headerValuesOf(head, "host");
    if (hosts.isEmpty() && head.version == HttpVersion::Http10)
        return {};
    if (hosts.size() != 1)
        return badRequest("A request must have exactly one Host header");
    if (!isHostValue(hosts.first()))
        return badRequest("The Host header is not a host and port");
    return {};
}

static std::optional<TransportFault> checkFraming(RequestHead &head)
{
    const QList<QByteArray> lengths = headerValuesOf(head, "content-length");
    const QList<QByteArray> codings = headerValuesOf(head, "transfer-encoding");
    if (!codings.isEmpty()) {
        if (!lengths.isEmpty())
            return badRequest("Content-Length and Transfer-Encoding exclude each other");
        if (codings.size() != 1 || codings.first().toLower() != "chunked" || head.version == HttpVersion::Http10)
            return badRequest("The only transfer coding is chunked, in HTTP/1.1");
        head.isChunked = true;
        return {};
    }
    if (lengths.isEmpty())
        return {};
    const QByteArray &length = lengths.first();
    // Fifteen digits are a petabyte and cannot overflow.
    if (lengths.size() != 1 || length.isEmpty() || length.size() > 15
        || !std::all_of(length.begin(), length.end(), isDigitByte))
        return badRequest("Content-Length must be given once, as a number");
    head.contentLength = length.toLongLong();
    return {};
}

static std::optional<TransportFault> checkOffers(RequestHead &head)
{
    if (!headerValuesOf(head, "upgrade").isEmpty())
        return kUpgradeRefused;
    for (const QByteArray &coding : headerValuesOf(head, "content-encoding")) {
        if (coding.toLower() != "identity")
            return kEncodingRefused;
    }
    const QList<QByteArray> expectations = headerValuesOf(head, "expect");
    if (expectations.isEmpty())
        return {};
    if (expectations.size() != 1 || expectations.first().toLower() != "100-continue")
        return kExpectationFailed;
    head.expectsContinue = head.version == HttpVersion::Http11;
    return {};
}

/// These carry one meaning each; two of them could be read differently by two programs.
static std::optional<TransportFault> checkSingles(const RequestHead &head)
{
    for (const QByteArrayView name : {QByteArrayView("authorization"), QByteArrayView("content-type"),
                                      QByteArrayView("idempotency-key")}) {
        if (headerValuesOf(head, name).size() > 1)
            return badRequest("A header that may come once came twice");
    }
    return {};
}

static void readConnectionHeader(RequestHead &head)
{
    head.isKeptAlive = head.version == HttpVersion::Http11;
    for (const QByteArray &value : headerValuesOf(head, "connection")) {
        for (const QByteArray &option : value.split(',')) {
            if (option.trimmed().toLower() == "close")
                head.isKeptAlive = false;
        }
    }
}

std::optional<TransportFault> checkHeaders(RequestHead &head)
{
    if (const auto fault = checkHost(head))
        return fault;
    if (const auto fault = checkFraming(head))
        return fault;
    if (const auto fault = checkOffers(head))
        return fault;
    if (const auto fault = checkSingles(head))
        return fault;
    readConnectionHeader(head);
    return {};
}

} // namespace cloister::http
