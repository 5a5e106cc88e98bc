#pragma once

#include "engine/search/Embedder.h"
#include "engine/search/WordTable.h"

#include <QString>

#include <memory>

namespace cloister {

/// What turns texts into vectors, and how it was chosen. A value; the embedder is shared.
struct SearchModel
{
    enum class Source { Model, Fallback };

    std::shared_ptr<search::Embedder> embedder; ///< never null
    search::WordTable words;                    ///< empty without a model
    Source source = Source::Fallback;
    QString problem; ///< why a model that is there was refused; empty otherwise

    /// The model file that the environment variable CLOISTER_MODEL names, else the one beside the program, else the
    /// system's. Without one, or when it is damaged, the built-in embedder that needs no model.
    static SearchModel choose();
};

} // namespace cloister
