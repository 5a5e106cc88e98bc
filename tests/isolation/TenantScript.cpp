#include "tests/isolation/TenantScript.h"

#include <QRandomGenerator>

namespace cloister::test {

using Kind = TenantCall::Kind;

QByteArray TenantCall::method() const
{
    switch (kind) {
    case Kind::CreateDialogue: case Kind::AddMessage: case Kind::AddTwo: case Kind::End: case Kind::CreateMemory:
    case Kind::Search:
        return "POST";
    case Kind::MergeState: case Kind::TagMemory:
        return "PUT";
    case Kind::DeleteDialogue: case Kind::DeleteMessage: case Kind::DeleteMemory:
        return "DELETE";
    default:
        return "GET";
    }
}

QByteArray TenantCall::path() const
{
    const QByteArray dialogue = "/dialogue/" + id;
    switch (kind) {
    case Kind::CreateDialogue: return "/dialogue";
    case Kind::AddMessage: return "/message";
    case Kind::AddTwo: return "/messages?dialogueId=" + id + "&namespace=NS";
    case Kind::GetDialogue: case Kind::DeleteDialogue: return dialogue + "?namespace=NS";
    case Kind::ListMessages: return "/messages?dialogueId=" + id + "&namespace=NS";
    case Kind::ListDialogues: return "/dialogue?namespace=NS";
    case Kind::PageDialogues: return "/dialogue?namespace=NS&order=asc&limit=1";
    case Kind::MergeState: return dialogue + "/state?namespace=NS";
    case Kind::End: return dialogue + "/end?namespace=NS";
    case Kind::DeleteMessage: case Kind::GetMessage: return "/message/" + message + "?namespace=NS&dialogueId=" + id;
    case Kind::CreateMemory: return "/memory";
    case Kind::GetMemory: case Kind::TagMemory: case Kind::DeleteMemory: return "/memory/" + id + "?namespace=NS";
    case Kind::ListMemories: return "/memory?namespace=NS";
    case Kind::ListTagged: return "/memory?namespace=NS&tags=" + tag;
    case Kind::Counts: return "/namespace?prefix=NS";
    case Kind::Search: return "/search";
    }
    return {};
}

QByteArray TenantCall::body() const
{
    const QByteArray content = "\"role\":\"user\",\"content\":\"" + canary + "\"}";
    switch (kind) {
    case Kind::CreateDialogue:
        return "{\"namespace\":\"NS\",\"id\":\"" + id + "\",\"label\":\"" + canary + "\"}";
    case Kind::AddMessage:
        return "{\"namespace\":\"NS\",\"dialogueId\":\"" + id + "\",\"id\":\"" + message + "\"," + content;
    case Kind::AddTwo:
        return "[{\"id\":\"" + message + "\"," + content + ",{\"id\":\"" + message + "-2\"," + content + "]";
    case Kind::MergeState:
        return "{\"" + tag + "\":\"" + canary + "\"}";
    case Kind::CreateMemory:
        return "{\"namespace\":\"NS\",\"id\":\"" + id + "\",\"value\":{\"v\":\"" + canary + "\"},\"tags\":[\"" + tag + "\"]}";
    case Kind::Search:
        return "{\"namespace\":\"NS\",\"query\":\"" + canary + "\",\"object\":\"message\",\"limit\":100}";
    case Kind::TagMemory:
        return "{\"tags\":[\"" + tag + "\"]}";
    default:
        return {};
    }
}

QList<TenantCall> tenantScript(quint32 seed, int length, const QByteArray &canary)
{
    QRandomGenerator random(seed);
    // What is made must be more often than what is deleted, or most calls are misses.
    static const QList<Kind> kinds{Kind::CreateDialogue, Kind::CreateDialogue, Kind::AddMessage, Kind::AddMessage,
        Kind::AddMessage, Kind::AddTwo, Kind::GetDialogue, Kind::ListMessages, Kind::ListDialogues, Kind::PageDialogues,
        Kind::MergeState, Kind::End, Kind::DeleteDialogue, Kind::DeleteMessage, Kind::GetMessage, Kind::CreateMemory,
        Kind::CreateMemory, Kind::GetMemory, Kind::ListMemories, Kind::ListTagged, Kind::TagMemory, Kind::DeleteMemory,
        Kind::Counts, Kind::Search, Kind::Search};
    const auto number = [&](int below) { return QByteArray::number(random.bounded(below)); };
    QList<TenantCall> calls;
    for (int i = 0; i < length; ++i) {
        TenantCall call;
        call.kind = i == 0 ? Kind::CreateDialogue : kinds.at(random.bounded(static_cast<int>(kinds.size())));
        call.id = "item-" + number(3);
        call.message = "text-" + number(4);
        call.tag = "tag" + number(2);
        call.canary = canary + '-' + QByteArray::number(i);
        calls.append(call);
    }
    return calls;
}

} // namespace cloister::test
