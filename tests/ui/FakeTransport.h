#pragma once

#include "engine/base/Future.h"
#include "engine/client/Transport.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace cloister::test {

/// A service that answers from a function, at once or when it is told to. GUI thread.
class FakeTransport final : public client::Transport
{
public:
    /// The answer's body to a request.
    std::function<QByteArray(const client::ClientRequest &)> answer;
    std::optional<ErrorCode> fault; ///< what every request fails with
    bool isHolding = false;         ///< requests wait for release()
    QList<client::ClientRequest> requests;

    Future<Result<client::Reply>> send(const client::ClientRequest &request) override;
    /// Answers the n-th held request as things stand now.
    void release(size_t n);
    size_t heldCount() const { return m_held.size(); }

    /// One value of the last request's query, percent-decoded.
    QString asked(const char *name) const;
    static QString parameter(const client::ClientRequest &request, const char *name);
    static QByteArray text(const QString &value); ///< as JSON

    /// `total` rows as pages of the size that is asked for, the token being the next row's number; `one` writes a row.
    static QByteArray page(const client::ClientRequest &request, int total, const std::function<QByteArray(int)> &one);
    static QByteArray namespaces(const client::ClientRequest &request, int total);
    static QByteArray dialogue(int n, const QString &label = {});
    static QByteArray message(int n, const QByteArray &content);
    static QByteArray memory(int n, const QString &label = {});
    static QByteArray event(int seq);
    static QByteArray project(const QString &id, const QString &name);

private:
    struct Held
    {
        client::ClientRequest request;
        std::shared_ptr<Promise<Result<client::Reply>>> promise;
    };
    Result<client::Reply> reply(const client::ClientRequest &request) const;

    std::vector<Held> m_held;
};

} // namespace cloister::test
