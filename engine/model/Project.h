#pragma once

#include <QString>

namespace cloister {

/// One project: a set of namespaces with its own database files and keys.
struct Project
{
    QString id;
    QString name;
    qint64 created = 0;             ///< milliseconds since the epoch, UTC
    bool isImmutable = false;       ///< records can be added, never changed or deleted
    bool isDeletionProtected = false;
};

} // namespace cloister
