#pragma once

#include "engine/model/Dialogue.h"
#include "engine/model/Memory.h"
#include "engine/model/Message.h"
#include "engine/search/IndexEntry.h"

#include <QByteArray>
#include <QString>

namespace cloister::search {

/// The words of a message: `content` itself when it is a JSON string, else every `text` of its blocks and the strings
/// of unknown blocks, but no image bytes, addresses or type names. Content that is not JSON gives nothing.
QString textOfContent(const QByteArray &content);

/// Every string and number of a JSON value and its member names, separated by spaces.
QString textOfValue(const QByteArray &json);

/// The values of a record's flat metadata, raw JSON. Members of other kinds are left out.
Metadata metadataOf(const QByteArray &json);

/// The words of a dialogue or a memory, as they are indexed and embedded.
QString textOf(const Dialogue &dialogue);
QString textOf(const Memory &memory);

/// The words of a record to be: a message's are `name: text`, a memory's its label, description, value and metadata texts.
/// To be counted before the write is queued, as long texts would hold up everybody's.
WordCounts wordsOf(const NewMessage &message);
WordCounts wordsOf(const NewMemory &memory);

/// Index entries without vectors. A dialogue's words are its label and metadata.
IndexEntry entryOf(const Message &message, const WordCounts &words);
IndexEntry entryOf(const Memory &memory, const WordCounts &words);
IndexEntry entryOf(const Dialogue &dialogue);
/// The same of records as they are stored.
IndexEntry entryOf(const Message &message);
IndexEntry entryOf(const Memory &memory);

} // namespace cloister::search
