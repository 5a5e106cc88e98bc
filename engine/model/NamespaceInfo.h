#pragma once

#include <QString>

#include <optional>

namespace cloister {

enum class NamespaceState { Active = 0, ReadOnly = 1, Suspended = 2, Archived = 3 };

/// A namespace and what it holds.
struct NamespaceInfo
{
    QString nameSpace; ///< "" = default
    NamespaceState state = NamespaceState::Active;
    qint64 dialogues = 0;
    qint64 messages = 0;
    qint64 memories = 0;
    qint64 bytes = 0;
    std::optional<qint64> lastActivity; ///< milliseconds since the epoch, UTC
    qint64 created = 0;
};

} // namespace cloister
