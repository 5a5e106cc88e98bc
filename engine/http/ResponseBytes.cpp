#include "engine/http/ResponseBytes.h"

#include <array>

namespace cloister::http {

static const char *reasonPhrase(int status)
{
    static constexpr std::array<std::pair<int, const char *>, 24> phrases{{
        {200, "OK"}, {201, "Created"}, {202, "Accepted"}, {204, "No Content"}, {304, "Not Modified"},
        {400, "Bad Request"}, {401, "Unauthorized"}, {403, "Forbidden"}, {404, "Not Found"},
        {405, "Method Not Allowed"}, {408, "Request Timeout"}, {409, "Conflict"}, {413, "Content Too Large"},
        {414, "URI Too Long"}, {415, "Unsupported Media Type"}, {417, "Expectation Failed"}, {422, "Unprocessable"},
        {429, "Too Many Requests"}, {431, "Request Header Fields Too Large"}, {500, "Internal Server Error"},
        {501, "Not Implemented"}, {503, "Service Unavailable"}, {505, "HTTP Version Not Supported"},
        {507, "Insufficient Storage"},
    }};
    for (const auto &[number, phrase] : phrases) {
        if (number == status)
            return phrase;
    }
    return "Status";
}

static bool isCleanHeader(const QByteArray &name, const QByteArray &value)
{
    return !name.isEmpty() && !name.contains(':') && !name.contains(' ') && !Response::holdsControl(name)
        && !Response::holdsControl(value);
}

static bool isFramingHeader(const QByteArray &lowerName)
{
    static const std::array<QByteArray, 8> framing{"connection", "content-length", "content-type", "keep-alive",
                                                   "server", "transfer-encoding", "upgrade", "x-content-type-options"};
    return std::find(framing.begin(), framing.end(), lowerName) != framing.end();
}

static void appendHeader(QByteArray &bytes, QByteArrayView name, const QByteArray &value)
{
    bytes.append(name).append(": ").append(value).append("\r\n");
}

QByteArray responseBytes(const Response &response, Method method, KeepAlive keepAlive)
{
    if (response.status < 200 || response.status > 599) {
        Response broken;
        broken.status = 500;
        return responseBytes(broken, method, keepAlive);
    }
    const bool hasBody = response.status != 204 && response.status != 304;
    QByteArray bytes;
    bytes.reserve(512 + response.body.size());
    bytes.append("HTTP/1.1 ").append(QByteArray::number(response.status)).append(' ');
    bytes.append(reasonPhrase(response.status)).append("\r\n");
    if (hasBody) {
        if (!response.contentType.isEmpty() && !Response::holdsControl(response.contentType))
            appendHeader(bytes, "Content-Type", response.contentType);
        appendHeader(bytes, "Content-Length", QByteArray::number(response.body.size()));
    }
    bool hasCacheControl = false;
    for (const auto &[name, value] : response.headers) {
        const QByteArray lower = name.toLower();
        if (isFramingHeader(lower) || !isCleanHeader(name, value))
            continue;
        hasCacheControl = hasCacheControl || lower == "cache-control";
        appendHeader(bytes, name, value);
    }
    if (!hasCacheControl)
        bytes += "Cache-Control: no-store\r\n";
    bytes += "X-Content-Type-Options: nosniff\r\n";
    bytes += keepAlive == KeepAlive::Yes ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    if (hasBody && method != Method::Head)
        bytes += response.body;
    return bytes;
}

} // namespace cloister::http
