#include "engine/service/TransferLine.h"

#include "engine/base/Json.h"
#include "engine/base/JsonWriter.h"
#include "engine/base/Time.h"
#include "engine/model/ModelJson.h"
#include "engine/model/Validate.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace cloister {

static constexpr QLatin1String kMessages("messages");

// The object without its messages, which are read by themselves: a line may carry more of them than a request.
static Result<JsonSlice> withoutMessages(const JsonSlice &object)
{
    JsonWriter json;
    json.beginObject();
    for (JsonCursor cursor(object); cursor.next();) {
        if (!cursor.isKey(kMessages)) {
            json.key(cursor.key());
            json.raw(cursor.value().raw());
        }
    }
    json.endObject();
    return parseJson(json.bytes());
}

static Result<std::optional<qint64>> timeMember(const JsonSlice &object, const char *name)
{
    const std::optional<JsonSlice> member = object.member(QLatin1String(name));
    if (!member || member->isNull())
        return std::optional<qint64>();
    CLOISTER_ASSIGN(const QString text, member->toText());
    CLOISTER_ASSIGN(const qint64 ms, parseInstant(text));
    return std::optional(ms);
}

static Result<QList<NewMessage>> readLineMessages(const JsonSlice &object)
{
    const std::optional<JsonSlice> slice = object.member(kMessages);
    if (!slice)
        return QList<NewMessage>();
    CLOISTER_ASSIGN(QList<NewMessage> messages, readNewMessages(*slice, std::numeric_limits<qsizetype>::max()));
    qsizetype n = 0;
    for (JsonCursor cursor(*slice); cursor.next(); ++n) {
        CLOISTER_ASSIGN(messages[n].modified, timeMember(cursor.value(), "modified"));
    }
    return messages;
}

static Result<TransferLine> readDialogueLine(const JsonSlice &object)
{
    CLOISTER_ASSIGN(const JsonSlice bare, withoutMessages(object));
    CLOISTER_ASSIGN(const DialogueBody body, readNewDialogue(bare));
    DialogueLine line;
    line.nameSpace = body.nameSpace;
    line.dialogue.id = body.dialogue.id;
    line.dialogue.threadOf = body.dialogue.threadOf;
    line.dialogue.label = body.dialogue.label;
    line.dialogue.tags = body.dialogue.tags;
    line.dialogue.metadata = body.dialogue.metadata;
    line.dialogue.state = body.dialogue.state;
    line.dialogue.created = body.dialogue.created.value_or(0);
    CLOISTER_ASSIGN(const std::optional<qint64> modified, timeMember(object, "modified"));
    line.dialogue.modified = modified.value_or(0);
    CLOISTER_ASSIGN(line.dialogue.endedAt, timeMember(object, "endedAt"));
    CLOISTER_ASSIGN(line.dialogue.archivedAt, timeMember(object, "archivedAt"));
    if (const std::optional<JsonSlice> status = object.member(QLatin1String("status"))) {
        CLOISTER_ASSIGN(const QString name, status->toText());
        CLOISTER_ASSIGN(line.dialogue.status, parseStatus(name));
    }
    CLOISTER_ASSIGN(line.messages, readLineMessages(object));
    return TransferLine(std::move(line));
}

static Result<TransferLine> readMessagesLine(const JsonSlice &object)
{
    MessagesLine line;
    CLOISTER_ASSIGN(line.nameSpace, readNamespace(object));
    const std::optional<JsonSlice> id = object.member(QLatin1String("dialogueId"));
    if (!id)
        return fail(ErrorCode::MissingParameter, QStringLiteral("dialogueId is missing"));
    CLOISTER_ASSIGN(line.dialogueId, id->toText());
    CLOISTER_ASSIGN(line.messages, readLineMessages(object));
    return TransferLine(std::move(line));
}

// Unknown members are ignored, so any object at all would be an empty dialogue.
static bool isOfDialogue(const JsonSlice &object)
{
    static constexpr QLatin1String kMembers[]{QLatin1String("id"), QLatin1String("threadOf"), QLatin1String("label"),
        QLatin1String("status"), QLatin1String("tags"), QLatin1String("metadata"), QLatin1String("state"),
        QLatin1String("message"), kMessages, QLatin1String("created"), QLatin1String("modified"),
        QLatin1String("endedAt"), QLatin1String("archivedAt")};
    return std::any_of(
        std::begin(kMembers), std::end(kMembers), [&object](QLatin1String name) { return object.member(name).has_value(); });
}

