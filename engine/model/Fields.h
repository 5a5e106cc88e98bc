#pragma once

#include "engine/base/Result.h"

#include <QString>

#include <optional>
#include <utility>

namespace cloister {

/// The error of a field that must be there and is not: MissingParameter, detail code REQUIRED.
Unexpected missingField(const QString &field);

/// The error of a field that is not as it must be: InvalidParameter unless `code` says otherwise, detail code INVALID.
/// `message` goes on after the field's name ("must be a string"); `value` is the refused text, shortened here, and
/// must be left empty for stored content.
Unexpected invalidField(const QString &field, const QString &message, const QString &value = {},
                        ErrorCode code = ErrorCode::InvalidParameter);

/// Gathers what is wrong with a request, so that its sender learns of everything at once.
class Fields
{
public:
    /// The value of a result, or nullopt after noting its error.
    template<typename T>
    std::optional<T> keep(Result<T> result)
    {
        if (result)
            return std::move(result).value();
        add(result.error());
        return std::nullopt;
    }
    void keep(const Result<void> &result);
    void add(const Error &error);
    void add(const Unexpected &unexpected) { add(unexpected.error); }

    bool isEmpty() const { return m_errors.isEmpty(); }

    /// `value` when nothing was noted. Else what was noted: one error as it is, several as a ValidationError with
    /// all their details.
    template<typename T>
    Result<T> orElse(T value) const
    {
        if (isEmpty())
            return value;
        return Unexpected{merged()};
    }

private:
    Error merged() const;

    QList<Error> m_errors;
};

} // namespace cloister
