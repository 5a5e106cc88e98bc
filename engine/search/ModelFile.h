#pragma once

#include "engine/search/Embedder.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace cloister::search {

/// What an entry of a model file holds; the numbers are part of the format.
enum class EntryKind : uint32_t {
    Strings = 1,        ///< rows × (u16 length, UTF-8 bytes)
    Floats = 2,         ///< rows × columns float32
    ColumnScaled = 3,   ///< columns float32 scales, then rows × columns int8
    RowScaled = 4,      ///< rows float32 scales, then rows × columns int8
};

/// What the model is, apart from its tables.
struct ModelHeader
{
    EmbedderId id;
    int maxTokens = 0;   ///< tokens of a text that are read
    int layers = 0;
    int heads = 0;       ///< attention heads a layer
};

/// A matrix of int8 with one scale a row or a column. `values` points into the model file that gave it.
struct Int8Table
{
    int rows = 0;
    int columns = 0;
    std::vector<float> scales;
    std::span<const int8_t> values;   ///< row-major
};

/// One file with a text encoder and its words: header, directory of named tables, the tables, and the SHA-256 of all
/// that. All numbers are little-endian. Read whole into memory, checked, and never changed: any thread may read it.
class ModelFile
{
public:
    /// The model beside the running program: ../share/cloister/cloister-en.model.
    static QString installedPath();

    /// NotFound when the file cannot be read; Integrity when it is damaged, cut short or something else.
    static Result<std::shared_ptr<const ModelFile>> open(const QString &path);
    static Result<std::shared_ptr<const ModelFile>> parse(const QByteArray &bytes);

    const ModelHeader &header() const { return m_header; }

    bool has(std::string_view name) const;

    /// The tables by name; Integrity when there is none of that name, kind and shape (0 columns or rows: any number).
    Result<std::vector<std::string_view>> strings(std::string_view name) const;
    Result<std::vector<float>> floats(std::string_view name, int rows, int columns) const;
    Result<Int8Table> table(std::string_view name, EntryKind kind, int rows, int columns) const;

private:
    struct Entry
    {
        std::string_view name;
        EntryKind kind = EntryKind::Strings;
        int rows = 0;
        int columns = 0;
        std::span<const char> bytes;
    };

    explicit ModelFile(const QByteArray &bytes);
    Result<void> readHeader();
    Result<void> readDirectory();
    Result<Entry> find(std::string_view name, EntryKind kind, int rows, int columns) const;

    const QByteArray m_bytes;
    const std::span<const char> m_content;   ///< m_bytes without the checksum
    ModelHeader m_header;
    std::vector<Entry> m_entries;
};

} // namespace cloister::search
