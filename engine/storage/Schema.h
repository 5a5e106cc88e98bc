#pragma once

#include "engine/storage/Migrator.h"

namespace cloister::storage {

/// The released schemas of the three kinds of file, oldest script first (engine/storage/schema). Any thread.
class Schema
{
public:
    static Result<Migrator> project();
    static Result<Migrator> keys();
    static Result<Migrator> control();
};

} // namespace cloister::storage
