#include "engine/search/ChatClient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace cloister::search {

ChatClient::ChatClient(const ChatOptions &options, const QUrl &url) :
    m_options(options),
    m_post(url, options.post, QStringLiteral("chat server"))
{
}

Result<std::shared_ptr<ChatClient>> ChatClient::make(const ChatOptions &options)
{
    CLOISTER_ASSIGN(const QUrl url, JsonPost::address(options.baseUrl, "chat/completions"));
    if (options.model.isEmpty() || options.post.attempts < 1)
        return fail(ErrorCode::InvalidParameter, QStringLiteral("The chat server needs a model, and attempts of at least 1"));
    return std::shared_ptr<ChatClient>(new ChatClient(options, url));
}

static QByteArray chatRequest(const QString &model, const QString &instruction, const QString &text)
{
    const auto message = [](const char *role, const QString &content) {
        return QJsonObject{{QStringLiteral("role"), QLatin1String(role)}, {QStringLiteral("content"), content}};
    };
    const QJsonObject body{{QStringLiteral("model"), model}, {QStringLiteral("temperature"), 0},
        {QStringLiteral("messages"), QJsonArray{message("system", instruction), message("user", text)}}};
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

Result<ChatAnswer> ChatClient::ask(const QString &instruction, const QString &text)
{
    CLOISTER_ASSIGN(const QByteArray body, m_post.send(chatRequest(m_options.model, instruction, text)));
    const QJsonObject json = QJsonDocument::fromJson(body).object();
    const QJsonValue message = json.value(QLatin1String("choices")).toArray().at(0)[QLatin1String("message")];
    const QJsonValue usage = json.value(QLatin1String("usage"));
    ChatAnswer answer{message[QLatin1String("content")].toString().trimmed(),
        usage[QLatin1String("prompt_tokens")].toInteger(), usage[QLatin1String("completion_tokens")].toInteger()};
    if (answer.text.isEmpty())
        return fail(ErrorCode::Internal, QStringLiteral("The chat server's answer holds no text"));
    return answer;
}

} // namespace cloister::search
