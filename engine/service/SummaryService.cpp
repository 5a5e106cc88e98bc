#include "engine/service/SummaryService.h"

#include "engine/partition/DialogueStore.h"
#include "engine/partition/MessageStore.h"
#include "engine/partition/SummaryStore.h"
#include "engine/search/EntryText.h"
#include "engine/search/Summariser.h"

namespace cloister {

namespace {

constexpr QLatin1String kSummary("summary");
constexpr QLatin1String kStandard("standard");
constexpr int kReadAtOnce = 500;

std::optional<search::SummaryLength> lengthOf(const QString &name)
{
    if (name == kStandard)
        return search::SummaryLength{3, 12, 4};
    if (name == QLatin1String("brief"))
        return search::SummaryLength{1, 3, 10};
    if (name == QLatin1String("detailed"))
        return search::SummaryLength{6, 40, 2};
    return std::nullopt;
}

/// What a summary is made of: the messages from one to another.
struct SummarySource
{
    Summary summary;
    QList<search::Utterance> said;
    QList<qint64> seqs; ///< of the messages
};

Result<void> checkMessage(PartitionSession &session, const QString &dialogueId, const std::optional<QString> &id)
{
    if (!id)
        return {};
    CLOISTER_ASSIGN(const bool isThere, MessageStore(session).exists(dialogueId, *id));
    if (!isThere)
        return fail(ErrorCode::MessageNotFound, session.missText(*id));
    return {};
}

Result<Summary> createNow(PartitionSession &session, const NewSummary &asked, const QString &model)
{
    CLOISTER_TRY(DialogueStore(session).get(asked.dialogueId));
    CLOISTER_TRY(checkMessage(session, asked.dialogueId, asked.startId));
    CLOISTER_TRY(checkMessage(session, asked.dialogueId, asked.endId));
    Summary summary;
    summary.id = asked.id.isEmpty() ? session.newId() : asked.id;
    summary.dialogueId = asked.dialogueId;
    summary.provider = QStringLiteral("cloister");
    summary.model = model;
    summary.templateName = asked.templateName.value_or(kStandard);
    summary.startId = asked.startId;
    summary.endId = asked.endId;
    summary.created = session.now();
    summary.modified = summary.created;
    CLOISTER_TRY(SummaryStore(session).insert(summary));
    session.note({QStringLiteral("summary.create"), kSummary, summary.id, {}, {}, 0});
    return summary;
}

void addMessage(const Message &message, SummarySource &source)
{
    Summary &summary = source.summary;
    ++summary.messageCount;
    source.seqs.append(message.seq);
    summary.fromCreated = summary.fromCreated.value_or(message.created);
    summary.toCreated = message.created;
    const QString text = search::textOfContent(message.content);
    if (text.trimmed().isEmpty()) {
        ++summary.skippedCount;
        return;
    }
    ++summary.summarizedCount;
    source.said.append(search::Utterance{message.name.value_or(message.role), text});
}

Result<void> readMessages(PartitionSession &session, SummarySource &source)
{
    const MessageStore store(session);
    tables::Range range;
    range.limit = kReadAtOnce;
    bool isWithin = !source.summary.startId;
    while (true) {
        bool isCut = false;
        CLOISTER_ASSIGN(const QList<Message> batch, store.list(source.summary.dialogueId, range, &isCut));
        for (const Message &message : batch) {
            isWithin = isWithin || message.id == source.summary.startId;
            if (isWithin)
                addMessage(message, source);
            if (isWithin && message.id == source.summary.endId)
                return {};
        }
        if (!isCut && batch.size() < kReadAtOnce)
            return {};
        range.after = tables::Position{batch.last().created, batch.last().seq};
    }
}

Result<SummarySource> readSource(PartitionSession &session, const QString &id)
{
    SummarySource source;
    CLOISTER_ASSIGN(source.summary, SummaryStore(session).get(id));
    Summary &summary = source.summary;
    if (summary.status != SummaryStatus::Processing)
        return source;
    summary.messageCount = summary.summarizedCount = summary.skippedCount = summary.totalTokens = 0;
    summary.fromCreated.reset();
    summary.toCreated.reset();
    CLOISTER_TRY(readMessages(session, source));
    return source;
}

// Stores what was made, unless a message that it may quote was removed meanwhile.
Result<bool> finishNow(PartitionSession &session, const Summary &made, const QList<qint64> &seqs)
{
    SummaryStore store(session);
    CLOISTER_ASSIGN(const std::optional<Summary> now, store.find(made.id));
    if (!now || now->status != SummaryStatus::Processing)
        return true;
    CLOISTER_ASSIGN(const SummarySource again, readSource(session, made.id));
    if (again.seqs != seqs)
        return false;
    Summary finished = made;
    finished.modified = std::max(made.modified, session.now());
    CLOISTER_TRY(store.update(finished));
    session.note({QStringLiteral("summary.complete"), kSummary, made.id, {}, made.content.toUtf8(), made.messageCount});
    return true;
}

} // namespace

SummaryService::SummaryService(PartitionMint &mint, std::shared_ptr<search::Embedder> embedder) :
    m_embedder(std::move(embedder)),
    m_queue(mint, [this](const Partition &partition) { return step(partition); })
{
}

Future<Result<Summary>> SummaryService::create(const Partition &partition, const NewSummary &asked)
{
    if (asked.templateName && !lengthOf(*asked.templateName)) {
        Error error{ErrorCode::InvalidParameter, QStringLiteral("template must be brief, standard or detailed"), {}};
        error.fields.append(
            FieldError{QStringLiteral("template"), QStringLiteral("INVALID"), error.detail, *asked.templateName});
        return readyFuture(Result<Summary>(Unexpected{error}));
    }
    const auto job = [asked, model = m_embedder->id().name](PartitionSession &session) {
        return createNow(session, asked, model);
    };
    return partition.write<Summary>(Partition::Intent::Change, job)
        .then([this, key = partition.key()](const Result<Summary> &made) {
            if (made)
                want(key, made->id);
            return made;
        });
}

void SummaryService::want(const PartitionKey &key, const QString &id)
{
    {
        const std::lock_guard lock(m_mutex);
        QStringList &ids = m_wanted[key.bytes()];
        if (!ids.contains(id))
            ids.append(id);
    }
    m_queue.add(key);
}

QString SummaryService::takeWanted(const PartitionKey &key)
{
    const std::lock_guard lock(m_mutex);
    const auto ids = m_wanted.find(key.bytes());
    if (ids == m_wanted.end())
        return {};
    const QString id = ids->takeFirst();
    if (ids->isEmpty())
        m_wanted.erase(ids);
    return id;
}

// Makes one summary.
Result<bool> SummaryService::step(const Partition &partition)
{
    const QString id = takeWanted(partition.key());
    if (id.isEmpty())
        return false;
    const Result<SummarySource> source
        = partition.read<SummarySource>([&](PartitionSession &session) { return readSource(session, id); });
    if (!source || source->summary.status != SummaryStatus::Processing)
        return true; // removed or made meanwhile
    Summary summary = source->summary;
    for (const search::Utterance &said : source->said)
        summary.totalTokens += m_embedder->countTokens(said.text);
    summary.chunks = 1;
    const auto length = lengthOf(summary.templateName).value_or(search::SummaryLength());
    const Result<QString> content = search::summarise(*m_embedder, source->said, length);
    summary.status = content ? SummaryStatus::Completed : SummaryStatus::Failed;
    if (content) {
        summary.content = *content;
        summary.contentTokenCount = m_embedder->countTokens(*content);
    } else {
        summary.error = content.error().detail;
    }
    const auto job = [summary, seqs = source->seqs](
                         PartitionSession &session) { return finishNow(session, summary, seqs); };
    CLOISTER_ASSIGN(const bool isDone, partition.write<bool>(Partition::Intent::Change, job).result());
    if (!isDone)
        want(partition.key(), id);
    return true;
}

Result<Summary> SummaryService::get(const Partition &partition, const QString &id)
{
    CLOISTER_ASSIGN(Summary summary,
        partition.read<Summary>([&](PartitionSession &session) { return SummaryStore(session).get(id); }));
    if (summary.status == SummaryStatus::Processing)
        want(partition.key(), id);
    return summary;
}

Result<Page<Summary>> SummaryService::list(
    const Partition &partition, const QString &dialogueId, const ListQuery &query) const
{
    CLOISTER_ASSIGN(const tables::Range range, rangeOf(partition, query));
    CLOISTER_ASSIGN(QList<Summary> rows,
        partition.read<QList<Summary>>([&](PartitionSession &session) -> Result<QList<Summary>> {
            CLOISTER_TRY(DialogueStore(session).get(dialogueId));
            return SummaryStore(session).list(dialogueId, range);
        }));
    return pageOf(partition, query, std::move(rows));
}

} // namespace cloister
