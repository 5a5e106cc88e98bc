#pragma once

#include "engine/search/ChatClient.h"
#include "engine/search/Passages.h"

#include <QList>

namespace cloister::search {

/// A summary as a language model wrote it, and what that took.
struct ChatSummary
{
    QString text;
    qint64 chunks = 0; ///< parts in which the conversation was read
    qint64 calls = 0;
    qint64 inputTokens = 0; ///< as the server counts them
    qint64 outputTokens = 0;
};

/// Has a language model summarise a conversation. One too long to be read at once is read in parts of about 24,000
/// characters, and what the model says of them is summarised again. `length` says how much is wanted: "in one sentence".
/// Empty when nobody says anything. Blocks for as long as the server takes; any thread. Errors as ChatClient::ask().
Result<ChatSummary> summariseByChat(ChatClient &chat, const QList<Utterance> &conversation, const QString &length);

} // namespace cloister::search
