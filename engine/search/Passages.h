#pragma once

#include "engine/search/Embedder.h"

#include <QString>
#include <QStringList>

namespace cloister::search {

/// Somebody's words in a dialogue. An empty text is no utterance.
struct Utterance
{
    QString name;   ///< who speaks; the role where there is no name
    QString text;
};

/// The most passages that a message has, and the most characters of it that they cover. What lies behind is found by
/// its words alone.
constexpr int kMostPassages = 65;
constexpr qsizetype kMostPassageCharacters = 65'536;

/// What is embedded of a message; the message is as near to a query as its nearest passage. First the end of the
/// previous message of the dialogue (short answers mean little without it), then `NAME said, "TEXT"`. A message that
/// the embedder cannot read at once has further passages: its text in pieces, each in that form and short enough.
/// Empty when the message has no text. When a message changes, the next one's passages change too.
QStringList messagePassages(const Embedder &embedder, const Utterance &previous, const Utterance &message);

/// What is embedded of a text that stands for itself, such as a memory: the text, and its pieces when it is long.
QStringList textPassages(const Embedder &embedder, const QString &text);

} // namespace cloister::search
