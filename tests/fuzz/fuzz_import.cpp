// Lines of an import file: what is accepted names a namespace that requests could name, and is written and read again
// as the same record.
#include "engine/model/Validate.h"
#include "engine/service/TransferLine.h"

#include <cstdlib>

using namespace cloister;

static void check(bool holds)
{
    if (!holds)
        std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto line = readLine(QByteArray(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)));
    if (!line)
        return 0;
    const QString nameSpace = std::visit([](const auto &one) { return one.nameSpace; }, *line);
    const auto accepted = checkNamespace(nameSpace);
    check(accepted.has_value() && *accepted == nameSpace);
    if (const auto *dialogue = std::get_if<DialogueLine>(&*line)) {
        Dialogue kept = dialogue->dialogue;
        kept.created = kept.created == 0 ? 1 : kept.created;
        kept.modified = kept.modified == 0 ? 1 : kept.modified;
        if (kept.id.isEmpty())
            return 0; // gets one when it is imported
        const auto again = readLine(writeLine(nameSpace, kept, {}));
        check(again.has_value());
        const auto *same = std::get_if<DialogueLine>(&*again);
        check(same && same->nameSpace == nameSpace && same->dialogue.id == kept.id && same->dialogue.tags == kept.tags);
    }
    return 0;
}
