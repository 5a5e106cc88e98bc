#include "engine/http/RequestHead.h"

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

static QByteArray trimmedHeaderValue(QByteArrayView text)
{
    qsizetype from = 0;
    qsizetype to = text.size();
    while (from < to && (text.at(from) == ' ' || text.at(from) == '\t'))
        ++from;
    while (to > from && (text.at(to - 1) == ' ' || text.at(to - 1) == '\t'))
        --to;
    return text.sliced(from, to - from).toByteArray();
}

std::pair<QByteArray, QByteArray> splitHeaderLine(const QByteArray &line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0)
        return {};
    QByteArray name = line.left(colon);
    if (!std::all_of(name.cbegin(), name.cend(), isHeaderNameByte))
        return {};
    return {std::move(name).toLower(), trimmedHeaderValue(QByteArrayView(line).sliced(colon + 1))};
}

QByteArray plainHead(Method method, qint64 bodyBytes)
{
    return methodName(method).append(" / HTTP/1.1\r\ncontent-length: ").append(QByteArray::number(bodyBytes)).append("\r\n\r\n");
}

} // namespace cloister::http
