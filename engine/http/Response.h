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
        if (holdsControl(name) || holdsControl(value))
            return false;
        headers.append({name, value});
        return true;
    }

    static bool holdsControl(const QByteArray &text)
    {
        return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    }
};

} // namespace cloister::http
