#pragma once

#include "engine/model/Message.h"
#include "ui/transcript/MessageContent.h"

#include <QList>
#include <QString>

namespace cloister::ui {

/// One message as the transcript keeps it: its content read and made visible, its raw bytes gone.
struct TranscriptRow
{
    /// Text beyond this is left to the details; see isCut.
    static constexpr qsizetype kMostText = 40'000;

    Message message;          ///< without content
    QList<ContentPart> parts; ///< texts with nothing hidden in them
    qint64 day = 0;           ///< local date as a Julian day
    qint64 serial = 0;        ///< tells rows apart for as long as the model lives
    qsizetype length = 0;     ///< characters of all texts, as shown
    qsizetype breaks = 0;     ///< line breaks in them
    bool isCut = false;       ///< the stored text is longer than kMostText

    /// Reads a message; any thread.
    static TranscriptRow fromMessage(const Message &message);

    /// Whether the text occurs, in any case, in what is shown.
    bool contains(const QString &text) const;
    /// What the message says, for a list or a screen reader.
    QString spoken() const;
};

/// "user", "assistant" and so on in the user's language; other roles as they are, made visible.
QString roleText(const QString &role);

} // namespace cloister::ui
