#pragma once

#include "engine/model/Caller.h"

#include <QString>

#include <optional>

namespace cloister {

/// An administrator's account as it may be shown. Times in milliseconds, UTC.
struct Account
{
    QString name; ///< what it is known by, in events too; never changes
    AdminRole role = AdminRole::Auditor;
    qint64 created = 0;
    std::optional<qint64> disabled; ///< since when nobody can sign in with it

    friend bool operator==(const Account &, const Account &) = default;
};

} // namespace cloister
