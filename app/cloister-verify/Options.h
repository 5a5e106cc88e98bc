#pragma once

#include "engine/base/Result.h"

#include <QByteArray>
#include <QStringList>

namespace cloister::verify {

/// What one call asks for.
struct Options
{
    QString log;             ///< file, or "-" for standard input
    QByteArray publicKey;    ///< 32 bytes
    QStringList checkpoints; ///< files
    bool wantsJson = false;
    bool wantsHelp = false;
    bool wantsVersion = false;

    /// InvalidParameter in words for the person who typed them.
    static Result<Options> parse(const QStringList &words);
};

/// What --help prints.
QString helpText();

} // namespace cloister::verify
