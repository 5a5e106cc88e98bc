#pragma once

#include "engine/base/Result.h"
#include "engine/search/Embedder.h"
#include "engine/search/Passages.h"

#include <QList>
#include <QString>

namespace cloister::search {

/// How much a summary keeps.
struct SummaryLength
{
    int leastSentences = 3;
    int mostSentences = 12;
    int messagesASentence = 4; ///< one more sentence for so many messages
};

/// A summary made of a conversation's own sentences: those nearest to what the whole of it means, no two that say the
/// same, in the order they were said, each as `NAME: sentence` on a line. Empty when nobody says anything. Takes time
/// and memory in proportion to the text, up to 2,000 sentences; of longer conversations an even sample is read. Blocks
/// for as long as embedding takes; any thread.
Result<QString> summarise(Embedder &embedder, const QList<Utterance> &conversation, const SummaryLength &length);

} // namespace cloister::search
