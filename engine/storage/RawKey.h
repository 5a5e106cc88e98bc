#pragma once

#include <array>
#include <span>

namespace cloister::storage {

/// A copy of a file's 32-byte key for the life of a connection or queue that must open the file again. It is kept out
/// of swap where the system allows it and wiped when it goes. Not copyable.
class RawKey
{
public:
    explicit RawKey(std::span<const unsigned char, 32> key);
    ~RawKey();
    RawKey(const RawKey &) = delete;
    RawKey &operator=(const RawKey &) = delete;

    std::span<const unsigned char, 32> bytes() const noexcept { return m_bytes; }

private:
    std::array<unsigned char, 32> m_bytes;
};

} // namespace cloister::storage
