#include "engine/crypto/KeySlab.h"

#include <sodium.h>

namespace cloister::crypto {

KeySlab &KeySlab::instance()
{
    // Never destroyed: keys held by static objects are given back after any destructor that could stand here.
    static KeySlab &slab = *new KeySlab;
    return slab;
}

unsigned char *KeySlab::take()
{
    const QMutexLocker lock(&m_mutex);
    if (m_free.empty())
        addBlock();
    unsigned char *slot = m_free.back();
    m_free.pop_back();
    return slot;
}

void KeySlab::give(unsigned char *slot)
{
    sodium_memzero(slot, kSlotBytes);
    const QMutexLocker lock(&m_mutex);
    m_free.push_back(slot); // addBlock has reserved room for it: giving back never allocates
}

void KeySlab::addBlock()
{
    auto *block = static_cast<unsigned char *>(sodium_malloc(kBlockBytes));
    if (!block)
        qFatal("no memory for keys");
    // sodium_malloc keeps a refused lock to itself; asking again tells.
    if (sodium_mlock(block, kBlockBytes) != 0 && !m_hasWarned) {
        m_hasWarned = true;
        qWarning("cloister: memory for keys cannot be locked (RLIMIT_MEMLOCK); they may reach the swap space");
    }
    sodium_memzero(block, kBlockBytes);
    m_free.reserve(m_free.capacity() + kBlockBytes / kSlotBytes);
    for (std::size_t offset = kBlockBytes; offset > 0; offset -= kSlotBytes)
        m_free.push_back(block + offset - kSlotBytes);
}

} // namespace cloister::crypto
