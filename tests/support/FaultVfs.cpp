#include "tests/support/FaultVfs.h"

#include <sqlcipher/sqlite3.h>

#include <atomic>
#include <new>
#include <thread>

namespace cloister::test {

namespace {

/// Lets `skipped` calls pass and fails the `count` after them.
struct Switch
{
    std::atomic<int> passed = 0;
    std::atomic<int> skipped = 0;
    std::atomic<int> count = 0;

    void set(int toFail, int toSkip)
    {
        passed = 0;
        skipped = toSkip;
        count = toFail;
    }
    bool isHit()
    {
        const int number = passed++;
        return number >= skipped && number - skipped < count;
    }
};

Switch syncSwitch;
Switch writeSwitch;
std::atomic<int> writeFault = SQLITE_IOERR_WRITE;
std::atomic<int> syncs = 0;
std::atomic<int> writes = 0;
std::atomic<std::int64_t> syncDelayMs = 0;

sqlite3_vfs *realVfs = nullptr;

struct FaultFile
{
    sqlite3_file base;
    sqlite3_file *real; // stands behind this struct, in the memory that SQLite allocated for both
};

sqlite3_file *realFile(sqlite3_file *file)
{
    return reinterpret_cast<FaultFile *>(file)->real;
}

int closeFile(sqlite3_file *file)
{
    return realFile(file)->pMethods->xClose(realFile(file));
}

int readFile(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
    return realFile(file)->pMethods->xRead(realFile(file), bytes, size, offset);
}

int writeFile(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    ++writes;
    if (writeSwitch.isHit())
        return writeFault;
    return realFile(file)->pMethods->xWrite(realFile(file), bytes, size, offset);
}

int truncateFile(sqlite3_file *file, sqlite3_int64 size)
{
    return realFile(file)->pMethods->xTruncate(realFile(file), size);
}

int syncFile(sqlite3_file *file, int flags)
{
    ++syncs;
    if (syncDelayMs > 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(syncDelayMs));
    if (syncSwitch.isHit())
        return SQLITE_IOERR_FSYNC;
    return realFile(file)->pMethods->xSync(realFile(file), flags);
}

int fileSize(sqlite3_file *file, sqlite3_int64 *size)
{
    return realFile(file)->pMethods->xFileSize(realFile(file), size);
}

int lockFile(sqlite3_file *file, int level)
{
    return realFile(file)->pMethods->xLock(realFile(file), level);
}

int unlockFile(sqlite3_file *file, int level)
{
    return realFile(file)->pMethods->xUnlock(realFile(file), level);
}

int checkReservedLock(sqlite3_file *file, int *isReserved)
{
    return realFile(file)->pMethods->xCheckReservedLock(realFile(file), isReserved);
}

int fileControl(sqlite3_file *file, int operation, void *argument)
{
    return realFile(file)->pMethods->xFileControl(realFile(file), operation, argument);
}

int sectorSize(sqlite3_file *file)
{
    return realFile(file)->pMethods->xSectorSize(realFile(file));
}

int deviceCharacteristics(sqlite3_file *file)
{
    return realFile(file)->pMethods->xDeviceCharacteristics(realFile(file));
}

int mapShared(sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
    return realFile(file)->pMethods->xShmMap(realFile(file), page, size, extend, memory);
}

int lockShared(sqlite3_file *file, int offset, int count, int flags)
{
    return realFile(file)->pMethods->xShmLock(realFile(file), offset, count, flags);
}

void barrierShared(sqlite3_file *file)
{
    realFile(file)->pMethods->xShmBarrier(realFile(file));
}

int unmapShared(sqlite3_file *file, int remove)
{
    return realFile(file)->pMethods->xShmUnmap(realFile(file), remove);
}

// Version 2: shared memory, as the write-ahead log needs it, but no memory-mapped reading.
const sqlite3_io_methods kMethods = {
    2, closeFile, readFile, writeFile, truncateFile, syncFile, fileSize, lockFile, unlockFile, checkReservedLock,
    fileControl, sectorSize, deviceCharacteristics, mapShared, lockShared, barrierShared, unmapShared, nullptr, nullptr,
};

int openFile(sqlite3_vfs *, const char *name, sqlite3_file *file, int flags, int *outFlags)
{
    auto *fault = new (file) FaultFile{};
    fault->real = reinterpret_cast<sqlite3_file *>(fault + 1);
    const int code = realVfs->xOpen(realVfs, name, fault->real, flags, outFlags);
    fault->base.pMethods = code == SQLITE_OK ? &kMethods : nullptr;
    return code;
}

} // namespace

void FaultVfs::install()
{
    static sqlite3_vfs faultVfs;
    if (realVfs)
        return;
    sqlite3_initialize();
    realVfs = sqlite3_vfs_find(nullptr);
    faultVfs = *realVfs; // the other functions find their data in pAppData, which is copied
    faultVfs.pNext = nullptr;
    faultVfs.zName = "fault";
    faultVfs.szOsFile = static_cast<int>(sizeof(FaultFile)) + realVfs->szOsFile;
    faultVfs.xOpen = openFile;
    sqlite3_vfs_register(&faultVfs, 1);
}

void FaultVfs::reset()
{
    syncSwitch.set(0, 0);
    writeSwitch.set(0, 0);
    syncDelayMs = 0;
    syncs = 0;
    writes = 0;
}

void FaultVfs::failSyncs(int count, int skipped)
{
    syncSwitch.set(count, skipped);
}

void FaultVfs::failWrites(int count, Fault fault, int skipped)
{
    writeFault = fault == Fault::DiskFull ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    writeSwitch.set(count, skipped);
}

void FaultVfs::delaySyncs(std::chrono::milliseconds delay)
{
    syncDelayMs = delay.count();
}

int FaultVfs::syncCount()
{
    return syncs;
}

int FaultVfs::writeCount()
{
    return writes;
}

} // namespace cloister::test
