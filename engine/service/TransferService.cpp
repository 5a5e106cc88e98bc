#include "engine/service/TransferService.h"

#include "engine/service/ExportWalk.h"
#include "engine/service/ImportLines.h"
#include "engine/service/PartitionMint.h"

#include <deque>

namespace cloister {

// A full group of the writer: more would not be faster, and would fill the queue that the project's tenants write to.
static constexpr size_t kMostWaiting = 64;

static void addTo(ImportReport &report, const ImportedCounts &counts)
{
    report.dialogues += counts.dialogues;
    report.messages += counts.messages;
    report.memories += counts.memories;
    report.skipped += counts.skipped;
}

Result<ImportReport> TransferService::importBatch(
    const Caller &caller, const QByteArray &lines, qint64 firstLine) const
{
    ImportReport report;
    std::deque<std::pair<qint64, Future<Result<ImportedCounts>>>> waiting;
    const auto refuse = [&](qint64 number, const Error &error) { report.problems.append({number, error}); };
    const auto finishOldest = [&] {
        const auto &[here, future] = waiting.front();
        if (const Result<ImportedCounts> counts = future.result())
            addTo(report, *counts);
        else
            refuse(here, counts.error());
        waiting.pop_front();
    };

    qint64 number = firstLine;
    for (const QByteArray &text : lines.split('\n')) {
        const qint64 here = number++;
        if (text.trimmed().isEmpty())
            continue;
        ++report.lines;
        const Result<TransferLine> line = readLine(text);
        if (!line) {
            refuse(here, line.error());
            continue;
        }
        const QString nameSpace = std::visit([](const auto &one) { return one.nameSpace; }, *line);
        const Result<Partition> partition
            = m_partitions.open(caller, nameSpace, PartitionMint::Access::Creating);
        if (!partition)
            return partition.unexpected();
        if (waiting.size() >= kMostWaiting)
            finishOldest();
        waiting.emplace_back(here, importLine(*partition, *line));
    }
    while (!waiting.empty())
        finishOldest();
    std::sort(report.problems.begin(), report.problems.end(),
        [](const ImportProblem &a, const ImportProblem &b) { return a.line < b.line; });
    return report;
}

Result<ExportPage> TransferService::exportPage(
    const Caller &caller, const std::optional<QString> &nameSpace, const QByteArray &after) const
{
    return ExportWalk(m_workspace, m_partitions, caller, nameSpace).page(after);
}

} // namespace cloister
