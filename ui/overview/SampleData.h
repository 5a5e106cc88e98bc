#pragma once

#include "ui/shell/Navigator.h"

#include <QObject>

#include <functional>

namespace cloister::ui {

/// Makes the bundled sample's projects and imports their conversations, as a job. `whenDone` is called once all is there;
/// not when it failed, was cancelled, or `owner` is gone. GUI thread.
void loadSampleData(const PageContext &context, QObject *owner, std::function<void()> whenDone);

} // namespace cloister::ui
