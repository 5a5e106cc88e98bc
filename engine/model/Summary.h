#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace cloister {

enum class SummaryStatus { Processing = 0, Completed = 1, Failed = 2 };

/// A summary of (a part of) one dialogue. Times are milliseconds since the epoch, UTC.
struct Summary
{
    QString id;
    QString dialogueId;
    SummaryStatus status = SummaryStatus::Processing;
    QString provider;
    QString model;
    QString templateName;
    QString content; ///< empty until completed
    qint64 contentTokenCount = 0;
    std::optional<QString> startId; ///< the first message to cover; nullopt: from the start. Not on the wire
    std::optional<QString> endId;   ///< the last; nullopt: to the end. Not on the wire
    std::optional<qint64> fromCreated; ///< of the first message it covers
    std::optional<qint64> toCreated;   ///< of the last
    qint64 messageCount = 0;
    qint64 summarizedCount = 0;
    qint64 skippedCount = 0;
    qint64 totalTokens = 0;
    qint64 chunks = 0;
    qint64 llmInputTokens = 0;
    qint64 llmOutputTokens = 0;
    qint64 llmTotalTokens = 0;
    qint64 llmCallCount = 0;
    std::optional<QString> error; ///< why it failed
    QByteArray metadata = "{}";
    QStringList tags;
    qint64 created = 0;
    qint64 modified = 0;
    qint64 seq = 0;
};

/// What POST /summary asks for.
struct NewSummary
{
    QString id;
    QString dialogueId;
    std::optional<QString> templateName;
    std::optional<QString> startId; ///< of the first message to cover
    std::optional<QString> endId;   ///< of the last
};

} // namespace cloister
