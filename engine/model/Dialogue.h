#pragma once

#include "engine/model/Message.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace cloister {

enum class DialogueStatus { Active = 0, Ended = 1, Archived = 2 };

/// One conversation. Times are milliseconds since the epoch, UTC. JSON slices are kept exactly as they came.
struct Dialogue
{
    QString id;
    DialogueStatus status = DialogueStatus::Active;
    std::optional<QString> threadOf;
    std::optional<QString> label;
    QStringList tags;
    QByteArray metadata = "{}"; ///< raw JSON object; write-once
    QByteArray state = "{}";    ///< raw JSON object
    qint64 created = 0;
    qint64 modified = 0;
    std::optional<qint64> endedAt;
    std::optional<qint64> archivedAt;
    qint64 totalMessages = 0;
    qint64 threadCount = 0; ///< direct threads
    std::optional<qint64> lastMessageCreated;
    qint64 seq = 0; ///< insertion order within the partition
    /// Filled only by the calls that say so.
    std::optional<QList<Message>> messages;
};

/// What POST /dialogue asks for. An empty id lets the engine make one; created absent means now.
struct NewDialogue
{
    QString id;
    std::optional<QString> threadOf;
    std::optional<QString> label;
    QStringList tags;
    QByteArray metadata = "{}";
    QByteArray state = "{}";
    std::optional<qint64> created;
    QList<NewMessage> messages;
    bool hasMessages = false; ///< `message` or `messages` was sent, even an empty list
};

/// What PUT /dialogue/{id} asks for; absent members stay as they are. `state` replaces.
struct DialogueChange
{
    std::optional<QByteArray> state;
    std::optional<QStringList> tags;
    std::optional<std::optional<QString>> label; ///< inner nullopt: the label is removed
    QList<NewMessage> messages;
    bool hasMessages = false;
};

} // namespace cloister
