// Feeds an exported log to the verifier: it must come to a verdict whatever stands there, and must not call a log whole
// whose checkpoint was signed by somebody else.
#include "engine/audit/proof/LogReader.h"
#include "engine/crypto/SelfTest.h"

#include <QBuffer>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace cloister;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const bool isReady = crypto::initialise().has_value();
    if (!isReady)
        std::abort();
    QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    QBuffer input(&bytes);
    input.open(QIODevice::ReadOnly);
    audit::LogVerifier verifier(QByteArray(32, 'k'));
    if (!audit::LogReader::showAll(input, verifier))
        std::abort(); // reading a buffer does not fail
    const audit::LogVerdict verdict = verifier.verdict();
    if (verdict.integrity == audit::Proof::Holds || verdict.checkpoints > 0)
        std::abort(); // nobody has that key
    input.seek(0);
    audit::LogVerifier knowing(QByteArray(32, 'k'));
    if (audit::LogReader::knowAll(input, knowing).value_or(0) > 0)
        std::abort();
    return 0;
}
