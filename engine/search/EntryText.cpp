#include "engine/search/EntryText.h"

#include "engine/base/Json.h"
#include "engine/base/Utf8.h"

namespace cloister::search {

namespace {

/// What a value of a block may hold that no one searches for.
bool isTechnical(const QString &key)
{
    static const QStringList keys = {QStringLiteral("type"), QStringLiteral("data"), QStringLiteral("url"),
                                     QStringLiteral("source"), QStringLiteral("image_url"), QStringLiteral("media_type"),
                                     QStringLiteral("id"), QStringLiteral("tool_use_id"), QStringLiteral("cache_control")};
    return keys.contains(key);
}

void append(QString &out, const QString &text)
{
    if (!out.isEmpty())
        out += QLatin1Char('\n');
    out += text;
}

/// Depth is bounded by the reader of the JSON.
void collectContent(const JsonSlice &value, QString &out)
{
    if (value.isString()) {
        append(out, value.toTextReplacing());
        return;
    }
    JsonCursor cursor(value);
    while (cursor.next()) {
        if (!value.isObject() || !isTechnical(cursor.key()))
            collectContent(cursor.value(), out);
    }
}

void collectValue(const JsonSlice &value, QString &out)
{
    if (value.isString())
        append(out, value.toTextReplacing());
    else if (value.kind() == JsonKind::Number)
        append(out, fromUtf8(value.raw()));
    JsonCursor cursor(value);
    while (cursor.next()) {
        if (value.isObject())
            append(out, cursor.key());
        collectValue(cursor.value(), out);
    }
}

QString textOfMetadata(const Metadata &metadata)
{
    QString out;
    for (const MetadataValue &value : metadata) {
        if (const auto *text = std::get_if<QString>(&value))
            append(out, *text);
        else if (const auto *list = std::get_if<QStringList>(&value))
            append(out, list->join(QLatin1Char('\n')));
    }
    return out;
}

template<typename Record>
IndexEntry factsOf(const Record &record, SearchObject object)
{
    IndexEntry entry;
    entry.key = {object, {}, record.id};
    entry.created = record.created;
    entry.modified = record.modified;
    entry.seq = record.seq;
    entry.tags = record.tags;
    entry.metadata = metadataOf(record.metadata);
    return entry;
}

} // namespace

QString textOfContent(const QByteArray &content)
{
    QString out;
    if (const auto value = parseJson(content))
        collectContent(*value, out);
    return out;
}

QString textOfValue(const QByteArray &json)
{
    QString out;
    if (const auto value = parseJson(json))
        collectValue(*value, out);
    return out;
}

Metadata metadataOf(const QByteArray &json)
{
    Metadata metadata;
    const auto object = parseJson(json);
    if (!object)
        return metadata;
    for (const JsonMember &member : object->members()) {
        if (const auto flag = member.value.toBool()) {
            metadata.insert(member.key, *flag);
        } else if (const auto number = member.value.toNumber()) {
            metadata.insert(member.key, *number);
        } else if (member.value.isString()) {
            metadata.insert(member.key, member.value.toTextReplacing());
        } else if (member.value.isArray()) {
            QStringList list;
            for (const JsonSlice &element : member.value.elements())
                list.append(element.toTextReplacing());
            metadata.insert(member.key, list);
        }
    }
    return metadata;
}

QString textOf(const Dialogue &dialogue)
{
    QString text = dialogue.label.value_or(QString());
    append(text, textOfMetadata(metadataOf(dialogue.metadata)));
    return text;
}

template<typename AnyMemory>
static QString textOfMemory(const AnyMemory &memory)
{
    QString text = memory.label.value_or(QString());
    append(text, memory.description.value_or(QString()));
    append(text, textOfValue(memory.value));
    append(text, textOfMetadata(metadataOf(memory.metadata)));
    return text;
}

QString textOf(const Memory &memory)
{
    return textOfMemory(memory);
}

template<typename AnyMessage>
static WordCounts wordsOfMessage(const AnyMessage &message)
{
    const QString text = textOfContent(message.content);
    return countWords(message.name ? *message.name + QLatin1String(": ") + text : text);
}

WordCounts wordsOf(const NewMessage &message)
{
    return wordsOfMessage(message);
}

WordCounts wordsOf(const NewMemory &memory)
{
    return countWords(textOfMemory(memory));
}

IndexEntry entryOf(const Message &message, const WordCounts &words)
{
    IndexEntry entry = factsOf(message, SearchObject::Message);
    entry.key.dialogueId = message.dialogueId;
    entry.role = message.role;
    entry.hasImage = message.hasImage;
    static_cast<WordCounts &>(entry) = words;
    return entry;
}

IndexEntry entryOf(const Memory &memory, const WordCounts &words)
{
    IndexEntry entry = factsOf(memory, SearchObject::Memory);
    static_cast<WordCounts &>(entry) = words;
    return entry;
}

IndexEntry entryOf(const Dialogue &dialogue)
{
    IndexEntry entry = factsOf(dialogue, SearchObject::Dialogue);
    static_cast<WordCounts &>(entry) = countWords(textOf(dialogue));
    return entry;
}

IndexEntry entryOf(const Message &message)
{
    return entryOf(message, wordsOfMessage(message));
}

IndexEntry entryOf(const Memory &memory)
{
    return entryOf(memory, countWords(textOf(memory)));
}

} // namespace cloister::search
