#pragma once

#include "engine/base/Error.h"

#include <QString>

namespace cloister::ui {

/// What happened, in the user's language and one sentence.
QString errorText(const Error &error);

/// What to do about it; empty where there is nothing to say.
QString errorAdvice(const Error &error);

/// The service's own words about a refused field or value, in English, for a second line; empty when there are none.
QString errorDetail(const Error &error);

} // namespace cloister::ui
