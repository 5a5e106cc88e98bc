#pragma once

#include <QtGlobal>

#include <memory>
#include <utility>

namespace cloister::http {

/// How many bytes of request bodies may be held at once. Used on the I/O thread alone.
class BodyBudget
{
public:
    explicit BodyBudget(qint64 limitBytes) : m_limit(limitBytes) {}

    qint64 used() const { return m_used; }

private:
    friend class BodyReservation;
    qint64 m_limit;
    qint64 m_used = 0;
};

/// One body's share of the budget, given back when this is destroyed. Moves from the connection to whoever waits for the
/// answer, because the bytes live as long as the handler works, also after its client has left.
class BodyReservation
{
public:
    BodyReservation() = default;
    explicit BodyReservation(std::shared_ptr<BodyBudget> budget) : m_budget(std::move(budget)) {}
    BodyReservation(BodyReservation &&other) noexcept
        : m_budget(std::move(other.m_budget)), m_bytes(std::exchange(other.m_bytes, 0))
    {
    }
    BodyReservation &operator=(BodyReservation &&other) noexcept
    {
        std::swap(m_budget, other.m_budget);
        std::swap(m_bytes, other.m_bytes);
        return *this;
    }
    ~BodyReservation()
    {
        if (m_budget)
            m_budget->m_used -= m_bytes;
    }

    /// Grows to that many bytes; false, and unchanged, when the budget does not hold them.
    bool growTo(qint64 bytes)
    {
        const qint64 more = bytes - m_bytes;
        if (more <= 0)
            return true;
        if (m_budget->m_used + more > m_budget->m_limit)
            return false;
        m_budget->m_used += more;
        m_bytes = bytes;
        return true;
    }

private:
    std::shared_ptr<BodyBudget> m_budget;
    qint64 m_bytes = 0;
};

} // namespace cloister::http
