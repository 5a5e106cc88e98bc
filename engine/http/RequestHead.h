#pragma once

#include "engine/http/Request.h"

namespace cloister::http {

enum class HttpVersion { Http10, Http11 };

/// The request line and headers of one request after every check; see Request for the fields it shares with it.
struct RequestHead
{
    Method method = Method::Get;
    QByteArray path;
    QByteArray query;
    QList<std::pair<QByteArray, QByteArray>> headers;
    HttpVersion version = HttpVersion::Http11;
    qint64 contentLength = 0;    ///< 0 when the body is chunked or there is none
    bool isChunked = false;
    bool isKeptAlive = true;     ///< the client wants to send more on this connection
    bool expectsContinue = false;
};

/// The method's name on the wire.
QByteArray methodName(Method method);

/// One header's line without its line end, split and checked: the name in lower case, the value trimmed. Both empty when
/// the line is not exactly `token ":" value`.
std::pair<QByteArray, QByteArray> splitHeaderLine(const QByteArray &line);

/// What the HTTP server module gets to read in place of a head, before a body of that many bytes: it learns neither
/// target nor headers, which it would decode and join.
QByteArray plainHead(Method method, qint64 bodyBytes);

} // namespace cloister::http
