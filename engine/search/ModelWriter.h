#pragma once

#include "engine/search/ModelFile.h"

#include <QByteArray>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cloister::search {

/// Makes a model file in memory; the other side of ModelFile. One thread.
class ModelWriter
{
public:
    explicit ModelWriter(const ModelHeader &header) : m_header(header) {}

    /// The caller sees to it that names have at most 31 bytes and strings at most 65,535, and that values fill the shape.
    void addStrings(std::string_view name, const std::vector<std::string> &strings);
    void addFloats(std::string_view name, int rows, int columns, std::span<const float> values);

    /// Rounds a row-major matrix to int8, each row or column so that its largest value becomes ±127.
    void addInt8(std::string_view name, EntryKind kind, int rows, int columns, std::span<const float> values);

    /// The whole file, checksum included.
    QByteArray finish() const;

private:
    struct Entry
    {
        QByteArray name;
        EntryKind kind;
        int rows;
        int columns;
        QByteArray bytes;
    };

    ModelHeader m_header;
    std::vector<Entry> m_entries;
};

} // namespace cloister::search
