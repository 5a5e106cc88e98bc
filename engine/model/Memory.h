#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace cloister {

/// A fact kept for a tenant. `value` is any JSON, kept as it came; only tags change.
struct Memory
{
    QString id;
    std::optional<QString> label;
    std::optional<QString> description;
    QByteArray value = "null";
    QStringList tags;
    QByteArray metadata = "{}";
    qint64 created = 0;
    qint64 modified = 0;
    qint64 seq = 0;
};

struct NewMemory
{
    QString id;
    std::optional<QString> label;
    std::optional<QString> description;
    QByteArray value = "null";
    QStringList tags;
    QByteArray metadata = "{}";
    std::optional<qint64> created;
};

} // namespace cloister
