#pragma once

#include "tests/support/StubServer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <mutex>

namespace cloister::test {

/// A server that embeds and writes as OpenAI's protocol has it, over a real socket. A text's vector tells which of a few
/// words stand in it, and "automobile" is the same as "car" to it. Any thread.
class ModelServerStub
{
public:
    /// Answers this many requests, then keeps everybody waiting.
    static constexpr int kAll = 1'000'000'000;

    ModelServerStub() :
        m_server(new QTcpServer, [this](const QByteArray &head, const QByteArray &body) { return answer(head, body); })
    {
    }

    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_server.port()); }
    int requests() const { return m_server.requests(); }

    void answerOnly(int more) { m_left = more; }
    void failWith(int status) { m_status = status; }

    /// The heads of the requests so far, and their bodies.
    QByteArrayList heads() const
    {
        const std::lock_guard lock(m_mutex);
        return m_heads;
    }
    QByteArrayList bodies() const
    {
        const std::lock_guard lock(m_mutex);
        return m_bodies;
    }

private:
    QByteArray answer(const QByteArray &head, const QByteArray &body)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_heads.append(head);
            m_bodies.append(body);
        }
        if (m_left-- <= 0)
            return {};
        if (m_status != 200)
            return StubServer::response(m_status, "{}");
        const QJsonObject asked = QJsonDocument::fromJson(body).object();
        const QJsonObject said = head.contains("/chat/completions") ? written(asked) : vectors(asked);
        return StubServer::response(200, QJsonDocument(said).toJson(QJsonDocument::Compact));
    }

    static QJsonObject vectors(const QJsonObject &asked)
    {
        static const QStringList words = {QStringLiteral("car"), QStringLiteral("boiler"), QStringLiteral("music"),
            QStringLiteral("garden"), QStringLiteral("invoice")};
        QJsonArray data;
        const QJsonArray texts = asked.value(QLatin1String("input")).toArray();
        for (qsizetype i = 0; i < texts.size(); ++i) {
            const QString text = texts.at(i).toString().replace(QLatin1String("automobile"), QLatin1String("car"));
            QJsonArray vector{0.1};
            for (const QString &word : words)
                vector.append(text.contains(word, Qt::CaseInsensitive) ? 1 : 0);
            data.append(QJsonObject{{QStringLiteral("index"), i}, {QStringLiteral("embedding"), vector}});
        }
        return {{QStringLiteral("data"), data}};
    }

    static QJsonObject written(const QJsonObject &asked)
    {
        const QString text = asked.value(QLatin1String("messages")).toArray().at(1)[QLatin1String("content")].toString();
        const QJsonObject message{{QStringLiteral("content"), QStringLiteral("They spoke of %1 characters.").arg(text.size())}};
        return {{QStringLiteral("choices"), QJsonArray{QJsonObject{{QStringLiteral("message"), message}}}},
            {QStringLiteral("usage"),
                QJsonObject{{QStringLiteral("prompt_tokens"), 11}, {QStringLiteral("completion_tokens"), 7}}}};
    }

    mutable std::mutex m_mutex; ///< guards what follows
    QByteArrayList m_heads;
    QByteArrayList m_bodies;
    std::atomic<int> m_left = kAll;
    std::atomic<int> m_status = 200;
    StubServer m_server; ///< last: its thread ends before what it uses
};

} // namespace cloister::test
