#pragma once

#include "engine/base/Result.h"
#include "engine/crypto/SecureBytes.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace cloister::cli {

// Where the program talks to. stdout carries the answer, stderr everything else.

/// Writes to stdout. StorageUnavailable when that fails (a full disk, a closed pipe).
Result<void> printBytes(const QByteArray &bytes);
/// Writes a text and a newline to stdout; failures show when the program ends (see finishOutput).
void print(const QString &text);
/// Writes a text and a newline to stderr.
void note(const QString &text);
/// Whether everything printed so far got out.
bool finishOutput();

/// Whether stderr is a terminal, so that progress may be shown.
bool isTerminal();

/// Asks on the terminal and reads one line without showing it. Unauthenticated when there is no terminal to ask on: with
/// `otherwise`, which says what is missing and how else it can be given.
Result<crypto::SecureBytes> askSecret(const QString &question, const QString &otherwise);

/// Text that may come from anyone, safe on a terminal: control, bidirectional and other invisible characters are
/// written as escapes.
QString visible(const QString &text);

/// Lines of aligned columns below their headers; the last column is not filled up. Cells are made visible().
QString table(const QStringList &headers, const QList<QStringList> &rows);

/// "1,234,567"
QString grouped(qint64 number);
/// "1.2 MB"
QString sizeText(qint64 bytes);
/// "2023-05-08 13:56:00Z"
QString timeText(qint64 ms);
/// "1 dialogue", "1,200 dialogues"; the plural adds an s unless it is given.
QString counted(qint64 number, const char *noun, const char *plural = nullptr);

} // namespace cloister::cli
