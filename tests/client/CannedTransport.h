#pragma once

#include "engine/client/Transport.h"

namespace cloister::test {

/// Keeps what it was asked and answers what it was told to.
class CannedTransport final : public client::Transport
{
public:
    Future<Result<client::Reply>> send(const client::ClientRequest &request) override
    {
        asked = request;
        return readyFuture(answer);
    }

    void answerWith(const QByteArray &body, int status = 200) { answer = client::Reply{status, {}, body}; }
    QByteArray line() const
    {
        return asked.method + ' ' + asked.path + (asked.query.isEmpty() ? QByteArray() : '?' + asked.query);
    }

    client::ClientRequest asked;
    Result<client::Reply> answer = client::Reply{200, {}, "{}"};
};

} // namespace cloister::test
