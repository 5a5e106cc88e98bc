#include "engine/storage/Schema.h"

#include <QDir>

namespace cloister::storage {

static Result<Migrator> scriptsIn(const QString &folder)
{
    const QDir directory(QStringLiteral(":/schema/") + folder);
    QStringList paths;
    for (const QString &name : directory.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name))
        paths.append(directory.filePath(name));
    if (paths.isEmpty())
        return fail(ErrorCode::Internal, QStringLiteral("the schema of %1 files is missing").arg(folder));
    return Migrator::fromFiles(paths);
}

Result<Migrator> Schema::project()
{
    return scriptsIn(QStringLiteral("project"));
}

Result<Migrator> Schema::keys()
{
    return scriptsIn(QStringLiteral("keys"));
}

Result<Migrator> Schema::control()
{
    return scriptsIn(QStringLiteral("control"));
}

} // namespace cloister::storage
