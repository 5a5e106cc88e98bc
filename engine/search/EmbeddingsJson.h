#pragma once

#include "engine/base/Result.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

#include <vector>

namespace cloister::search {

/// The body of `POST /v1/embeddings`.
QByteArray embeddingsRequest(const QString &model, const QStringList &texts);

/// The vectors of its answer in the order of the texts, brought to unit length. Internal when there are not `count`
/// vectors of finite numbers, each of `dimensions` (0: of any number, but all of the same).
Result<QList<std::vector<float>>> readEmbeddingsAnswer(const QByteArray &body, int count, int dimensions);

} // namespace cloister::search
