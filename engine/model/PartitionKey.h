#pragma once

#include <QByteArray>
#include <QString>

namespace cloister {

/// `DIALOGUE#<namespace>#<project-id>`: the first column of every tenant row. `%`, `#` and control bytes of the
/// namespace are percent-escaped, so two different namespaces never share a key. The default namespace is empty.
/// A value; any thread.
class PartitionKey
{
public:
    /// `nameSpace` is a validated namespace ("" = default) and `projectId` a project's id (no '#' in it).
    PartitionKey(const QString &nameSpace, const QString &projectId);

    /// A key that stands for a namespace its caller may not see. It names that namespace and belongs to no data: no key
    /// made by the constructor equals it, so everything asked under it is a miss like that of an unused namespace.
    static PartitionKey unseen(const QString &nameSpace, const QString &projectId);

    const QByteArray &bytes() const { return m_bytes; }
    const QString &nameSpace() const { return m_nameSpace; }
    const QString &projectId() const { return m_projectId; }

    /// The start that the keys of all namespaces beginning with `prefix` share.
    static QByteArray rangeStart(const QString &prefix);
    /// The namespace inside a key made by this class; the reverse of the constructor.
    static QString nameSpaceOf(const QByteArray &key);

    friend bool operator==(const PartitionKey &a, const PartitionKey &b) { return a.m_bytes == b.m_bytes; }

private:
    QByteArray m_bytes;
    QString m_nameSpace;
    QString m_projectId;
};

} // namespace cloister
