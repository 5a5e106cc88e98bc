#include "engine/base/Time.h"
#include "engine/model/ModelJson.h"
#include "engine/model/Validate.h"

#include <QCryptographicHash>

namespace cloister {

/// Writes the members of one record; the names are the protocol's.
class RecordWriter
{
public:
    RecordWriter(JsonWriter &json, const RecordContext &context) : m_json(json), m_context(context) { m_json.beginObject(); }
    ~RecordWriter() { m_json.endObject(); }
    RecordWriter(const RecordWriter &) = delete;
    RecordWriter &operator=(const RecordWriter &) = delete;

    template<typename T>
    RecordWriter &member(const char *name, const T &value)
    {
        m_json.member(QLatin1String(name), value);
        return *this;
    }

    RecordWriter &text(const char *name, const std::optional<QString> &value) { return value ? member(name, *value) : *this; }
    RecordWriter &time(const char *name, qint64 ms) { return member(name, toIso(ms)); }
    RecordWriter &time(const char *name, const std::optional<qint64> &ms) { return ms ? time(name, *ms) : *this; }

    RecordWriter &raw(const char *name, const QByteArray &json)
    {
        m_json.rawMember(QLatin1String(name), json);
        return *this;
    }

    RecordWriter &nameSpace()
    {
        return m_context.nameSpace.isEmpty() ? *this : member("namespace", m_context.nameSpace);
    }

private:
    JsonWriter &m_json;
    const RecordContext &m_context;
};

void write(JsonWriter &json, const Dialogue &dialogue, const RecordContext &context, StateIn state)
{
    const QByteArray digest = QCryptographicHash::hash(dialogue.metadata, QCryptographicHash::Sha256).toHex();
    RecordWriter out(json, context);
    out.member("id", dialogue.id).member("projectId", context.projectId).member("requestId", context.requestId);
    out.member("status", statusName(dialogue.status)).nameSpace();
    out.text("threadOf", dialogue.threadOf).text("label", dialogue.label).member("tags", dialogue.tags);
    out.member("totalMessages", dialogue.totalMessages).member("threadCount", dialogue.threadCount);
    out.time("lastMessageCreated", dialogue.lastMessageCreated);
    out.raw("metadata", dialogue.metadata).member("metadataLength", dialogue.metadata.size());
    out.member("metadataSHA256", QLatin1String(digest));
    if (state == StateIn::Shown)
        out.raw("state", dialogue.state);
    if (dialogue.messages) {
        json.key(QLatin1String("messages"));
        json.beginArray();
        for (const Message &message : *dialogue.messages)
            write(json, message, context);
        json.endArray();
    }
    out.time("endedAt", dialogue.endedAt).time("archivedAt", dialogue.archivedAt);
    out.time("created", dialogue.created).time("modified", dialogue.modified);
}

void write(JsonWriter &json, const Message &message, const RecordContext &context)
{
    RecordWriter out(json, context);
    out.member("id", message.id).member("dialogueId", message.dialogueId).nameSpace();
    out.member("role", message.role).raw("content", message.content).member("contentLength", message.contentLength);
    out.text("name", message.name).member("tags", message.tags).raw("metadata", message.metadata);
    out.time("created", message.created).time("modified", message.modified);
}

void write(JsonWriter &json, const Memory &memory, const RecordContext &context)
{
    RecordWriter out(json, context);
    out.member("id", memory.id).nameSpace();
    out.text("label", memory.label).text("description", memory.description).raw("value", memory.value);
    out.member("tags", memory.tags).raw("metadata", memory.metadata);
    out.time("created", memory.created).time("modified", memory.modified);
}

static QLatin1String summaryStatusName(SummaryStatus status)
{
    switch (status) {
    case SummaryStatus::Processing: return QLatin1String("processing");
    case SummaryStatus::Completed: return QLatin1String("completed");
    case SummaryStatus::Failed: return QLatin1String("failed");
    }
    return QLatin1String("failed");
}

void write(JsonWriter &json, const Summary &summary, const RecordContext &context)
{
    RecordWriter out(json, context);
    out.member("id", summary.id).member("dialogueId", summary.dialogueId).member("projectId", context.projectId).nameSpace();
    out.member("status", summaryStatusName(summary.status)).member("provider", summary.provider);
    out.member("model", summary.model).member("template", summary.templateName);
    out.member("content", summary.content).member("contentTokenCount", summary.contentTokenCount);
    out.time("fromCreated", summary.fromCreated).time("toCreated", summary.toCreated);
    out.member("messageCount", summary.messageCount).member("summarizedCount", summary.summarizedCount);
    out.member("skippedCount", summary.skippedCount).member("totalTokens", summary.totalTokens).member("chunks", summary.chunks);
    out.member("llmInputTokens", summary.llmInputTokens).member("llmOutputTokens", summary.llmOutputTokens);
    out.member("llmTotalTokens", summary.llmTotalTokens).member("llmCallCount", summary.llmCallCount);
    out.text("error", summary.error).raw("metadata", summary.metadata).member("tags", summary.tags);
    out.time("created", summary.created).time("modified", summary.modified);
}

static QLatin1String namespaceStateName(NamespaceState state)
{
    switch (state) {
    case NamespaceState::Active: return QLatin1String("active");
    case NamespaceState::ReadOnly: return QLatin1String("read_only");
    case NamespaceState::Suspended: return QLatin1String("suspended");
    case NamespaceState::Archived: return QLatin1String("archived");
    }
    return QLatin1String("archived");
}

void write(JsonWriter &json, const NamespaceInfo &info)
{
    const RecordContext none;
    RecordWriter out(json, none);
    out.member("namespace", info.nameSpace.isEmpty() ? QStringLiteral("default") : info.nameSpace);
    out.member("state", namespaceStateName(info.state)).member("dialogues", info.dialogues);
    out.member("messages", info.messages).member("memories", info.memories).member("bytes", info.bytes);
    out.time("lastActivity", info.lastActivity);
}

} // namespace cloister
