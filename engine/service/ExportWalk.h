#pragma once

#include "engine/model/Caller.h"
#include "engine/partition/Partition.h"
#include "engine/service/TransferService.h"

namespace cloister {

/// Walks a project namespace by namespace: its dialogues in the order they were inserted, each followed by more lines
/// of messages where one would be too long, then its memories. One page of one walk; one thread.
class ExportWalk
{
public:
    ExportWalk(Workspace &workspace, PartitionMint &partitions, Caller caller, std::optional<QString> nameSpace);

    /// `after` as in TransferService::exportPage.
    Result<ExportPage> page(const QByteArray &after);

private:
    enum class Phase { Dialogues, Messages, Memories };

    /// Where the walk stands. In Messages, `seq` is the dialogue's and created/messageSeq the last message written.
    struct Cursor
    {
        QString nameSpace;
        Phase phase = Phase::Dialogues;
        qint64 seq = -1;
        qint64 created = 0;
        qint64 messageSeq = 0;
        bool isAtEnd = false;
    };

    Result<Cursor> parse(const QByteArray &token) const;
    Result<QByteArray> print(const Cursor &cursor) const;
    Result<QByteArray> macOf(const QByteArray &place) const;

    Result<Cursor> start() const;
    Result<void> advanceNamespace(Cursor &cursor) const;
    Result<void> step(Cursor &cursor);
    Result<void> writeDialogue(PartitionSession &session, Cursor &cursor);
    Result<void> writeMessages(PartitionSession &session, Cursor &cursor);
    Result<void> writeMemories(PartitionSession &session, Cursor &cursor);
    void add(const QByteArray &line);

    static constexpr qsizetype kPageBytes = 4 * 1024 * 1024;
    static constexpr int kMessagesInLine = 500;

    Workspace &m_workspace;
    PartitionMint &m_partitions;
    Caller m_caller;
    std::optional<QString> m_only;
    ExportPage m_page;
};

} // namespace cloister
