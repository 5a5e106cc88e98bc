#pragma once

#include <QtGlobal>

#include <string_view>

// The layout that ModelFile reads and ModelWriter writes. Little-endian:
//   magic, format version, entry count, model version, dimensions, most tokens, layers, heads, name (NUL padded),
//   then the directory: a name (NUL padded), kind, rows, columns, offset and length in bytes for each entry,
//   then the entries' bytes, then the SHA-256 of everything before it.
namespace cloister::search::format {

constexpr std::string_view kMagic = "CLOISTRM";
constexpr quint32 kVersion = 1;
constexpr qsizetype kNameBytes = 32;
constexpr qsizetype kHeaderBytes = 8 + 7 * 4 + kNameBytes;
constexpr qsizetype kEntryBytes = kNameBytes + 3 * 4 + 2 * 8;
constexpr qsizetype kDigestBytes = 32;

/// More than any table of a model has; keeps sizes far from overflow.
constexpr quint32 kMostRows = 1U << 24;

} // namespace cloister::search::format
