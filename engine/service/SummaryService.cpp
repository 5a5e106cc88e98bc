#include "engine/service/SummaryService.h"

#include "engine/base/Logging.h"
#include "engine/model/Validate.h"
#include "engine/partition/DialogueStore.h"
#include "engine/partition/MessageStore.h"
#include "engine/partition/SummaryStore.h"
#include "engine/search/ChatSummary.h"
#include "engine/search/EntryText.h"
#include "engine/search/Summariser.h"

namespace cloister {

namespace {

constexpr QLatin1String kSummary("summary");
constexpr QLatin1String kStandard("standard");
constexpr int kReadAtOnce = 500;
// Characters of all messages together: the largest message fits, and the longest dialogue does not fill the memory.
constexpr qsizetype kMostText = 5 * 1024 * 1024;
constexpr qsizetype kUtteranceCost = 16; ///< characters that a message counts beside its own
static_assert(kMostText > kMaxContentBytes + 2 * kMaxLabelLength + kUtteranceCost);
constexpr std::chrono::minutes kPatience{3}; ///< with a server that writes

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

/// The same for a model that writes.
QString askedLength(const QString &name)
{
    if (name == QLatin1String("brief"))
        return QStringLiteral("in one or two sentences");
    if (name == QLatin1String("detailed"))
        return QStringLiteral("in several paragraphs");
    return QStringLiteral("in one paragraph");
}

/// Who makes it, as summaries name it.
void nameMaker(const search::ChatClient *chat, const search::Embedder &embedder, Summary &summary)
{
    summary.provider = chat ? QStringLiteral("openai-compatible") : QStringLiteral("cloister");
    summary.model = chat ? chat->model() : embedder.id().name;
}

/// Which messages a summary is made of: those from one to another.
struct SummaryPart
{
    qint64 generation = 0; ///< of the namespace's key that opened them
    QList<qint64> seqs;
    tables::Position first; ///< as the last, of no use without any
    tables::Position last;
};

struct SummarySource
{
    Summary summary;
    SummaryPart part;
    QList<search::Utterance> said;
    qsizetype textSize = 0; ///< of `said`, in characters
    bool isFull = false;    ///< what follows is skipped
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

Result<Summary> createNow(PartitionSession &session, const NewSummary &asked, const Summary &maker)
{
    CLOISTER_TRY(DialogueStore(session).get(asked.dialogueId));
    CLOISTER_TRY(checkMessage(session, asked.dialogueId, asked.startId));
    CLOISTER_TRY(checkMessage(session, asked.dialogueId, asked.endId));
    Summary summary;
    summary.id = asked.id.isEmpty() ? session.newId() : asked.id;
    summary.dialogueId = asked.dialogueId;
    summary.provider = maker.provider;
    summary.model = maker.model;
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
    source.part.last = {message.created, message.seq};
    if (summary.messageCount == 0)
        source.part.first = source.part.last;
    ++summary.messageCount;
    source.part.seqs.append(message.seq);
    summary.fromCreated = summary.fromCreated.value_or(message.created);
    summary.toCreated = message.created;
    const search::Utterance said{message.name.value_or(message.role),
        source.isFull ? QString() : search::textOfContent(message.content)};
    source.textSize += said.name.size() + said.text.size() + kUtteranceCost;
    source.isFull = source.isFull || source.textSize > kMostText;
    if (source.isFull || said.text.trimmed().isEmpty()) {
        ++summary.skippedCount;
        return;
    }
    ++summary.summarizedCount;
    source.said.append(said);
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
    source.part.generation = session.sealer().generation();
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

Result<bool> isUnchanged(PartitionSession &session, const QString &dialogueId, const SummaryPart &part)
{
    if (part.generation != session.sealer().generation())
        return false;
    if (part.seqs.isEmpty())
        return true;
    CLOISTER_ASSIGN(const QList<qint64> now, MessageStore(session).seqsBetween(dialogueId, part.first, part.last));
    return now == part.seqs;
}

// Stores what was made, unless a message that it may quote was removed meanwhile: be it with the whole namespace, whose
// successor may hold a summary and messages of the same names.
Result<bool> finishNow(PartitionSession &session, const Summary &made, const SummaryPart &part)
{
    SummaryStore store(session);
    CLOISTER_ASSIGN(const std::optional<Summary> now, store.find(made.id));
    if (!now || now->status != SummaryStatus::Processing)
        return true;
    CLOISTER_ASSIGN(const bool isSame, isUnchanged(session, made.dialogueId, part));
    if (!isSame || now->seq != made.seq)
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
    Summary maker;
    nameMaker(chat().get(), *m_embedder, maker);
    const auto job = [asked, maker](PartitionSession &session) { return createNow(session, asked, maker); };
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

void SummaryService::use(const std::optional<ModelServer> &server)
{
    std::shared_ptr<search::ChatClient> chosen;
    if (server) {
        search::ChatOptions options;
        options.baseUrl = server->url;
        options.model = server->model;
        options.post.key = server->key;
        options.post.timeout = kPatience;
        const auto made = search::ChatClient::make(options);
        if (!made)
            qCWarning(lcSearch).noquote() << "the chat server is not used:" << made.error().detail;
        chosen = made.value_or(nullptr);
    }
    {
        const std::lock_guard lock(m_mutex);
        std::swap(m_chat, chosen);
    }
    if (chosen)
        chosen->stop();
}

void SummaryService::stop()
{
    if (const auto server = chat())
        server->stop();
}

std::shared_ptr<search::ChatClient> SummaryService::chat() const
{
    const std::lock_guard lock(m_mutex);
    return m_chat;
}

Result<void> SummaryService::write(const QList<search::Utterance> &said, Summary &summary) const
{
    const std::shared_ptr<search::ChatClient> server = chat();
    nameMaker(server.get(), *m_embedder, summary);
    if (!server) {
        summary.chunks = 1;
        const auto length = lengthOf(summary.templateName).value_or(search::SummaryLength());
        CLOISTER_ASSIGN(summary.content, search::summarise(*m_embedder, said, length));
        return {};
    }
    CLOISTER_ASSIGN(const search::ChatSummary made,
        search::summariseByChat(*server, said, askedLength(summary.templateName)));
    summary.content = made.text;
    summary.chunks = made.chunks;
    summary.llmCallCount = made.calls;
    summary.llmInputTokens = made.inputTokens;
    summary.llmOutputTokens = made.outputTokens;
    summary.llmTotalTokens = made.inputTokens + made.outputTokens;
    return {};
}

// The detail names a server of the workspace's network, which is not for its tenants.
static QString whyNotMade(const Error &error)
{
    qCWarning(lcSearch).noquote() << "a summary was not made:" << error.detail;
    return QStringLiteral("the summary could not be made; the service's log says why");
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
    const Result<void> written = write(source->said, summary);
    if (!written && written.error().code == ErrorCode::ShuttingDown)
        return written.unexpected(); // who reads it brings it back
    summary.status = written ? SummaryStatus::Completed : SummaryStatus::Failed;
    if (written)
        summary.contentTokenCount = m_embedder->countTokens(summary.content);
    else
        summary.error = whyNotMade(written.error());
    const auto job = [summary, part = source->part](
                         PartitionSession &session) { return finishNow(session, summary, part); };
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
