#pragma once

#include "engine/base/Result.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <span>
#include <vector>

namespace cloister::search {

/// Which vector space a vector belongs to. Stored with every vector; vectors of two spaces are never compared.
struct EmbedderId
{
    QString name;
    int version = 0;
    int dimensions = 0;

    bool operator==(const EmbedderId &) const = default;
};

/// Turns texts into vectors of unit length. Every call may come from any thread, several at the same time.
class Embedder
{
public:
    virtual ~Embedder() = default;

    virtual EmbedderId id() const = 0;

    /// One L2-normalised vector of id().dimensions floats a text, in the same order. A text in which the embedder
    /// finds nothing gives a vector of zeros. All or nothing: an error when a single text could not be embedded.
    virtual Result<QList<std::vector<float>>> embed(const QStringList &texts) = 0;

    /// Tokens of a text that are read; what follows them is ignored.
    virtual int maxTokens() const = 0;

    /// Tokens in the text, not cut at maxTokens(). An estimate where the tokens are made elsewhere.
    virtual int countTokens(const QString &text) const = 0;

    /// Ends calls that wait for somebody else, and later ones, with ShuttingDown. Nothing where embedding only computes.
    virtual void stop() {}
};

/// A vector as it is stored and scanned: value i stands for scale × values[i].
struct Vector8
{
    float scale = 0;
    std::vector<int8_t> values;

    bool operator==(const Vector8 &) const = default;
};

/// The nearest int8 form, −127 to 127, with the largest component at ±127. Zeros, and anything not finite, give scale 0.
Vector8 quantise(std::span<const float> values);

} // namespace cloister::search
