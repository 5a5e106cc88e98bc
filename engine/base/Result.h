#pragma once

#include "engine/base/Error.h"

#include <type_traits>
#include <utility>
#include <variant>

namespace cloister {

/// Wraps an error on its way into a Result: `return Unexpected{Error{...}}`, or use fail().
struct Unexpected
{
    Error error;
};

inline Unexpected fail(ErrorCode code, QString detail = {})
{
    return Unexpected{Error{code, std::move(detail), {}}};
}

/// A value or the Error that kept it from being made. Member names are those of std::expected, which GCC 12 and
/// clang 14 do not both have. value() on an error and error() on a value are programming errors and terminate.
template<typename T>
class [[nodiscard]] Result
{
public:
    using value_type = T;

    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Unexpected unexpected) : m_state(std::in_place_index<1>, std::move(unexpected.error)) {}

    bool has_value() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    T &value() & noexcept { return *std::get_if<0>(&m_state); }
    const T &value() const & noexcept { return *std::get_if<0>(&m_state); }
    T &&value() && noexcept { return std::move(*std::get_if<0>(&m_state)); }
    T &operator*() & noexcept { return value(); }
    const T &operator*() const & noexcept { return value(); }
    T &&operator*() && noexcept { return std::move(*this).value(); }
    T *operator->() noexcept { return &value(); }
    const T *operator->() const noexcept { return &value(); }

    const Error &error() const noexcept { return *std::get_if<1>(&m_state); }
    Unexpected unexpected() const { return Unexpected{error()}; }

    template<typename U>
    T value_or(U &&other) const &
    {
        return has_value() ? value() : static_cast<T>(std::forward<U>(other));
    }

private:
    std::variant<T, Error> m_state;
};

/// Success without a value.
template<>
class [[nodiscard]] Result<void>
{
public:
    using value_type = void;

    Result() = default;
    Result(Unexpected unexpected) : m_state(std::move(unexpected.error)) {}

    bool has_value() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }
    void value() const noexcept {}
    const Error &error() const noexcept { return *std::get_if<1>(&m_state); }
    Unexpected unexpected() const { return Unexpected{error()}; }

private:
    std::variant<std::monostate, Error> m_state;
};

} // namespace cloister

/// Returns the error of `expression` (a Result) from the calling function, or goes on.
#define CLOISTER_TRY(expression) \
    do { \
        if (auto tried_ = (expression); !tried_) \
            return tried_.unexpected(); \
    } while (false)

#define CLOISTER_JOIN_(a, b) a##b
#define CLOISTER_JOIN(a, b) CLOISTER_JOIN_(a, b)

/// `CLOISTER_ASSIGN(auto row, table.find(id));` declares or assigns from a Result's value, or returns its error.
#define CLOISTER_ASSIGN(target, expression) \
    auto CLOISTER_JOIN(result_, __LINE__) = (expression); \
    if (!CLOISTER_JOIN(result_, __LINE__)) \
        return CLOISTER_JOIN(result_, __LINE__).unexpected(); \
    target = std::move(CLOISTER_JOIN(result_, __LINE__)).value()
