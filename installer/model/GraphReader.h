#pragma once

#include "engine/base/Result.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <string>
#include <vector>

namespace cloister::conversion {

/// A matrix of the published network; a vector has one row.
struct Tensor
{
    int rows = 0;
    int columns = 0;
    std::vector<float> values;
};

struct Piece
{
    std::string text;
    float score = 0;
};

/// The published sentence encoder as it lies in its package: vocab.json, model.json and the shards of weights it names.
class GraphReader
{
public:
    /// Integrity when a file is missing or the weights do not fill the shapes.
    static Result<GraphReader> open(const QString &folder);

    const std::vector<Piece> &pieces() const { return m_pieces; }

    /// The float tensor of this name, its last dimension as columns. Integrity when there is none.
    Result<Tensor> tensor(const QString &name) const;

private:
    Result<void> readPieces(const QString &folder);
    Result<void> readWeights(const QString &folder);

    struct Place
    {
        qsizetype offset = 0;
        int rows = 0;
        int columns = 0;
    };

    std::vector<Piece> m_pieces;
    QByteArray m_weights;
    QHash<QString, Place> m_places;
};

} // namespace cloister::conversion
