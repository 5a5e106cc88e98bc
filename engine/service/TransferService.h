#pragma once

#include "engine/base/Result.h"
#include "engine/model/Caller.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace cloister {

class PartitionMint;
class Workspace;

struct ImportProblem
{
    qint64 line = 0; ///< from 1
    Error error;
};

struct ImportReport
{
    qint64 lines = 0;
    qint64 dialogues = 0; ///< imported now
    qint64 messages = 0;
    qint64 memories = 0;
    qint64 skipped = 0; ///< there already and equal: a repeated or resumed import passes over them
    QList<ImportProblem> problems; ///< a refused line leaves nothing behind
};

struct ExportPage
{
    QByteArray lines;     ///< whole JSON Lines
    qint64 count = 0;     ///< of lines
    QByteArray next;      ///< where the next page starts; empty on the last
};

/// Import and export as JSON Lines: one dialogue a line with its messages, or one memory a line (a line with a `value`
/// member). Callers stream: a batch or a page at a time. Any thread; blocks until what it imported is durable.
class TransferService
{
public:
    TransferService(Workspace &workspace, PartitionMint &partitions) : m_workspace(workspace), m_partitions(partitions) {}

    /// Imports whole lines into the caller's project, each in one transaction; `firstLine` is the number of the first.
    /// A record that exists and is equal is skipped, one that differs is a problem (DuplicateId).
    Result<ImportReport> importBatch(const Caller &caller, const QByteArray &lines, qint64 firstLine) const;

    /// The next dialogues and memories of the caller's project, or of one namespace, some 4 MiB of them, in an order that
    /// an import accepts (parents before threads). `after` is the `next` of the page before, empty to start.
    Result<ExportPage> exportPage(
        const Caller &caller, const std::optional<QString> &nameSpace, const QByteArray &after) const;

private:
    Workspace &m_workspace;
    PartitionMint &m_partitions;
};

} // namespace cloister
