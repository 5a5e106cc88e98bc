#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QString>

#include <utility>

namespace cloister::http {

enum class Method { Get, Post, Put, Patch, Delete, Head, Options };

/// One whole, valid request as a value; nothing in it points into a socket. Made by a transport, read by the dispatcher.
struct Request
{
    Method method = Method::Get;
    QByteArray path;   ///< percent-encoded as sent, without the query, starting with '/'
    QByteArray query;  ///< as sent, without the '?'
    /// Header names in lower case, values without surrounding white space, in the order they came.
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    QHostAddress address; ///< of the socket's peer, IPv4-mapped IPv6 folded to IPv4; null for the in-process console

    /// The first header of that lower-case name; empty when there is none.
    QByteArray header(const QByteArray &name) const
    {
        for (const auto &[key, value] : headers) {
            if (key == name)
                return value;
        }
        return {};
    }
};

} // namespace cloister::http
