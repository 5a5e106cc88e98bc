#include "engine/service/TransferService.h"

#include "engine/service/ExportWalk.h"
#include "engine/service/ImportLines.h"
#include "engine/service/PartitionMint.h"

namespace cloister {

Result<ImportReport> TransferService::importBatch(
    const Caller &caller, const QByteArray &lines, qint64 firstLine) const
{
    ImportReport report;
    std::vector<std::pair<qint64, Future<Result<ImportedCounts>>>> waiting;
    const auto refuse = [&](qint64 number, const Error &error) { report.problems.append({number, error}); };

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
        waiting.emplace_back(here, importLine(*partition, *line));
    }
    for (auto &[here, future] : waiting) {
        const Result<ImportedCounts> counts = future.result();
        if (!counts) {
            refuse(here, counts.error());
            continue;
        }
        report.dialogues += counts->dialogues;
        report.messages += counts->messages;
        report.memories += counts->memories;
        report.skipped += counts->skipped;
    }
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
