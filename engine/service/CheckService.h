#pragma once

#include "engine/base/Result.h"
#include "engine/service/JobService.h"

#include <QStringList>

namespace cloister {

class Workspace;

struct FileCheck
{
    QString file;         ///< relative to the workspace
    QStringList problems; ///< empty for a whole file
};

/// Integrity of every file of the workspace. Any thread.
class CheckService
{
public:
    explicit CheckService(Workspace &workspace) : m_workspace(workspace) {}

    /// Reads every page of every file, and opens every sealed value when asked. Takes as long as reading them.
    Result<QList<FileCheck>> run(JobProgress &progress) const;

private:
    Workspace &m_workspace;
};

} // namespace cloister
