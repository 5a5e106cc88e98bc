#pragma once

#include "app/cloisterd/ListenAddress.h"
#include "engine/base/Result.h"

#include <QString>
#include <QStringList>

namespace cloister {

/// What the console is started with.
struct Options
{
    QString directory;      ///< where the workspace is, or will be made
    bool isNamed = false;   ///< whether the directory was asked for, by --workspace or CLOISTER_WORKSPACE
    QString unlockFile;     ///< from CLOISTER_UNLOCK_FILE; empty = ask
    cli::ListenAddress listen; ///< where the embedded engine serves others

    /// InvalidParameter for an option that is not known or lacks its value. `words` are without the program's name.
    static Result<Options> parse(const QStringList &words);
    static QString help();
};

} // namespace cloister
