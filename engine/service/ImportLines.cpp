#include "engine/service/ImportLines.h"

#include "engine/partition/DialogueStore.h"
#include "engine/partition/MemoryStore.h"
#include "engine/partition/MessageStore.h"
#include "engine/search/EntryText.h"

namespace cloister {

static Unexpected differs(const char *kind, const QString &id)
{
    return fail(ErrorCode::DuplicateId,
        QStringLiteral("the %1 \"%2\" is there already and differs").arg(QLatin1String(kind), id));
}

static bool isEqual(const NewMessage &asked, const Message &there)
{
    return asked.role == there.role && asked.name == there.name && asked.content == there.content
        && asked.tags == there.tags && asked.metadata == there.metadata
        && asked.created.value_or(there.created) == there.created;
}

static bool isEqual(const Dialogue &asked, const Dialogue &there)
{
    return asked.threadOf == there.threadOf && asked.label == there.label && asked.tags == there.tags
        && asked.metadata == there.metadata && asked.state == there.state && asked.status == there.status
        && (asked.created == 0 || asked.created == there.created);
}

static bool isEqual(const NewMemory &asked, const Memory &there)
{
    return asked.label == there.label && asked.description == there.description && asked.value == there.value
        && asked.tags == there.tags && asked.metadata == there.metadata
        && asked.created.value_or(there.created) == there.created;
}

// Adds those messages that are not there yet, and counts.
static Result<void> addMissing(
    PartitionSession &session, Dialogue &dialogue, const QList<MessageDraft> &drafts, ImportedCounts &counts)
{
    MessageStore store(session);
    for (const MessageDraft &draft : drafts) {
        const NewMessage &asked = draft.asked;
        if (!asked.id.isEmpty()) {
            CLOISTER_ASSIGN(const std::optional<Message> there, store.find(dialogue.id, asked.id));
            if (there && !isEqual(asked, *there))
                return differs("message", asked.id);
            if (there)
                continue;
        }
        CLOISTER_TRY(store.insert(dialogue, draft));
        ++counts.messages;
    }
    return {};
}

static Result<ImportedCounts> importDialogue(
    PartitionSession &session, const DialogueLine &line, const QList<MessageDraft> &drafts)
{
    ImportedCounts counts;
    DialogueStore store(session);
    Dialogue dialogue = line.dialogue;
    if (dialogue.id.isEmpty())
        dialogue.id = session.newId();
    CLOISTER_ASSIGN(const std::optional<Dialogue> there, store.find(dialogue.id));
    if (there && !isEqual(dialogue, *there))
        return differs("dialogue", dialogue.id);
    if (there) {
        dialogue = *there;
    } else {
        if (dialogue.threadOf)
            CLOISTER_TRY(store.get(*dialogue.threadOf));
        dialogue.created = dialogue.created == 0 ? session.now() : dialogue.created;
        dialogue.modified = dialogue.modified == 0 ? dialogue.created : dialogue.modified;
        CLOISTER_TRY(store.insert(dialogue));
    }
    const Dialogue before = dialogue;
    CLOISTER_TRY(addMissing(session, dialogue, drafts, counts));
    dialogue.modified = before.modified;
    if (there && counts.messages == 0) {
        counts.skipped = 1;
        return counts;
    }
    CLOISTER_TRY(store.update(before, dialogue));
    counts.dialogues = there ? 0 : 1;
    session.note({QStringLiteral("dialogue.import"), QLatin1String("dialogue"), dialogue.id, {},
        dialogue.metadata + dialogue.state, counts.messages});
    return counts;
}

static Result<ImportedCounts> importMessages(
    PartitionSession &session, const MessagesLine &line, const QList<MessageDraft> &drafts)
{
    ImportedCounts counts;
    DialogueStore store(session);
    CLOISTER_ASSIGN(const Dialogue before, store.get(line.dialogueId));
    Dialogue after = before;
    CLOISTER_TRY(addMissing(session, after, drafts, counts));
    after.modified = before.modified;
    if (counts.messages == 0) {
        counts.skipped = 1;
        return counts;
    }
    CLOISTER_TRY(store.update(before, after));
    session.note({QStringLiteral("dialogue.import"), QLatin1String("dialogue"), after.id, {}, {}, counts.messages});
    return counts;
}

static Result<ImportedCounts> importMemory(
    PartitionSession &session, const MemoryLine &line, const search::WordCounts &words)
{
    ImportedCounts counts;
    MemoryStore store(session);
    const NewMemory &asked = line.memory;
    if (!asked.id.isEmpty()) {
        CLOISTER_ASSIGN(const std::optional<Memory> there, store.find(asked.id));
        if (there && !isEqual(asked, *there))
            return differs("memory", asked.id);
        if (there) {
            counts.skipped = 1;
            return counts;
        }
    }
    Memory memory{asked.id.isEmpty() ? session.newId() : asked.id, asked.label, asked.description, asked.value,
        asked.tags, asked.metadata, asked.created.value_or(session.now()), 0, 0};
    memory.modified = line.modified.value_or(memory.created);
    CLOISTER_TRY(store.insert(memory, words));
    session.note({QStringLiteral("memory.import"), QLatin1String("memory"), memory.id, {},
        memory.value + memory.metadata, 0});
    counts.memories = 1;
    return counts;
}

Future<Result<ImportedCounts>> importLine(const Partition &partition, const TransferLine &line)
{
    const auto queued = [&](auto job) { return partition.write<ImportedCounts>(Partition::Intent::Create, std::move(job)); };
    if (const auto *dialogue = std::get_if<DialogueLine>(&line)) {
        return queued([asked = *dialogue, drafts = drafted(dialogue->messages)](
                          PartitionSession &session) { return importDialogue(session, asked, drafts); });
    }
    if (const auto *messages = std::get_if<MessagesLine>(&line)) {
        return queued([asked = *messages, drafts = drafted(messages->messages)](
                          PartitionSession &session) { return importMessages(session, asked, drafts); });
    }
    const auto &memory = std::get<MemoryLine>(line);
    return queued([asked = memory, words = search::wordsOf(memory.memory)](
                      PartitionSession &session) { return importMemory(session, asked, words); });
}

} // namespace cloister
