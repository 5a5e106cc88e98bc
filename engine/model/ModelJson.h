#pragma once

#include "engine/base/JsonSlice.h"
#include "engine/base/JsonWriter.h"
#include "engine/base/Result.h"
#include "engine/model/Dialogue.h"
#include "engine/model/Memory.h"
#include "engine/model/Message.h"
#include "engine/model/NamespaceInfo.h"
#include "engine/model/Summary.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace cloister {

// The one mapping between records and their JSON. Reading takes a request's body, ignores members it does not know,
// and answers with everything that is wrong at once (see Fields); a body that is no object is an InvalidParameter of
// the field `body`. Content, state, values and metadata are taken and given as raw bytes. All are pure: any thread.

inline constexpr qsizetype kMaxDialogueMessages = 25; ///< in the body of a dialogue
inline constexpr qsizetype kMaxBatchMessages = 50;    ///< in the body of POST /messages

struct DialogueBody
{
    QString nameSpace; ///< "" = default
    NewDialogue dialogue;
};

struct DialogueChangeBody
{
    std::optional<QString> id;        ///< must be the path's, which the caller checks
    std::optional<QString> nameSpace; ///< must be the query's, which the caller checks
    DialogueChange change;
};

struct MessageBody
{
    QString nameSpace;
    QString dialogueId;
    NewMessage message;
};

struct MemoryBody
{
    QString nameSpace;
    NewMemory memory;
};

struct SummaryBody
{
    QString nameSpace;
    NewSummary summary;
};

Result<DialogueBody> readNewDialogue(const JsonSlice &body);
Result<DialogueChangeBody> readDialogueChange(const JsonSlice &body);
Result<MessageBody> readNewMessage(const JsonSlice &body);
/// A bare array of at most `max` messages; field names start with `messages[n].`.
Result<QList<NewMessage>> readNewMessages(const JsonSlice &body, qsizetype max = kMaxBatchMessages);
Result<MemoryBody> readNewMemory(const JsonSlice &body);
Result<SummaryBody> readNewSummary(const JsonSlice &body);
/// The body of a PUT that changes tags: `{"tags": [...]}`, which must be there.
Result<QStringList> readTags(const JsonSlice &body);
/// The `namespace` member of a body; "" when it is left out.
Result<QString> readNamespace(const JsonSlice &body);

/// What a record's JSON needs besides the record.
struct RecordContext
{
    QString projectId;
    QString requestId;
    QString nameSpace; ///< "" = default: not written
};

enum class StateIn { LeftOut, Shown };

/// One record as protocol section 4 has it. `messages` of a dialogue are written when they are filled.
void write(JsonWriter &json, const Dialogue &dialogue, const RecordContext &context, StateIn state = StateIn::LeftOut);
void write(JsonWriter &json, const Message &message, const RecordContext &context);
void write(JsonWriter &json, const Memory &memory, const RecordContext &context);
void write(JsonWriter &json, const Summary &summary, const RecordContext &context);
void write(JsonWriter &json, const NamespaceInfo &info);

/// The state after a merge at top level: members of `patch` replace those of `state` or come after them, `null` takes
/// one away; everything else keeps its bytes. InvalidParameter when the result is over the limit of a state, or when
/// `patch` is no object; InvalidJson when `state` is not what was stored.
Result<QByteArray> mergeState(const QByteArray &state, const JsonSlice &patch);

} // namespace cloister
