#pragma once

#include "engine/model/Dialogue.h"
#include "ui/transcript/TranscriptRow.h"

namespace cloister::ui {

/// The ways a transcript leaves the console.
enum class TranscriptFormat { Text, Markdown, Json };

/// "txt", "md", "json".
QString suffixOf(TranscriptFormat format);

/// Messages as people read them: who, when, what. As text, with hidden characters made visible; as Markdown, with what
/// Markdown would read as mark-up escaped. Not for Json.
QString transcriptText(const Dialogue &dialogue, const QList<TranscriptRow> &rows, TranscriptFormat format);

/// Text that Markdown shows as it is.
QString markdownEscaped(const QString &text);

} // namespace cloister::ui
