#include "tests/architecture/Sources.h"

#include <QDirIterator>
#include <QFile>

#include <algorithm>

namespace cloister::test {

QString repositoryRoot()
{
    return QStringLiteral(CLOISTER_SOURCE_DIR);
}

QList<SourceFile> readSources(const QStringList &folders, const QStringList &namePatterns)
{
    const QString root = repositoryRoot();
    QList<SourceFile> files;
    for (const QString &folder : folders) {
        QDirIterator entries(root + u'/' + folder, namePatterns, QDir::Files | QDir::Hidden,
            QDirIterator::Subdirectories);
        while (entries.hasNext()) {
            QFile file(entries.next());
            if (file.open(QIODevice::ReadOnly))
                files.append({file.fileName().mid(root.size() + 1), QString::fromUtf8(file.readAll())});
        }
    }
    std::sort(files.begin(), files.end(), [](const auto &a, const auto &b) { return a.path < b.path; });
    return files;
}

} // namespace cloister::test
