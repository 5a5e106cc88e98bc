#pragma once

#include "engine/base/Result.h"
#include "engine/model/Filter.h"
#include "engine/model/SearchQuery.h"
#include "engine/search/Embedder.h"
#include "engine/search/Language.h"

#include <QByteArray>
#include <QMap>

#include <string>
#include <vector>

namespace cloister::search {

/// Names one record of a partition. `dialogueId` is empty for dialogues and memories.
struct EntryKey
{
    SearchObject object = SearchObject::Message;
    QString dialogueId;
    QString id;

    bool operator==(const EntryKey &) const = default;
};

size_t qHash(const EntryKey &key, size_t seed = 0);

/// A term of a text with how often it stands there. The same stem appears once for each of its word forms.
struct TermCount
{
    std::string stem;
    std::string form;
    quint32 count = 1;

    bool operator==(const TermCount &) const = default;
};

using Metadata = QMap<QString, MetadataValue>;

/// What filters and orders look at.
struct RecordFacts
{
    EntryKey key;
    qint64 created = 0;
    qint64 modified = 0;
    qint64 seq = 0; ///< insertion order; messages are in order of (created, seq) within their dialogue
    QString role;   ///< messages only
    bool hasImage = false;
    QStringList tags;
    Metadata metadata;

    bool operator==(const RecordFacts &) const = default;
};

/// The words of a text, counted.
struct WordCounts
{
    Language language = Language::English;
    quint32 length = 0; ///< words that count for the length of the text
    std::vector<TermCount> terms;

    bool operator==(const WordCounts &) const = default;
};

/// All that the search knows of one record: what a row of search_entry holds, sealed. A value.
struct IndexEntry : RecordFacts, WordCounts
{
    /// One vector a passage, in order; empty until the record was embedded. All of the space `embedder` names.
    std::vector<Vector8> vectors;
    EmbedderId embedder;

    bool operator==(const IndexEntry &) const = default;
};

/// The most different words of one record that can be found: more than the longest text in a language has, and a bound to
/// the memory that lists of numbers take.
constexpr size_t kMostDifferentWords = 50'000;

/// Counts the words of `text`; of more than kMostDifferentWords different ones the first count. A text of some megabytes
/// takes a second or more.
WordCounts countWords(QStringView text);

/// Compact versioned binary form.
QByteArray encode(const IndexEntry &entry);

/// The entry of encode()'s bytes. Integrity when they are cut, damaged or of a newer version; never reads beyond them
/// nor takes more memory than a small multiple of their size.
Result<IndexEntry> decode(const QByteArray &bytes);

} // namespace cloister::search
