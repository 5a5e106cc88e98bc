#pragma once

#include "engine/base/Result.h"
#include "engine/model/Dialogue.h"
#include "engine/model/Memory.h"

#include <QByteArray>

#include <variant>

namespace cloister {

// One line of an import or export file is one JSON object:
//   a dialogue  {"namespace", "id", "threadOf"?, "label"?, "status"?, "created", ..., "messages": [...]}
//   more of it  {"object": "messages", "namespace", "dialogueId", "messages": [...]}, where one line would be too long
//   a memory    {"object": "memory", "namespace", "id", "value", ...}
// `object` may be left out of dialogues and of memories (a line with a `value` is a memory); then a dialogue's line needs
// a member of its own, which `namespace` is not.

struct DialogueLine
{
    QString nameSpace;
    Dialogue dialogue; ///< without messages and counters; times as given, 0 = not given
    QList<NewMessage> messages;
};

struct MessagesLine
{
    QString nameSpace;
    QString dialogueId;
    QList<NewMessage> messages;
};

struct MemoryLine
{
    QString nameSpace;
    NewMemory memory;
    std::optional<qint64> modified;
};

using TransferLine = std::variant<DialogueLine, MessagesLine, MemoryLine>;

/// Reads one line; the errors are those of the API's own bodies.
Result<TransferLine> readLine(const QByteArray &line);

/// Lines that readLine() reads back to the same records. Without a line feed.
QByteArray writeLine(const QString &nameSpace, const Dialogue &dialogue, const QList<Message> &messages);
QByteArray writeLine(const QString &nameSpace, const QString &dialogueId, const QList<Message> &messages);
QByteArray writeLine(const QString &nameSpace, const Memory &memory);

} // namespace cloister
