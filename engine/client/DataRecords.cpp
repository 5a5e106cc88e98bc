// How the records of a project are read.
#include "engine/client/RecordReader.h"
#include "engine/model/Validate.h"

namespace cloister::client {

static NamespaceState namespaceStateOf(const QString &name)
{
    if (name == QLatin1String("read_only"))
        return NamespaceState::ReadOnly;
    if (name == QLatin1String("suspended"))
        return NamespaceState::Suspended;
    return name == QLatin1String("archived") ? NamespaceState::Archived : NamespaceState::Active;
}

Result<NamespaceInfo> readNamespaceInfo(const JsonSlice &json)
{
    RecordReader in(json);
    NamespaceInfo info;
    info.nameSpace = in.requiredText("namespace");
    if (info.nameSpace == QLatin1String("default"))
        info.nameSpace.clear();
    info.state = namespaceStateOf(in.text("state"));
    info.dialogues = in.integer("dialogues");
    info.messages = in.integer("messages");
    info.memories = in.integer("memories");
    info.bytes = in.integer("bytes");
    info.lastActivity = in.optionalTime("lastActivity");
    return in.orElse(info);
}

Result<Dialogue> readDialogue(const JsonSlice &json)
{
    RecordReader in(json);
    Dialogue dialogue;
    dialogue.id = in.requiredText("id");
    dialogue.status = parseStatus(in.text("status")).value_or(DialogueStatus::Active);
    dialogue.threadOf = in.optionalText("threadOf");
    dialogue.label = in.optionalText("label");
    dialogue.tags = in.texts("tags");
    dialogue.metadata = in.raw("metadata", "{}");
    dialogue.state = in.raw("state", "{}");
    dialogue.created = in.time("created");
    dialogue.modified = in.time("modified");
    dialogue.endedAt = in.optionalTime("endedAt");
    dialogue.archivedAt = in.optionalTime("archivedAt");
    dialogue.totalMessages = in.integer("totalMessages");
    dialogue.threadCount = in.integer("threadCount");
    dialogue.lastMessageCreated = in.optionalTime("lastMessageCreated");
    if (const auto messages = json.member(QLatin1String("messages"))) {
        dialogue.messages = QList<Message>();
        for (JsonCursor cursor(*messages); cursor.next();) {
            CLOISTER_ASSIGN(const Message message, readMessage(cursor.value()));
            dialogue.messages->append(message);
        }
    }
    return in.orElse(dialogue);
}

Result<Message> readMessage(const JsonSlice &json)
{
    RecordReader in(json);
    Message message;
    message.id = in.requiredText("id");
    message.dialogueId = in.text("dialogueId");
    message.role = in.requiredText("role");
    message.name = in.optionalText("name");
    message.content = in.raw("content", "null");
    message.contentLength = in.integer("contentLength");
    message.tags = in.texts("tags");
    message.metadata = in.raw("metadata", "{}");
    message.created = in.time("created");
    message.modified = in.time("modified");
    return in.orElse(message);
}

Result<Memory> readMemory(const JsonSlice &json)
{
    RecordReader in(json);
    Memory memory;
    memory.id = in.requiredText("id");
    memory.label = in.optionalText("label");
    memory.description = in.optionalText("description");
    memory.value = in.raw("value", "null");
    memory.tags = in.texts("tags");
    memory.metadata = in.raw("metadata", "{}");
    memory.created = in.time("created");
    memory.modified = in.time("modified");
    return in.orElse(memory);
}

Result<Removed> readRemoved(const JsonSlice &json)
{
    RecordReader in(json.member(QLatin1String("deleted")).value_or(JsonSlice()));
    return in.orElse(
        Removed{in.integer("dialogues"), in.integer("messages"), in.integer("memories"), in.integer("summaries")});
}

} // namespace cloister::client
