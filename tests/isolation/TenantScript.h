#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace cloister::test {

/// One call of a tenant, written so that it can be made under any namespace ("NS") and foreseen by an oracle.
struct TenantCall
{
    enum class Kind {
        CreateDialogue, AddMessage, AddTwo, GetDialogue, ListMessages, ListDialogues, PageDialogues, MergeState, End, DeleteDialogue,
        DeleteMessage, GetMessage, CreateMemory, GetMemory, ListMemories, ListTagged, TagMemory, DeleteMemory, Counts, Search
    };
    Kind kind = Kind::Counts;
    QByteArray id;      ///< of a dialogue or memory
    QByteArray message; ///< of a message
    QByteArray canary;  ///< text that only this tenant writes
    QByteArray tag;

    QByteArray method() const;
    QByteArray path() const;
    QByteArray body() const;
};

/// `length` random calls of a tenant on a handful of ids. The same seed gives the same calls; every text in them starts
/// with `canary`.
QList<TenantCall> tenantScript(quint32 seed, int length, const QByteArray &canary);

} // namespace cloister::test
