#pragma once

#include "engine/http/RouteTable.h"

namespace cloister {
class Engine;
}

namespace cloister::http {

/// Who gets in, on which route, and what of it goes into the record. Any thread.
class Admission
{
public:
    /// `engine` outlives it.
    explicit Admission(Engine &engine) : m_engine(engine) {}

    /// Checks address, rate, key or account, scope or role, and the query, in this order. Fills in the caller as soon as
    /// it is known who that is, so that a refusal names it; and what the tightest limit has left.
    Result<void> admit(Context &context, const Match &match) const;

    /// Gives `result` back; a refusal once it is recorded. Of those who said who they are that is one event each; of
    /// others, and of those who ask too often, a count that nobody waits for.
    Future<Result<Answer>> recordRefusal(const Context &context, const Result<Answer> &result) const;

    /// Records what an admin is about to read. Done before the content leaves: without the event nothing is shown.
    Future<Result<void>> recordRead(const Route &route, const Context &context) const;

private:
    Result<void> admitAddress(Context &context) const;
    Result<void> admitAdmin(Context &context, const Match &match) const;
    Result<void> admitKey(Context &context, const Match &match) const;
    Result<void> mayStillFail(Context &context) const;
    Result<Caller> countingFailures(const Context &context, Result<Caller> caller) const;

    Engine &m_engine;
};

} // namespace cloister::http
