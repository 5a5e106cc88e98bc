#pragma once

#include "engine/base/Result.h"

#include <QByteArray>
#include <QIODevice>
#include <QList>

#include <optional>

namespace cloister::cli {

/// Whole lines of a file, as many as go into one request.
struct LineBatch
{
    qint64 firstLine = 1;    ///< number of the first in the file
    qint64 lines = 0;
    QByteArray text;         ///< every line with its line feed
    QList<qint64> tooLong;   ///< numbers of lines that no request can carry; they stand empty in the text
};

/// Reads a file of lines without ever holding more than a batch and a line of it.
class LineBatches
{
public:
    static constexpr qsizetype kBatchBytes = 8 * 1024 * 1024;
    static constexpr qint64 kBatchLines = 500;
    static constexpr qsizetype kLineBytes = 32 * 1024 * 1024; ///< below what an import request may carry

    /// Borrows `source`, which may be a pipe.
    explicit LineBatches(QIODevice &source) : m_source(source) {}

    /// The next lines; nullopt after the last. StorageUnavailable when reading fails.
    Result<std::optional<LineBatch>> next();

    /// Of the source, so far.
    qint64 bytesRead() const { return m_bytesRead; }

private:
    enum class Found { Line, End };
    Result<Found> readLine();

    QIODevice &m_source;
    QByteArray m_buffer;      ///< read and not yet given out
    qsizetype m_at = 0;       ///< where in it the next line starts
    QByteArray m_line;        ///< the line that was read last, with its line feed
    bool m_hasLine = false;   ///< m_line is still to be given out
    bool m_isTooLong = false; ///< m_line was, and is empty
    bool m_isAtEnd = false;
    qint64 m_lineNumber = 0;  ///< of m_line
    qint64 m_bytesRead = 0;
};

} // namespace cloister::cli
