#pragma once

#include "engine/base/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace cloister::storage {

class Connection;

/// Brings a file's schema up to date. Script number n makes version n of its predecessor; the file's version is SQLite's
/// user_version. A released script is never edited.
class Migrator
{
public:
    explicit Migrator(QList<QByteArray> scripts) : m_scripts(std::move(scripts)) {}

    /// Reads the scripts from files or resources, in this order.
    static Result<Migrator> fromFiles(const QStringList &paths);

    /// Runs the scripts that `connection` lacks, each in one transaction. A file that had a schema is first copied to
    /// `<file>.before-<version it is brought to>`, durable before the first change; a copy of that name left by an
    /// earlier attempt is replaced. The next call, with nothing left to run, removes the copy: what is deleted from now on
    /// must not stay in it. A script that fails leaves the file at the version before it. A file with a version
    /// above the last script's is refused untouched with StorageUnavailable.
    Result<void> migrate(Connection &connection) const;

    /// The version that migrate() brings a file to.
    int latestVersion() const { return static_cast<int>(m_scripts.size()); }

private:
    Result<void> step(Connection &connection, int version) const;

    QList<QByteArray> m_scripts;
};

} // namespace cloister::storage
