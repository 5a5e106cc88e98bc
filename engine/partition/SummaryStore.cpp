#include "engine/partition/SummaryStore.h"

#include <QDataStream>
#include <QIODevice>

#include <limits>

namespace cloister {

static constexpr QLatin1String kSummaryBody("summary.body");
static constexpr quint8 kBodyVersion = 1;

// The members that have no column, in one order for both directions: a const record is written.
template<typename Record>
static void streamBody(QDataStream &stream, Record &s)
{
    constexpr bool isWriting = std::is_const_v<Record>;
    const auto plain = [&stream](auto &...values) {
        if constexpr (isWriting)
            (stream << ... << values);
        else
            (stream >> ... >> values);
    };
    const auto optional = [&stream](auto &value) {
        bool isThere = value.has_value();
        if constexpr (isWriting) {
            stream << isThere;
            if (isThere)
                stream << *value;
        } else {
            stream >> isThere;
            if (isThere)
                stream >> value.emplace();
        }
    };
    plain(s.provider, s.model, s.templateName, s.content, s.contentTokenCount, s.messageCount, s.summarizedCount,
        s.skippedCount, s.totalTokens, s.chunks, s.llmInputTokens, s.llmOutputTokens, s.llmTotalTokens, s.llmCallCount,
        s.metadata);
    optional(s.startId);
    optional(s.endId);
    optional(s.fromCreated);
    optional(s.toCreated);
    optional(s.error);
}

tables::SummaryRow SummaryStore::sealed(const Summary &summary) const
{
    QByteArray plain;
    QDataStream stream(&plain, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    stream << kBodyVersion;
    streamBody(stream, summary);
    return {summary.id, summary.dialogueId, summary.seq, summary.status, summary.created, summary.modified, summary.tags,
        m_session.sealer().seal({kSummaryBody, summary.id}, plain)};
}

Result<Summary> SummaryStore::opened(const tables::SummaryRow &row) const
{
    CLOISTER_ASSIGN(const QByteArray plain, m_session.sealer().open({kSummaryBody, row.id}, row.body));
    QDataStream stream(plain);
    stream.setVersion(QDataStream::Qt_6_0);
    quint8 version = 0;
    stream >> version;
    Summary summary;
    if (version == kBodyVersion)
        streamBody(stream, summary);
    if (version != kBodyVersion || stream.status() != QDataStream::Ok)
        return fail(ErrorCode::Integrity, QStringLiteral("a summary has an unknown form"));
    summary.id = row.id;
    summary.dialogueId = row.dialogueId;
    summary.seq = row.seq;
    summary.status = row.status;
    summary.created = row.created;
    summary.modified = row.modified;
    summary.tags = row.tags;
    return summary;
}

Result<std::optional<Summary>> SummaryStore::find(const QString &id) const
{
    CLOISTER_ASSIGN(const std::optional<tables::SummaryRow> row, m_table.find(id));
    if (!row)
        return std::optional<Summary>();
    CLOISTER_ASSIGN(Summary summary, opened(*row));
    return std::optional(std::move(summary));
}

Result<Summary> SummaryStore::get(const QString &id) const
{
    CLOISTER_ASSIGN(std::optional<Summary> found, find(id));
    if (!found)
        return fail(ErrorCode::SummaryNotFound, m_session.missText(id));
    return std::move(*found);
}

Result<QList<Summary>> SummaryStore::list(const QString &dialogueId, const tables::Range &range) const
{
    CLOISTER_ASSIGN(const QList<tables::SummaryRow> rows, m_table.list(dialogueId, range));
    QList<Summary> summaries;
    for (const tables::SummaryRow &row : rows) {
        CLOISTER_ASSIGN(Summary summary, opened(row));
        summaries.append(std::move(summary));
    }
    return summaries;
}

Result<void> SummaryStore::insert(Summary &summary)
{
    CLOISTER_ASSIGN(const std::optional<tables::SummaryRow> taken, m_table.find(summary.id));
    if (taken)
        return fail(ErrorCode::DuplicateId, QStringLiteral("the id \"%1\" is taken").arg(summary.id));
    summary.seq = m_session.newSeq();
    return m_table.insert(sealed(summary));
}

Result<void> SummaryStore::update(const Summary &summary)
{
    return m_table.update(sealed(summary));
}

Result<void> SummaryStore::reset(const QString &dialogueId)
{
    tables::Range all;
    all.limit = std::numeric_limits<int>::max();
    CLOISTER_ASSIGN(const QList<Summary> summaries, list(dialogueId, all));
    for (Summary summary : summaries) {
        summary.status = SummaryStatus::Processing;
        summary.content.clear();
        summary.error.reset();
        CLOISTER_TRY(update(summary));
    }
    return {};
}

} // namespace cloister
