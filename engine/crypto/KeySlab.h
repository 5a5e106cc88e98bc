#pragma once

#include <QMutex>

#include <cstddef>
#include <vector>

namespace cloister::crypto {

/// The memory of every SecretKey of the process: blocks of locked, guarded memory cut into 32-byte slots, so that
/// thousands of keys fit the small amount of memory a process may lock. Blocks are kept for reuse and never returned.
/// Where locking is refused the block is used all the same, and a warning is logged once. Any thread.
class KeySlab
{
public:
    static constexpr std::size_t kSlotBytes = 32;
    static constexpr std::size_t kBlockBytes = 64 * 1024;

    /// Outlives every static object.
    static KeySlab &instance();

    /// A zeroed slot of the caller's own until it gives it back. Ends the process when there is no memory at all.
    unsigned char *take();

    /// Wipes the slot and keeps it for the next caller.
    void give(unsigned char *slot);

private:
    KeySlab() = default;
    void addBlock();

    QMutex m_mutex;
    std::vector<unsigned char *> m_free;
    bool m_hasWarned = false;
};

} // namespace cloister::crypto
