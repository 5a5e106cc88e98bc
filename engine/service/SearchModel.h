#pragma once

#include "engine/search/Embedder.h"
#include "engine/search/WordTable.h"
#include "engine/service/ModelServers.h"

#include <QString>

#include <memory>

namespace cloister {

/// What turns texts into vectors, and how it was chosen. A value; the embedders are shared.
struct SearchModel
{
    enum class Source { Model, Fallback, Server };

    std::shared_ptr<search::Embedder> embedder; ///< of what is stored; never null
    std::shared_ptr<search::Embedder> queries;  ///< for the same vectors: answers soon or not at all
    std::shared_ptr<search::Embedder> local;    ///< computes in this process, asks nobody
    search::WordTable words;                    ///< empty without a model
    Source source = Source::Fallback;
    QString problem; ///< why what was asked for is not in use; empty otherwise

    /// The model file that the environment variable CLOISTER_MODEL names, else the one beside the program, else the
    /// system's. Without one, or when it is damaged, the built-in embedder that needs no model.
    static SearchModel choose();

    /// The same with a server's vectors. Does not ask the server. What cannot be used is said in `problem`, and this
    /// model goes on.
    SearchModel with(const ModelServer &server) const;

    /// Ends calls of a server that are under way, and later ones.
    void stop() const;
};

} // namespace cloister
