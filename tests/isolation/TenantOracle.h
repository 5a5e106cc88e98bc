#pragma once

#include "tests/isolation/TenantScript.h"
#include "tests/support/ApiFixture.h"

#include <QMap>

namespace cloister::test {

/// What one tenant must see, foreseen from its own calls alone.
class TenantOracle
{
public:
    /// Takes the next call of the tenant and compares its answer with what must come; what is wrong, or nothing.
    QByteArray check(const TenantCall &call, const Reply &reply);

private:
    struct Message
    {
        QByteArray id;
        QByteArray content;
    };
    struct Dialogue
    {
        QByteArray id;
        QByteArray label;
        bool isEnded = false;
        QMap<QByteArray, QByteArray> state;
        QList<Message> messages;
    };
    struct Memory
    {
        QByteArray id;
        QByteArray value;
        QByteArray tag;
    };
    struct Expected
    {
        int status = 200;
        QByteArray facts;
    };

    Expected expected(const TenantCall &call);
    Expected expectedOfDialogue(const TenantCall &call, Dialogue *dialogue);
    Expected expectedOfMemory(const TenantCall &call, Memory *memory);
    static Expected added(Dialogue &dialogue, const QList<Message> &messages);
    static QByteArray seen(const TenantCall &call, const Reply &reply);

    QList<Dialogue> m_dialogues; ///< in the order of insertion
    QList<Memory> m_memories;
};

} // namespace cloister::test
