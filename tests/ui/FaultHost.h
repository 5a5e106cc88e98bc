#pragma once

#include "engine/base/Error.h"
#include "ui/session/Host.h"

#include <atomic>
#include <optional>

namespace cloister::test {

/// Another host whose connections can be made to fail, all requests with one error. GUI thread, but for the fault.
class FaultHost final : public ui::Host
{
public:
    explicit FaultHost(ui::Host &host) : m_host(host) {}

    void failWith(std::optional<ErrorCode> code) { *m_fault = code ? static_cast<int>(*code) : -1; }

    QString defaultDirectory() const override { return m_host.defaultDirectory(); }
    ui::Found look(const QString &directory) const override { return m_host.look(directory); }
    Future<Result<ui::Connection>> create(const QString &directory, const QByteArray &passphrase) override
    {
        return wrapped(m_host.create(directory, passphrase));
    }
    Future<Result<ui::Connection>> open(const ui::WorkspacePlace &place, const QByteArray &secret) override
    {
        return wrapped(m_host.open(place, secret));
    }

private:
    using Fault = std::shared_ptr<std::atomic<int>>;

    class FaultTransport final : public client::Transport
    {
    public:
        FaultTransport(std::shared_ptr<client::Transport> inner, Fault fault) :
            m_inner(std::move(inner)),
            m_fault(std::move(fault))
        {
        }
        Future<Result<client::Reply>> send(const client::ClientRequest &request) override
        {
            if (const int fault = *m_fault; fault >= 0)
                return readyFuture(Result<client::Reply>(fail(static_cast<ErrorCode>(fault))));
            return m_inner->send(request);
        }

    private:
        std::shared_ptr<client::Transport> m_inner;
        Fault m_fault;
    };

    Future<Result<ui::Connection>> wrapped(Future<Result<ui::Connection>> opened) const
    {
        return opened.then([fault = m_fault](Result<ui::Connection> connection) {
            if (connection)
                connection->transport = std::make_shared<FaultTransport>(connection->transport, fault);
            return connection;
        });
    }

    ui::Host &m_host;
    Fault m_fault = std::make_shared<std::atomic<int>>(-1);
};

} // namespace cloister::test
