#include "engine/http/RequestHead.h"

#include <array>

namespace cloister::http {

QByteArray methodName(Method method)
{
    switch (method) {
    case Method::Get:
        return "GET";
    case Method::Post:
        return "POST";
    case Method::Put:
        return "PUT";
    case Method::Patch:
        return "PATCH";
    case Method::Delete:
        return "DELETE";
    case Method::Head:
        return "HEAD";
    case Method::Options:
        return "OPTIONS";
    }
    return {};
}

static bool isHeaderNameByte(char c)
{
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return true;
    return c != '\0' && QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

static QByteArray trimmedHeaderValue(const QByteArray &text)
{
    qsizetype from = 0;
    qsizetype to = text.size();
    while (from < to && (text.at(from) == ' ' || text.at(from) == '\t'))
        ++from;
    while (to > from && (text.at(to - 1) == ' ' || text.at(to - 1) == '\t'))
        --to;
    return text.mid(from, to - from);
}

std::pair<QByteArray, QByteArray> splitHeaderLine(const QByteArray &line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0)
        return {};
    const QByteArray name = line.left(colon);
    if (!std::all_of(name.begin(), name.end(), isHeaderNameByte))
        return {};
    return {name.toLower(), trimmedHeaderValue(line.mid(colon + 1))};
}

QByteArray normalisedHead(const RequestHead &head, qint64 bodyBytes)
{
    static const std::array<QByteArray, 7> ours{"connection", "content-length", "expect", "keep-alive",
                                                "te", "trailer", "transfer-encoding"};
    QByteArray bytes = methodName(head.method) + ' ' + head.path;
    if (!head.query.isEmpty())
        bytes += '?' + head.query;
    bytes += " HTTP/1.1\r\n";
    for (const auto &[name, value] : head.headers) {
        if (std::find(ours.begin(), ours.end(), name) == ours.end())
            bytes += name + ": " + value + "\r\n";
    }
    return bytes + "content-length: " + QByteArray::number(bodyBytes) + "\r\n\r\n";
}

} // namespace cloister::http
