#pragma once

#include "engine/storage/Connection.h"

#include <QTemporaryDir>

#include <array>

namespace cloister::storage::test {

/// A directory with one database file, its key, and a table `note(pk TEXT, id TEXT, body BLOB)`.
class StorageFixture
{
public:
    static constexpr std::array<unsigned char, 32> kKey = {1, 2, 3, 4, 5, 6, 7, 8, 9, 0xa, 0xff};
    static constexpr std::array<unsigned char, 32> kOtherKey = {1, 2, 3, 4, 5, 6, 7, 8, 9, 0xa, 0xfe};
    static constexpr const char *kInsert = "INSERT INTO note(pk, id, body) VALUES(?1, ?2, ?3)";

    QString directory() const { return m_directory.path(); }
    QString path() const { return m_directory.filePath(QStringLiteral("project.db")); }
    OpenOptions options(Role role) const { return {.path = path(), .key = kKey, .role = role}; }
    Result<std::unique_ptr<Connection>> open(Role role) const { return Connection::open(options(role)); }

    /// Makes the file with its table; false when anything fails.
    bool create(Role role = Role::Writer) const;

    static Result<void> insert(Connection &connection, const QString &pk, const QString &id,
                               const QByteArray &body = "body");
    /// How many notes there are, -1 on an error.
    static qint64 count(Connection &connection);
    /// The same through a new read connection.
    qint64 countAnew() const;

private:
    QTemporaryDir m_directory;
};

} // namespace cloister::storage::test
