#include "engine/partition/DialogueStore.h"

#include "engine/partition/MessageStore.h"
#include "engine/partition/SearchStore.h"
#include "engine/partition/TagMerge.h"
#include "engine/search/EntryText.h"
#include "engine/tables/SummaryTable.h"

namespace cloister {

static constexpr QLatin1String kDialogueMetadata("dialogue.metadata");
static constexpr QLatin1String kDialogueState("dialogue.state");
static constexpr QLatin1String kDialogueObject("dialogue");

Result<Dialogue> DialogueStore::opened(tables::DialogueRow row, bool withState) const
{
    Dialogue dialogue = std::move(row.dialogue);
    const SealedValues values = m_session.values();
    CLOISTER_ASSIGN(dialogue.metadata, values.get(kDialogueMetadata, dialogue.id, dialogue.metadata));
    if (withState) {
        CLOISTER_ASSIGN(dialogue.state, values.get(kDialogueState, dialogue.id, dialogue.state));
    } else {
        dialogue.state.clear();
    }
    return dialogue;
}

Result<std::optional<Dialogue>> DialogueStore::find(const QString &id) const
{
    CLOISTER_ASSIGN(std::optional<tables::DialogueRow> row, m_table.find(id));
    if (!row)
        return std::optional<Dialogue>();
    CLOISTER_ASSIGN(Dialogue dialogue, opened(std::move(*row), true));
    return std::optional(std::move(dialogue));
}

Result<bool> DialogueStore::exists(const QString &id) const
{
    CLOISTER_ASSIGN(const std::optional<tables::DialogueRow> row, m_table.find(id));
    return row.has_value();
}

Result<Dialogue> DialogueStore::get(const QString &id) const
{
    CLOISTER_ASSIGN(std::optional<Dialogue> found, find(id));
    if (!found)
        return fail(ErrorCode::DialogueNotFound, m_session.missText(id));
    return std::move(*found);
}

Result<std::optional<Dialogue>> DialogueStore::nextInserted(qint64 afterSeq) const
{
    CLOISTER_ASSIGN(std::optional<tables::DialogueRow> row, m_table.nextInserted(afterSeq));
    if (!row)
        return std::optional<Dialogue>();
    CLOISTER_ASSIGN(Dialogue dialogue, opened(std::move(*row), true));
    return std::optional(std::move(dialogue));
}

Result<QList<Dialogue>> DialogueStore::list(const DialogueListing &listing) const
{
    if (!listing.tags.isEmpty())
        return listByTags(listing);
    CLOISTER_ASSIGN(const QList<tables::DialogueRow> rows, m_table.list(listing.range, listing.filter));
    QList<Dialogue> dialogues;
    for (const tables::DialogueRow &row : rows) {
        CLOISTER_ASSIGN(Dialogue dialogue, opened(row, false));
        dialogues.append(std::move(dialogue));
    }
    return dialogues;
}

static bool matches(const tables::DialogueFilter &filter, const Dialogue &dialogue)
{
    return (!filter.status || dialogue.status == *filter.status) && (!filter.label || dialogue.label == filter.label)
        && (!filter.threadOf || dialogue.threadOf == filter.threadOf);
}

// Goes through the merged tags a page at a time and drops what the other filters refuse.
Result<QList<Dialogue>> DialogueStore::listByTags(const DialogueListing &listing) const
{
    const tables::TagTable table(m_session.scope(), kDialogueObject);
    tables::Range range = listing.range;
    QList<Dialogue> dialogues;
    while (dialogues.size() < listing.range.limit) {
        CLOISTER_ASSIGN(const QList<tables::TagEntry> entries, mergeTags(table, listing.tags, range));
        for (const tables::TagEntry &entry : entries) {
            CLOISTER_ASSIGN(std::optional<tables::DialogueRow> row, m_table.find(entry.id));
            if (!row || !matches(listing.filter, row->dialogue))
                continue;
            CLOISTER_ASSIGN(Dialogue dialogue, opened(std::move(*row), false));
            dialogues.append(std::move(dialogue));
            if (dialogues.size() == listing.range.limit)
                break;
        }
        if (entries.size() < range.limit)
            break;
        range.after = entries.last().position;
    }
    return dialogues;
}

Result<void> DialogueStore::insert(Dialogue &dialogue)
{
    dialogue.seq = m_session.newSeq();
    SealedValues values = m_session.values();
    tables::DialogueRow row;
    row.dialogue = dialogue;
    row.bytes = dialogue.metadata.size() + dialogue.state.size();
    CLOISTER_ASSIGN(row.dialogue.metadata, values.put(kDialogueMetadata, dialogue.id, dialogue.metadata));
    CLOISTER_ASSIGN(row.dialogue.state, values.put(kDialogueState, dialogue.id, dialogue.state));
    CLOISTER_TRY(m_table.insert(row));
    tables::TagTable tags(m_session.scope(), kDialogueObject);
    CLOISTER_TRY(tags.insert(dialogue.tags, {dialogue.created, dialogue.seq}, dialogue.id));
    CLOISTER_TRY(SearchStore(m_session).put(search::entryOf(dialogue)));
    if (dialogue.threadOf)
        CLOISTER_TRY(m_table.addThreads(*dialogue.threadOf, 1));
    m_session.row().dialogues += 1;
    m_session.row().bytes += row.bytes;
    return {};
}

Result<void> DialogueStore::update(const Dialogue &before, const Dialogue &after)
{
    CLOISTER_ASSIGN(std::optional<tables::DialogueRow> row, m_table.find(after.id));
    if (!row)
        return fail(ErrorCode::DialogueNotFound, m_session.missText(after.id));
    const QByteArray sealedState = row->dialogue.state;
    row->dialogue = after;
    row->dialogue.state = sealedState;
    if (after.state != before.state) {
        SealedValues values = m_session.values();
        CLOISTER_TRY(values.drop(kDialogueState, after.id));
        CLOISTER_ASSIGN(row->dialogue.state, values.put(kDialogueState, after.id, after.state));
        const qint64 grown = after.state.size() - before.state.size();
        row->bytes += grown;
        m_session.row().bytes += grown;
    }
    if (after.tags != before.tags) {
        tables::TagTable tags(m_session.scope(), kDialogueObject);
        const tables::Position position{after.created, after.seq};
        CLOISTER_TRY(tags.remove(before.tags, position));
        CLOISTER_TRY(tags.insert(after.tags, position, after.id));
    }
    CLOISTER_TRY(SearchStore(m_session).update(search::entryOf(after)));
    return m_table.update(*row);
}

Result<QStringList> DialogueStore::tree(const QString &id) const
{
    QStringList ids{id};
    for (qsizetype i = 0; i < ids.size(); ++i) {
        CLOISTER_ASSIGN(const QStringList threads, m_table.threadsOf(ids.at(i)));
        ids += threads;
    }
    return ids;
}

Result<RemovedCounts> DialogueStore::remove(const QString &id)
{
    CLOISTER_ASSIGN(const std::optional<tables::DialogueRow> root, m_table.find(id));
    if (!root)
        return fail(ErrorCode::DialogueNotFound, m_session.missText(id));
    CLOISTER_ASSIGN(const QStringList ids, tree(id));
    RemovedCounts counts;
    counts.dialogueIds = ids;
    for (const QString &one : ids) {
        CLOISTER_ASSIGN(const std::optional<tables::DialogueRow> row, m_table.find(one));
        if (row) {
            m_session.row().bytes -= row->bytes;
            CLOISTER_TRY(removeOne(row->dialogue, counts));
        }
    }
    if (root->dialogue.threadOf)
        CLOISTER_TRY(m_table.addThreads(*root->dialogue.threadOf, -1));
    m_session.row().dialogues -= counts.dialogues;
    m_session.row().messages -= counts.messages;
    return counts;
}

Result<void> DialogueStore::removeOne(const Dialogue &dialogue, RemovedCounts &counts)
{
    CLOISTER_ASSIGN(const qint64 messages, MessageStore(m_session).removeAll(dialogue.id));
    CLOISTER_ASSIGN(const qint64 summaries, tables::SummaryTable(m_session.scope()).removeAll(dialogue.id));
    CLOISTER_TRY(m_session.values().drop(kDialogueState, dialogue.id));
    tables::TagTable tags(m_session.scope(), kDialogueObject);
    CLOISTER_TRY(tags.remove(dialogue.tags, {dialogue.created, dialogue.seq}));
    CLOISTER_TRY(SearchStore(m_session).remove({SearchObject::Dialogue, {}, dialogue.id}));
    CLOISTER_TRY(m_table.remove(dialogue.id));
    counts.dialogues += 1;
    counts.messages += messages;
    counts.summaries += summaries;
    return {};
}

} // namespace cloister
