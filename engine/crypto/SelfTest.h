#pragma once

#include "engine/base/Result.h"

#include <QByteArray>
#include <QList>

namespace cloister::crypto {

/// A primitive with a published answer: `compute` must give exactly `expected`.
struct KnownAnswer
{
    const char *primitive;
    QByteArray expected;
    QByteArray (*compute)();
};

/// One answer for each primitive that this folder uses.
QList<KnownAnswer> knownAnswers();

/// Integrity, naming the first primitive whose answer differs.
Result<void> check(const QList<KnownAnswer> &answers);

/// Readies libsodium and runs check(knownAnswers()), once per process; every later call returns the same outcome, so
/// a failure stays. Everything else in this folder may be used only after it has succeeded. Any thread.
Result<void> initialise();

} // namespace cloister::crypto
