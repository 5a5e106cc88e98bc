#pragma once

#include "engine/crypto/Aad.h"
#include "engine/model/AllowedNetwork.h"
#include "engine/model/ApiKey.h"
#include "engine/model/Project.h"
#include "engine/tables/AccountTable.h"

#include <QByteArray>

namespace cloister {

// What of an object of the workspace an event's digests are of (ControlFile::digest): everything that its acts can change,
// each field framed, so that two descriptions are equal only if the objects are.

QByteArray describe(const tables::AccountRow &row);
QByteArray describe(const ApiKey &key);
QByteArray describe(const AllowedNetwork &entry);
QByteArray describe(const Project &project);

} // namespace cloister
