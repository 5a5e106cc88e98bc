#pragma once

#include <QByteArray>
#include <QList>

#include <algorithm>
#include <utility>

namespace cloister::http {

/// One whole answer as a value. Header names and values never hold control characters (setHeader refuses them).
struct Response
{
    int status = 200;
    QByteArray contentType = "application/json; charset=utf-8";
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    /// The request carried a good API key: its connection no longer counts against the limit of strangers per address.
    bool isAuthenticated = false;

    /// Adds a header. A name or value with a control character is dropped and false is returned.
    bool setHeader(const QByteArray &name, const QByteArray &value)
    {
        const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
        if (std::any_of(name.begin(), name.end(), isControl) || std::any_of(value.begin(), value.end(), isControl))
            return false;
        headers.append({name, value});
        return true;
    }
};

} // namespace cloister::http
