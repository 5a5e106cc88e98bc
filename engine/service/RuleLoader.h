#pragma once

#include "engine/auth/AddressRules.h"
#include "engine/base/Result.h"
#include "engine/storage/WriteJob.h"

namespace cloister {

class Workspace;

/// The address rules as the control database has them: every project with its list, the admin list, the proxies.
Result<auth::AddressRules> loadRules(storage::Connection &connection);

/// Inside a job that changes what rules are made of: they hold once it is durable, before it is answered.
Result<void> renewRules(Workspace &workspace, storage::WriteContext &context);

} // namespace cloister