Result<TransferLine> readLine(const QByteArray &line)
{
    CLOISTER_ASSIGN(const JsonSlice object, parseJson(line));
    if (!object.isObject())
        return fail(ErrorCode::InvalidJson, QStringLiteral("a line must hold one JSON object"));
    const std::optional<JsonSlice> kind = object.member(QLatin1String("object"));
    const QString name = kind ? kind->toTextReplacing() : QString();
    if (name == QLatin1String("messages"))
        return readMessagesLine(object);
    if (name == QLatin1String("memory") || (!kind && object.member(QLatin1String("value")))) {
        CLOISTER_ASSIGN(MemoryBody body, readNewMemory(object));
        CLOISTER_ASSIGN(const std::optional<qint64> modified, timeMember(object, "modified"));
        return TransferLine(MemoryLine{body.nameSpace, std::move(body.memory), modified});
    }
    if (kind && name != QLatin1String("dialogue")) {
        return fail(ErrorCode::InvalidParameter,
            QStringLiteral("object must be dialogue, messages or memory, not %1").arg(name));
    }
    if (!kind && !isOfDialogue(object)) {
        return fail(ErrorCode::InvalidParameter,
            QStringLiteral("the line has no member of a dialogue (id, label, messages, ...) nor the value of a memory"));
    }
    return readDialogueLine(object);
}

static void writeTimeMember(JsonWriter &json, const char *name, const std::optional<qint64> &ms)
{
    if (ms)
        json.member(QLatin1String(name), toIso(*ms));
}

static void writeMessagesMember(JsonWriter &json, const QList<Message> &messages)
{
    json.key(kMessages);
    json.beginArray();
    for (const Message &message : messages) {
        json.beginObject();
        json.member(QLatin1String("id"), message.id);
        json.member(QLatin1String("role"), message.role);
        if (message.name)
            json.member(QLatin1String("name"), *message.name);
        json.rawMember(QLatin1String("content"), message.content);
        json.member(QLatin1String("tags"), message.tags);
        json.rawMember(QLatin1String("metadata"), message.metadata);
        json.member(QLatin1String("created"), toIso(message.created));
        json.member(QLatin1String("modified"), toIso(message.modified));
        json.endObject();
    }
    json.endArray();
}

QByteArray writeLine(const QString &nameSpace, const Dialogue &dialogue, const QList<Message> &messages)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("object"), QLatin1String("dialogue"));
    json.member(QLatin1String("namespace"), nameSpace);
    json.member(QLatin1String("id"), dialogue.id);
    if (dialogue.threadOf)
        json.member(QLatin1String("threadOf"), *dialogue.threadOf);
    if (dialogue.label)
        json.member(QLatin1String("label"), *dialogue.label);
    json.member(QLatin1String("status"), statusName(dialogue.status));
    json.member(QLatin1String("tags"), dialogue.tags);
    json.rawMember(QLatin1String("metadata"), dialogue.metadata);
    json.rawMember(QLatin1String("state"), dialogue.state);
    json.member(QLatin1String("created"), toIso(dialogue.created));
    json.member(QLatin1String("modified"), toIso(dialogue.modified));
    writeTimeMember(json, "endedAt", dialogue.endedAt);
    writeTimeMember(json, "archivedAt", dialogue.archivedAt);
    writeMessagesMember(json, messages);
    json.endObject();
    return json.take();
}

QByteArray writeLine(const QString &nameSpace, const QString &dialogueId, const QList<Message> &messages)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("object"), kMessages);
    json.member(QLatin1String("namespace"), nameSpace);
    json.member(QLatin1String("dialogueId"), dialogueId);
    writeMessagesMember(json, messages);
    json.endObject();
    return json.take();
}

QByteArray writeLine(const QString &nameSpace, const Memory &memory)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("object"), QLatin1String("memory"));
    json.member(QLatin1String("namespace"), nameSpace);
    json.member(QLatin1String("id"), memory.id);
    if (memory.label)
        json.member(QLatin1String("label"), *memory.label);
    if (memory.description)
        json.member(QLatin1String("description"), *memory.description);
    json.rawMember(QLatin1String("value"), memory.value);
    json.member(QLatin1String("tags"), memory.tags);
    json.rawMember(QLatin1String("metadata"), memory.metadata);
    json.member(QLatin1String("created"), toIso(memory.created));
    json.member(QLatin1String("modified"), toIso(memory.modified));
    json.endObject();
    return json.take();
}

} // namespace cloister
