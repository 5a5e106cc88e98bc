#pragma once

#include <chrono>

namespace cloister::test {

/// The default file layer of SQLCipher with switches for what goes wrong, for all files of the process. The switches are
/// atomic; set them between operations.
class FaultVfs
{
public:
    enum class Fault { IoError, DiskFull };

    /// Puts itself before the default file layer, once; must be called before any file is opened.
    static void install();

    /// Works as the real layer does again; the counters start at 0.
    static void reset();

    /// The next `count` syncs fail, from the one after `skipped` good ones.
    static void failSyncs(int count, int skipped = 0);
    /// The next `count` writes fail, from the one after `skipped` good ones.
    static void failWrites(int count, Fault fault, int skipped = 0);
    /// Adds this time to every sync.
    static void delaySyncs(std::chrono::milliseconds delay);

    static int syncCount();
    static int writeCount();

    static constexpr int kAlways = 1'000'000'000;
};

} // namespace cloister::test
