#pragma once

#include "engine/search/JsonPost.h"

namespace cloister::search {

/// A server on the customer's network that speaks `POST /v1/chat/completions`.
struct ChatOptions
{
    QUrl baseUrl;  ///< http or https; `/v1/chat/completions` is added, or `/chat/completions` when it ends in `/v1`
    QString model; ///< the server's name for it
    JsonPostOptions post;
};

struct ChatAnswer
{
    QString text;
    qint64 inputTokens = 0; ///< as the server counts them; 0 where it does not tell
    qint64 outputTokens = 0;
};

/// Asks a language model. Texts leave the process: used only where an admin set it up. Calls block; any thread.
class ChatClient
{
public:
    /// InvalidParameter for options that cannot be used. Does not ask the server.
    static Result<std::shared_ptr<ChatClient>> make(const ChatOptions &options);

    /// What the model says to `text`, told `instruction` before. Errors as JsonPost::send; Internal also for an answer
    /// that holds no text.
    Result<ChatAnswer> ask(const QString &instruction, const QString &text);

    QString model() const { return m_options.model; }

    /// Ends the calls in progress, and later ones, with ShuttingDown. Any thread.
    void stop() { m_post.stop(); }

private:
    ChatClient(const ChatOptions &options, const QUrl &url);

    const ChatOptions m_options;
    JsonPost m_post;
};

} // namespace cloister::search
