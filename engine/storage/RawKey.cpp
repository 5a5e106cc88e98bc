#include "engine/storage/RawKey.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>

namespace cloister::storage {

RawKey::RawKey(std::span<const unsigned char, 32> key)
{
    // Refused when the limit on locked memory is reached; the key is still wiped then. The page is never unlocked: it
    // may hold other keys, and locks on a page do not count.
    static_cast<void>(::mlock(m_bytes.data(), m_bytes.size()));
    std::copy(key.begin(), key.end(), m_bytes.begin());
}

RawKey::~RawKey()
{
    ::explicit_bzero(m_bytes.data(), m_bytes.size());
}

} // namespace cloister::storage
