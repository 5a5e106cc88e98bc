#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace cloister::test {

/// One text file of the repository, its path written from the root.
struct SourceFile
{
    QString path;
    QString text;
};

/// Every text file below the given folders of the repository, sorted by path. Build folders are not among them.
[[nodiscard]] QList<SourceFile> readSources(const QStringList &folders, const QStringList &namePatterns);

/// The repository's root, ending without a slash.
[[nodiscard]] QString repositoryRoot();

} // namespace cloister::test
