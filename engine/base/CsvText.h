#pragma once

#include <QByteArray>
#include <QStringList>

namespace cloister {

/// One line of comma-separated values (RFC 4180, UTF-8, CR LF included) for programs that take cells for formulas: every
/// cell is quoted, and one that such a program would compute (its first character is = + - @, a tab or an end of
/// line) gets an apostrophe in front.
QByteArray csvLine(const QStringList &cells);

} // namespace cloister
