#pragma once

#include "engine/base/Future.h"
#include "engine/base/Result.h"
#include "engine/storage/Connection.h"

#include <exception>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace cloister::storage {

/// What a job may use while it runs on the writer thread, inside its own savepoint.
class WriteContext
{
public:
    WriteContext(Connection &writer, std::vector<std::function<void()>> &wanted)
        : connection(writer), m_afterCommit(wanted)
    {
    }

    Connection &connection;

    /// Has `work` run on the writer thread once the group is durable and before any of its futures resolves; dropped
    /// when this job or its group is rolled back. It must not throw, and must not wait for the queue.
    void afterCommit(std::function<void()> work) { m_afterCommit.push_back(std::move(work)); }

private:
    std::vector<std::function<void()>> &m_afterCommit;
};

enum class WritePurpose {
    Ordinary,
    FreesSpace, ///< deletes and what must be recorded with them: still accepted on a full disk
};

/// One member of a group, whatever it answers with. Made by the submitting thread, then used by the writer thread alone.
class WriteJob
{
public:
    WriteJob(QByteArray partition, WritePurpose purpose) : m_partition(std::move(partition)), m_purpose(purpose) {}
    virtual ~WriteJob() = default;
    WriteJob(const WriteJob &) = delete;
    WriteJob &operator=(const WriteJob &) = delete;

    const QByteArray &partition() const noexcept { return m_partition; }
    WritePurpose purpose() const noexcept { return m_purpose; }

    /// Runs the job and keeps its answer. Returns false when the answer is an error, so that it must be rolled back.
    virtual bool run(WriteContext &context) = 0;
    /// Resolves the future with the kept answer.
    virtual void answer() = 0;
    /// Resolves the future with `error` instead.
    virtual void refuse(const Error &error) = 0;

private:
    QByteArray m_partition;
    WritePurpose m_purpose;
};

template<typename T>
class TypedWriteJob final : public WriteJob
{
public:
    using Function = std::function<Result<T>(WriteContext &)>;

    TypedWriteJob(Function function, QByteArray partition, WritePurpose purpose)
        : WriteJob(std::move(partition), purpose), m_function(std::move(function))
    {
    }

    Future<Result<T>> future() { return m_promise.future(); }

    bool run(WriteContext &context) override
    {
        try {
            m_answer.emplace(m_function(context));
        } catch (const std::exception &) {
            m_answer.emplace(fail(ErrorCode::Internal, QStringLiteral("a write ended with an exception")));
        } catch (...) {
            m_answer.emplace(fail(ErrorCode::Internal, QStringLiteral("a write ended with an unknown exception")));
        }
        return m_answer->has_value();
    }

    void answer() override { resolve(std::move(*m_answer)); }
    void refuse(const Error &error) override { resolve(Result<T>(Unexpected{error})); }

private:
    void resolve(Result<T> result)
    {
        m_function = nullptr; // what it holds goes before the waiting caller goes on
        m_promise.finish(std::move(result));
    }

    Function m_function;
    std::optional<Result<T>> m_answer;
    Promise<Result<T>> m_promise;
};

} // namespace cloister::storage
