#pragma once

#include "engine/tables/Position.h"
#include "engine/tables/TenantScope.h"

namespace cloister::tables {

/// Table `chunk`: the parts of values too long for their own row. Borrowed scope; one thread.
class ChunkTable
{
public:
    explicit ChunkTable(const TenantScope &scope) : m_scope(scope) {}

    Result<void> insert(const QString &owner, const QString &key, int n, const QByteArray &sealed);
    /// The parts in order of their number.
    Result<QList<QByteArray>> list(const QString &owner, const QString &key) const;
    Result<void> remove(const QString &owner, const QString &key);
    /// Removes the parts of every key that starts with `key` and a slash.
    Result<void> removeUnder(const QString &owner, const QString &key);

private:
    const TenantScope &m_scope;
};

struct ImageRow
{
    QString mediaType;
    qint64 place = 0; ///< offset in the content where the base64 text goes back
    QByteArray sealed;
};

/// Table `image`: inline image bytes of messages. Borrowed scope; one thread.
class ImageTable
{
public:
    explicit ImageTable(const TenantScope &scope) : m_scope(scope) {}

    Result<void> insert(const QString &dialogueId, qint64 messageSeq, int n, const ImageRow &row);
    Result<QList<ImageRow>> list(const QString &dialogueId, qint64 messageSeq) const;
    Result<void> remove(const QString &dialogueId, qint64 messageSeq);
    Result<void> removeAll(const QString &dialogueId);

private:
    const TenantScope &m_scope;
};

struct TagEntry
{
    Position position;
    QString id;
};

/// Table `tag`: ids by tag, in list order. Borrowed scope; one thread.
class TagTable
{
public:
    /// `object` is "dialogue" or "memory".
    TagTable(const TenantScope &scope, QString object) : m_scope(scope), m_object(std::move(object)) {}

    Result<void> insert(const QStringList &tags, const Position &position, const QString &id);
    Result<void> remove(const QStringList &tags, const Position &position);
    Result<QList<TagEntry>> list(const QString &tag, const Range &range) const;

private:
    const TenantScope &m_scope;
    QString m_object;
};

} // namespace cloister::tables
