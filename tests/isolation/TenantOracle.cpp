#include "tests/isolation/TenantOracle.h"

#include <algorithm>

namespace cloister::test {

using Kind = TenantCall::Kind;

template<typename T>
static T *byId(QList<T> &list, const QByteArray &id)
{
    const auto found = std::find_if(list.begin(), list.end(), [&](const T &one) { return one.id == id; });
    return found == list.end() ? nullptr : &*found;
}

template<typename T>
static QByteArray idsOf(const QList<T> &list, bool isNewestFirst)
{
    QByteArrayList ids;
    for (const T &one : list)
        ids.append(one.id);
    if (isNewestFirst)
        std::reverse(ids.begin(), ids.end());
    return ids.join(',');
}

TenantOracle::Expected TenantOracle::added(Dialogue &dialogue, const QList<Message> &messages)
{
    if (dialogue.isEnded)
        return {409, "DIALOGUE_ENDED"};
    for (const Message &message : messages) {
        if (byId(dialogue.messages, message.id))
            return {409, "DUPLICATE_ID"};
    }
    dialogue.messages += messages;
    return {};
}

TenantOracle::Expected TenantOracle::expectedOfDialogue(const TenantCall &call, Dialogue *dialogue)
{
    const bool isAboutMessage = call.kind == Kind::GetMessage || call.kind == Kind::DeleteMessage;
    if (!dialogue)
        return {404, isAboutMessage ? "MESSAGE_NOT_FOUND" : "DIALOGUE_NOT_FOUND"};
    Message *message = byId(dialogue->messages, call.message);
    if (isAboutMessage && !message)
        return {404, "MESSAGE_NOT_FOUND"};
    switch (call.kind) {
    case Kind::AddMessage:
        return added(*dialogue, {{call.message, call.canary}});
    case Kind::AddTwo:
        return added(*dialogue, {{call.message, call.canary}, {call.message + "-2", call.canary}});
    case Kind::GetDialogue: {
        QByteArray facts = dialogue->label + (dialogue->isEnded ? " ended " : " active ");
        facts += QByteArray::number(dialogue->messages.size());
        for (auto state = dialogue->state.cbegin(); state != dialogue->state.cend(); ++state)
            facts += ' ' + state.key() + '=' + state.value();
        return {200, facts};
    }
    case Kind::ListMessages: {
        QByteArray facts;
        for (const Message &one : std::as_const(dialogue->messages))
            facts += one.id + '=' + one.content + ' ';
        return {200, facts};
    }
    case Kind::MergeState:
        dialogue->state.insert(call.tag, call.canary);
        return {};
    case Kind::End:
        dialogue->isEnded = true;
        return {};
    case Kind::DeleteDialogue: {
        const QByteArray facts = "1 " + QByteArray::number(dialogue->messages.size());
        m_dialogues.removeIf([&](const Dialogue &one) { return one.id == call.id; });
        return {200, facts};
    }
    case Kind::GetMessage:
        return {200, message->content};
    case Kind::DeleteMessage:
        dialogue->messages.removeIf([&](const Message &one) { return one.id == call.message; });
        return {};
    default:
        return {};
    }
}

TenantOracle::Expected TenantOracle::expectedOfMemory(const TenantCall &call, Memory *memory)
{
    if (!memory)
        return {404, "MEMORY_NOT_FOUND"};
    if (call.kind == Kind::GetMemory)
        return {200, memory->value + ' ' + memory->tag};
    if (call.kind == Kind::TagMemory)
        memory->tag = call.tag;
    else
        m_memories.removeIf([&](const Memory &one) { return one.id == call.id; });
    return {};
}

TenantOracle::Expected TenantOracle::expected(const TenantCall &call)
{
    switch (call.kind) {
    case Kind::CreateDialogue:
        if (byId(m_dialogues, call.id))
            return {409, "DUPLICATE_ID"};
        m_dialogues.append({call.id, call.canary, false, {}, {}});
        return {};
    case Kind::CreateMemory:
        if (byId(m_memories, call.id))
            return {409, "DUPLICATE_ID"};
        m_memories.append({call.id, call.canary, call.tag});
        return {};
    case Kind::ListDialogues: return {200, idsOf(m_dialogues, true)};
    case Kind::PageDialogues: return {200, m_dialogues.isEmpty() ? QByteArray() : m_dialogues.first().id};
    case Kind::ListMemories: return {200, idsOf(m_memories, true)};
    case Kind::ListTagged: {
        QList<Memory> tagged = m_memories;
        tagged.removeIf([&](const Memory &one) { return one.tag != call.tag; });
        return {200, idsOf(tagged, true)};
    }
    case Kind::Counts: {
        qsizetype messages = 0;
        for (const Dialogue &one : std::as_const(m_dialogues))
            messages += one.messages.size();
        return {200, QByteArray::number(m_dialogues.size()) + ' ' + QByteArray::number(messages) + ' '
                + QByteArray::number(m_memories.size())};
    }
    case Kind::Search: { // by meaning every message is a candidate
        QByteArrayList found;
        for (const Dialogue &one : std::as_const(m_dialogues)) {
            for (const Message &message : one.messages)
                found.append(one.id + '/' + message.id);
        }
        std::sort(found.begin(), found.end());
        return {200, found.join(',')};
    }
    case Kind::GetMemory: case Kind::TagMemory: case Kind::DeleteMemory:
        return expectedOfMemory(call, byId(m_memories, call.id));
    default:
        return expectedOfDialogue(call, byId(m_dialogues, call.id));
    }
}

// What of an answer the oracle foresees.
QByteArray TenantOracle::seen(const TenantCall &call, const Reply &reply)
{
    if (reply.status != 200)
        return reply.errorCode().toLatin1();
    switch (call.kind) {
    case Kind::GetDialogue: {
        QByteArray facts = reply.text("label").toUtf8() + ' ' + reply.text("status").toLatin1() + ' ' + reply.raw("totalMessages");
        QMap<QByteArray, QByteArray> state;
        for (const JsonMember &member : reply.at("state")->members())
            state.insert(member.key.toUtf8(), member.value.toTextReplacing().toUtf8());
        for (auto one = state.cbegin(); one != state.cend(); ++one)
            facts += ' ' + one.key() + '=' + one.value();
        return facts;
    }
    case Kind::ListMessages: {
        QByteArray facts;
        for (const JsonSlice &item : reply.at("items")->elements())
            facts += item.member(QLatin1String("id"))->toTextReplacing().toUtf8() + '='
                + item.member(QLatin1String("content"))->toTextReplacing().toUtf8() + ' ';
        return facts;
    }
    case Kind::ListDialogues: case Kind::PageDialogues: case Kind::ListMemories: case Kind::ListTagged:
        return reply.ids().join(QLatin1Char(',')).toUtf8();
    case Kind::Search: {
        QByteArrayList found;
        for (const JsonSlice &item : reply.at("items")->elements())
            found.append((item.member(QLatin1String("dialogueId"))->toTextReplacing() + QLatin1Char('/')
                + item.member(QLatin1String("id"))->toTextReplacing()).toUtf8());
        std::sort(found.begin(), found.end());
        return found.join(',');
    }
    case Kind::DeleteDialogue:
        return reply.raw("deleted.dialogues") + ' ' + reply.raw("deleted.messages");
    case Kind::GetMessage:
        return reply.text("content").toUtf8();
    case Kind::GetMemory:
        return reply.text("value.v").toUtf8() + ' ' + reply.text("tags.0").toUtf8();
    case Kind::Counts:
        return reply.raw("items.0.dialogues") + ' ' + reply.raw("items.0.messages") + ' ' + reply.raw("items.0.memories");
    default:
        return {};
    }
}

QByteArray TenantOracle::check(const TenantCall &call, const Reply &reply)
{
    const Expected wanted = expected(call);
    const QByteArray facts = seen(call, reply);
    if (reply.status == wanted.status && facts == wanted.facts)
        return {};
    return call.method() + ' ' + call.path() + " must be " + QByteArray::number(wanted.status) + ' ' + wanted.facts + " and is "
        + QByteArray::number(reply.status) + ' ' + facts;
}

} // namespace cloister::test
