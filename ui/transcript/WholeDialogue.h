#pragma once

#include "engine/client/ApiClient.h"

namespace cloister::ui {

/// One dialogue with all of its messages as one line of JSON Lines, in the form that an import takes: the record as the
/// service keeps it with `messages` in it, images included. Given up when `context` ends, which
/// `api` must outlive.
Future<Result<QByteArray>> readWholeDialogue(
    const client::ApiClient &api, const client::Place &place, const QString &dialogueId, QObject *context);

} // namespace cloister::ui
