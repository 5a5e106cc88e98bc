#pragma once

#include "tests/architecture/Sources.h"

#include <QRegularExpression>

#include <functional>

// The rules the code keeps, each a function from files to complaints ("path:line: what"); an empty list means kept.
// They are kept apart from the tests so that each can also be shown a file that breaks it.
namespace cloister::test {

/// Includes between folders that the layer table does not allow, and folders the table does not know.
[[nodiscard]] QStringList layerViolations(const QList<SourceFile> &files);

/// Includes matching the pattern in any file but those whose path matches allowedPath.
[[nodiscard]] QStringList foreignIncludes(
    const QList<SourceFile> &files, const QRegularExpression &include, const QRegularExpression &allowedPath);

/// Lines that hold the text, wherever they are.
[[nodiscard]] QStringList linesWith(const QList<SourceFile> &files, const QRegularExpression &text);

/// Files over 500 lines that do not say why ("500 lines") in their first ten.
[[nodiscard]] QStringList filesTooLong(const QList<SourceFile> &files);

/// Functions of more than 60 lines; relies on the braces of a function standing alone in the first column.
[[nodiscard]] QStringList functionsTooLong(const QList<SourceFile> &files);

/// Paths written in backticks in a document that `exists` does not know. Patterns (with * or <) are left out.
[[nodiscard]] QStringList missingPaths(const QString &document, const std::function<bool(const QString &)> &exists);

/// Lines that are not blank, over all files below the folders.
[[nodiscard]] qsizetype filledLines(const QList<SourceFile> &files, const QStringList &folders);

} // namespace cloister::test
