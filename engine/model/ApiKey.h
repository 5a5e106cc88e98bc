#pragma once

#include "engine/model/Caller.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace cloister {

/// One API key as it may be shown: its secret is known to nobody but its holder. Times in milliseconds, UTC.
struct ApiKey
{
    QString id; ///< the eight characters after `cl_`
    QString projectId;
    QString label;
    Scopes scopes;
    std::optional<QStringList> namespaces; ///< the only namespaces it may see ("" = default); nullopt = all
    std::optional<QStringList> addresses;  ///< the only networks it may come from (CIDR); nullopt = the project's rule
    qint64 created = 0;
    std::optional<qint64> expires;
    std::optional<qint64> lastUsed;
    std::optional<qint64> revoked;
};

} // namespace cloister
