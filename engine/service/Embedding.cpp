#include "engine/service/Embedding.h"

#include "engine/partition/DialogueStore.h"
#include "engine/partition/MemoryStore.h"
#include "engine/partition/MessageStore.h"
#include "engine/partition/SearchStore.h"
#include "engine/search/EntryText.h"
#include "engine/search/Passages.h"

namespace cloister {

using search::EntryKey;
using search::IndexEntry;

namespace {

// As many as one turn takes; another partition waits no longer than these need.
constexpr int kRecordsATurn = 32;
constexpr qsizetype kPassagesATurn = 64;

/// A record as it was read for embedding.
struct WaitingRecord
{
    IndexEntry entry;
    std::optional<qint64> previousSeq; ///< of the message before it, whose end is embedded with it
    QStringList passages;
    std::vector<search::Vector8> vectors;
};

search::Utterance utteranceOf(const Message &message)
{
    return {message.name.value_or(message.role), search::textOfContent(message.content)};
}

Result<void> readMessage(PartitionSession &session, const search::Embedder &embedder, WaitingRecord &record)
{
    const MessageStore store(session);
    CLOISTER_ASSIGN(const std::optional<Message> message, store.find(record.entry.key.dialogueId, record.entry.key.id));
    if (!message)
        return {};
    CLOISTER_ASSIGN(const std::optional<Message> previous, store.before(*message));
    if (previous)
        record.previousSeq = previous->seq;
    record.passages = search::messagePassages(
        embedder, previous ? utteranceOf(*previous) : search::Utterance(), utteranceOf(*message));
    return {};
}

Result<void> readPassages(PartitionSession &session, const search::Embedder &embedder, WaitingRecord &record)
{
    switch (record.entry.key.object) {
    case SearchObject::Message: return readMessage(session, embedder, record);
    case SearchObject::Dialogue: {
        CLOISTER_ASSIGN(const std::optional<Dialogue> dialogue, DialogueStore(session).find(record.entry.key.id));
        if (dialogue)
            record.passages = search::textPassages(embedder, search::textOf(*dialogue));
        return {};
    }
    case SearchObject::Memory: {
        CLOISTER_ASSIGN(const std::optional<Memory> memory, MemoryStore(session).find(record.entry.key.id));
        if (memory)
            record.passages = search::textPassages(embedder, search::textOf(*memory));
        return {};
    }
    }
    return {};
}

struct Waiting
{
    qint64 generation = 0; ///< of the namespace's key that opened the records
    std::vector<WaitingRecord> records;
};

Result<Waiting> readWaiting(PartitionSession &session, const search::Embedder &embedder)
{
    const SearchStore store(session);
    CLOISTER_ASSIGN(const QList<EntryKey> keys, store.outside(embedder.id(), kRecordsATurn));
    Waiting waiting;
    waiting.generation = session.sealer().generation();
    qsizetype passages = 0;
    for (const EntryKey &key : keys) {
        CLOISTER_ASSIGN(std::optional<IndexEntry> entry, store.find(key));
        if (!entry)
            continue;
        WaitingRecord record;
        record.entry = std::move(*entry);
        CLOISTER_TRY(readPassages(session, embedder, record));
        passages += record.passages.size();
        waiting.records.push_back(std::move(record));
        if (passages >= kPassagesATurn)
            break;
    }
    return waiting;
}

Result<void> makeVectors(search::Embedder &embedder, std::vector<WaitingRecord> &records)
{
    QStringList texts;
    for (const WaitingRecord &record : records)
        texts += record.passages;
    if (texts.isEmpty())
        return {};
    CLOISTER_ASSIGN(const QList<std::vector<float>> vectors, embedder.embed(texts));
    qsizetype next = 0;
    for (WaitingRecord &record : records) {
        for (qsizetype i = 0; i < record.passages.size(); ++i)
            record.vectors.push_back(search::quantise(vectors.at(next++)));
    }
    return {};
}

// A vector must not outlive the text it was made of, the previous message's end included.
Result<bool> isUnchanged(PartitionSession &session, const WaitingRecord &read, const IndexEntry &now)
{
    if (now.seq != read.entry.seq || now.terms != read.entry.terms)
        return false;
    if (now.key.object != SearchObject::Message)
        return true;
    CLOISTER_ASSIGN(const std::optional<qint64> previous,
        MessageStore(session).seqBefore(now.key.dialogueId, {now.created, now.seq}));
    return previous == read.previousSeq;
}

Result<void> storeVectors(PartitionSession &session, const search::EmbedderId &space, const Waiting &read)
{
    // A namespace that was erased meanwhile may have a successor with records of the same names.
    if (session.sealer().generation() != read.generation)
        return {};
    SearchStore store(session);
    for (const WaitingRecord &record : read.records) {
        CLOISTER_ASSIGN(std::optional<IndexEntry> entry, store.find(record.entry.key));
        if (!entry)
            continue;
        CLOISTER_ASSIGN(const bool isSame, isUnchanged(session, record, *entry));
        if (!isSame)
            continue;
        entry->vectors = record.vectors;
        entry->embedder = space;
        CLOISTER_TRY(store.put(*entry));
    }
    return {};
}

} // namespace

Result<int> embedSome(const Partition &partition, search::Embedder &embedder)
{
    CLOISTER_ASSIGN(Waiting waiting,
        partition.read<Waiting>([&](PartitionSession &session) { return readWaiting(session, embedder); }));
    if (waiting.records.empty())
        return 0;
    CLOISTER_TRY(makeVectors(embedder, waiting.records));
    const int count = static_cast<int>(waiting.records.size());
    CLOISTER_TRY(partition
                     .write<void>(Partition::Intent::Derive,
                         [space = embedder.id(), waiting = std::move(waiting)](
                             PartitionSession &session) { return storeVectors(session, space, waiting); })
                     .result());
    return count;
}

} // namespace cloister
