#pragma once

#include "engine/base/Result.h"
#include "engine/service/JobService.h"

#include <QStringList>

namespace cloister {

class Workspace;

struct FileCheck
{
    QString file;         ///< relative to the workspace; the folder of a project for its two files together
    QStringList problems; ///< empty for a whole file
};

/// Integrity of every file of the workspace. Any thread.
class CheckService
{
public:
    explicit CheckService(Workspace &workspace) : m_workspace(workspace) {}

    /// Reads every page of every file, checks the audit chains and opens every sealed value. Takes as long as reading
    /// them. A damaged project is reported and the others are checked all the same. Conflict when cancelled.
    Result<QList<FileCheck>> run(JobProgress &progress) const;

private:
    Workspace &m_workspace;
};

} // namespace cloister
