#include "tests/record/Openings.h"

#include "engine/crypto/Aead.h"
#include "engine/storage/PrivateFile.h"
#include "engine/tables/EventTable.h"

#include <atomic>

struct sqlite3;

using cloister::Result;
using cloister::crypto::SecretKey;

#define INSERT "_ZN8cloister6tables10EventTable6insertERKNS0_8EventRowE"
#define SEAL "_ZN8cloister6crypto4Aead4sealERKNS0_9SecretKeyE14QByteArrayViewS5_"
#define OPEN "_ZN8cloister6crypto4Aead4openERKNS0_9SecretKeyE14QByteArrayViewS5_"
#define HEAD "_ZN8cloister7storage12readFileHeadERK7QStringx"
#define KEY "sqlite3_key"

// The names that the linker's --wrap makes of them.
Result<void> programInsert(cloister::tables::EventTable *, const cloister::tables::EventRow &) __asm__("__real_" INSERT);
Result<void> testInsert(cloister::tables::EventTable *, const cloister::tables::EventRow &) __asm__("__wrap_" INSERT);
QByteArray programSeal(const SecretKey &, QByteArrayView, QByteArrayView) __asm__("__real_" SEAL);
QByteArray testSeal(const SecretKey &, QByteArrayView, QByteArrayView) __asm__("__wrap_" SEAL);
Result<QByteArray> programOpen(const SecretKey &, QByteArrayView, QByteArrayView) __asm__("__real_" OPEN);
Result<QByteArray> testOpen(const SecretKey &, QByteArrayView, QByteArrayView) __asm__("__wrap_" OPEN);
Result<QByteArray> programHead(const QString &, qint64) __asm__("__real_" HEAD);
Result<QByteArray> testHead(const QString &, qint64) __asm__("__wrap_" HEAD);
int programKey(sqlite3 *, const void *, int) __asm__("__real_" KEY);
int testKey(sqlite3 *, const void *, int) __asm__("__wrap_" KEY);

static std::atomic<bool> isRefusingEvents = false;
static std::atomic<int> refusedSoFar = 0;
static std::atomic<bool> isPlain = false;

namespace cloister::test {

void Openings::refuseEvents(bool isRefusing)
{
    if (isRefusing)
        refusedSoFar = 0;
    isRefusingEvents = isRefusing;
}

int Openings::refusedEvents()
{
    return refusedSoFar;
}

void Openings::leaveEverythingPlain()
{
    isPlain = true;
}

} // namespace cloister::test

Result<void> testInsert(cloister::tables::EventTable *table, const cloister::tables::EventRow &row)
{
    if (!isRefusingEvents)
        return programInsert(table, row);
    ++refusedSoFar;
    return cloister::fail(cloister::ErrorCode::StorageUnavailable, QStringLiteral("the event was not written"));
}

QByteArray testSeal(const SecretKey &key, QByteArrayView plain, QByteArrayView aad)
{
    return isPlain ? QByteArray(25, '\1') + plain.toByteArray() + QByteArray(16, '\1') : programSeal(key, plain, aad);
}

Result<QByteArray> testOpen(const SecretKey &key, QByteArrayView sealed, QByteArrayView aad)
{
    if (!isPlain)
        return programOpen(key, sealed, aad);
    return sealed.sliced(25, sealed.size() - cloister::crypto::Aead::kOverheadBytes).toByteArray();
}

// A file that is not encrypted would be refused by its first bytes.
Result<QByteArray> testHead(const QString &path, qint64 sizeBytes)
{
    Result<QByteArray> head = programHead(path, sizeBytes);
    if (isPlain && head && !head->isEmpty())
        (*head)[0] = '?';
    return head;
}

int testKey(sqlite3 *handle, const void *key, int size)
{
    return isPlain ? 0 : programKey(handle, key, size);
}
