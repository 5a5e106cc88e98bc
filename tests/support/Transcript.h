#pragma once

#include "tests/support/ApiFixture.h"

#include <QRegularExpression>

namespace cloister::test {

/// An answer as text that can be compared with another one's: without what is new in every answer (request id, the
/// time of an error, the signature of a page token), and with `names` in place of what the two are allowed to differ in.
inline QByteArray comparable(const Reply &reply, const QList<std::pair<QByteArray, QByteArray>> &names = {})
{
    QByteArray text = QByteArray::number(reply.status) + ' ' + reply.contentType + '\n';
    QByteArray requestId;
    for (const auto &[name, value] : reply.headers) {
        if (name == "X-Request-Id")
            requestId = value;
        text += name + ": " + value + '\n';
    }
    text += reply.body;
    if (!requestId.isEmpty())
        text.replace(requestId, "REQUEST");
    if (const QByteArray stamp = reply.raw("error.timestamp"); !stamp.isEmpty())
        text.replace(stamp, "TIME");
    if (const QByteArray token = reply.text("next").toLatin1(); !token.isEmpty()) {
        const QByteArray position = QByteArray::fromBase64(token, QByteArray::Base64UrlEncoding).left(16);
        text.replace(token, "AFTER-" + position.toHex());
    }
    for (const auto &[name, replacement] : names)
        text.replace(name, replacement);
    return text;
}

} // namespace cloister::test
