#include "engine/model/BodyReader.h"
#include "engine/model/ModelJson.h"
#include "engine/model/Validate.h"

namespace cloister {

// The member names of bodies.
static constexpr QLatin1String kId("id");
static constexpr QLatin1String kNamespace("namespace");
static constexpr QLatin1String kDialogueId("dialogueId");
static constexpr QLatin1String kThreadOf("threadOf");
static constexpr QLatin1String kLabel("label");
static constexpr QLatin1String kName("name");
static constexpr QLatin1String kDescription("description");
static constexpr QLatin1String kRole("role");
static constexpr QLatin1String kContent("content");
static constexpr QLatin1String kValue("value");
static constexpr QLatin1String kTags("tags");
static constexpr QLatin1String kMetadata("metadata");
static constexpr QLatin1String kState("state");
static constexpr QLatin1String kCreated("created");
static constexpr QLatin1String kMessage("message");
static constexpr QLatin1String kMessages("messages");
static constexpr QLatin1String kTemplate("template");
static constexpr QLatin1String kStartId("startId");
static constexpr QLatin1String kEndId("endId");

static NewMessage newMessage(BodyReader &reader, Fields &fields)
{
    NewMessage message;
    message.id = reader.ownId();
    if (reader.required(kRole))
        message.role = reader.line(kRole, kMaxRoleLength).value_or(QString());
    message.name = reader.line(kName, kMaxLabelLength);
    message.tags = reader.tags();
    message.metadata = reader.metadata();
    message.created = reader.created();
    const auto content = reader.required(kContent);
    if (!content)
        return message;
    if (const auto facts = fields.keep(checkContent(*content, reader.field(kContent)))) {
        message.content = content->rawBytes();
        message.hasImage = facts->hasImage;
        message.contentLength = facts->length;
    }
    return message;
}

static NewMessage newMessage(const JsonSlice &body, const QString &prefix, Fields &fields)
{
    BodyReader reader(body, prefix, {kId, kRole, kContent, kName, kTags, kMetadata, kCreated}, fields);
    return newMessage(reader, fields);
}

static QList<NewMessage> newMessages(const JsonSlice &list, qsizetype max, Fields &fields)
{
    QList<NewMessage> messages;
    if (!list.isArray()) {
        fields.add(invalidField(kMessages, QStringLiteral("must be a list of messages")));
        return messages;
    }
    for (JsonCursor cursor(list); cursor.next();) {
        if (messages.size() == max) {
            fields.add(invalidField(kMessages, QStringLiteral("must be at most %1 messages").arg(max)));
            break;
        }
        messages.append(newMessage(cursor.value(), QStringLiteral("messages[%1].").arg(messages.size()), fields));
    }
    return messages;
}

/// The `message` or `messages` of a dialogue's body, into a NewDialogue or a DialogueChange.
template<typename T>
static void takeMessages(T &into, const BodyReader &reader, Fields &fields)
{
    const auto one = reader.slice(kMessage);
    const auto many = reader.slice(kMessages);
    into.hasMessages = one || many;
    if (one && many)
        fields.add(invalidField(kMessages, QStringLiteral("must not be sent together with message")));
    else if (one)
        into.messages = {newMessage(*one, QStringLiteral("message."), fields)};
    else if (many)
        into.messages = newMessages(*many, kMaxDialogueMessages, fields);
}

Result<DialogueBody> readNewDialogue(const JsonSlice &body)
{
    Fields fields;
    BodyReader reader(body, {}, {kId, kNamespace, kThreadOf, kLabel, kMessage, kMessages, kState, kMetadata, kTags, kCreated}, fields);
    DialogueBody out;
    out.nameSpace = reader.nameSpace();
    out.dialogue.id = reader.ownId();
    if (reader.has(kThreadOf))
        out.dialogue.threadOf = reader.reference(kThreadOf);
    out.dialogue.label = reader.line(kLabel, kMaxLabelLength);
    out.dialogue.tags = reader.tags();
    out.dialogue.metadata = reader.metadata();
    out.dialogue.created = reader.created();
    if (const auto state = reader.slice(kState))
        out.dialogue.state = fields.keep(checkState(*state)).value_or(QByteArray());
    takeMessages(out.dialogue, reader, fields);
    return fields.orElse(std::move(out));
}

Result<DialogueChangeBody> readDialogueChange(const JsonSlice &body)
{
    Fields fields;
    BodyReader reader(body, {}, {kId, kNamespace, kState, kTags, kLabel, kMessage, kMessages}, fields);
    DialogueChangeBody out;
    if (reader.has(kId))
        out.id = reader.reference(kId);
    if (reader.has(kNamespace))
        out.nameSpace = reader.nameSpace();
    if (const auto state = reader.slice(kState))
        out.change.state = fields.keep(checkState(*state));
    if (reader.has(kTags))
        out.change.tags = reader.tags();
    if (const auto label = reader.slice(kLabel))
        out.change.label = label->isNull() ? std::nullopt : reader.line(kLabel, kMaxLabelLength);
    takeMessages(out.change, reader, fields);
    return fields.orElse(std::move(out));
}

Result<MessageBody> readNewMessage(const JsonSlice &body)
{
    Fields fields;
    BodyReader reader(body, {}, {kNamespace, kDialogueId, kId, kRole, kContent, kName, kTags, kMetadata, kCreated}, fields);
    MessageBody out;
    out.nameSpace = reader.nameSpace();
    if (reader.required(kDialogueId))
        out.dialogueId = reader.reference(kDialogueId);
    out.message = newMessage(reader, fields);
    return fields.orElse(std::move(out));
}

Result<QList<NewMessage>> readNewMessages(const JsonSlice &body, qsizetype max)
{
    Fields fields;
    auto messages = newMessages(body, max, fields);
    return fields.orElse(std::move(messages));
}

Result<MemoryBody> readNewMemory(const JsonSlice &body)
{
    Fields fields;
    BodyReader reader(body, {}, {kId, kNamespace, kLabel, kDescription, kValue, kTags, kMetadata, kCreated}, fields);
    MemoryBody out;
    out.nameSpace = reader.nameSpace();
    out.memory.id = reader.ownId();
    out.memory.label = reader.line(kLabel, kMaxLabelLength);
    if (const auto description = reader.text(kDescription))
        out.memory.description = fields.keep(checkDescription(*description));
    if (const auto value = reader.required(kValue))
        out.memory.value = value->rawBytes();
    out.memory.tags = reader.tags();
    out.memory.metadata = reader.metadata();
    out.memory.created = reader.created();
    return fields.orElse(std::move(out));
}

Result<SummaryBody> readNewSummary(const JsonSlice &body)
{
    Fields fields;
    BodyReader reader(body, {}, {kId, kNamespace, kDialogueId, kTemplate, kStartId, kEndId}, fields);
    SummaryBody out;
    out.nameSpace = reader.nameSpace();
    out.summary.id = reader.ownId();
    if (reader.required(kDialogueId))
        out.summary.dialogueId = reader.reference(kDialogueId);
    out.summary.templateName = reader.line(kTemplate, kMaxLabelLength);
    if (reader.has(kStartId))
        out.summary.startId = reader.reference(kStartId);
    if (reader.has(kEndId))
        out.summary.endId = reader.reference(kEndId);
    return fields.orElse(std::move(out));
}

Result<QStringList> readTags(const JsonSlice &body)
{
    Fields fields;
    BodyReader reader(body, {}, {kTags}, fields);
    QStringList tags;
    if (reader.required(kTags))
        tags = reader.tags();
    return fields.orElse(std::move(tags));
}

Result<QString> readNamespace(const JsonSlice &body)
{
    Fields fields;
    BodyReader reader(body, {}, {kNamespace}, fields);
    QString nameSpace = reader.nameSpace();
    return fields.orElse(std::move(nameSpace));
}

} // namespace cloister
