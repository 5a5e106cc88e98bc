#pragma once

#include "engine/auth/Sessions.h"
#include "engine/service/AccountService.h"
#include "engine/service/AllowListService.h"
#include "engine/service/AuditService.h"
#include "engine/service/Authenticator.h"
#include "engine/service/CheckService.h"
#include "engine/service/DialogueService.h"
#include "engine/service/ErasureService.h"
#include "engine/service/JobService.h"
#include "engine/service/KeyService.h"
#include "engine/service/MemoryService.h"
#include "engine/service/MessageService.h"
#include "engine/service/ModelService.h"
#include "engine/service/NamespaceService.h"
#include "engine/service/ProjectService.h"
#include "engine/service/PartitionMint.h"
#include "engine/service/RecordService.h"
#include "engine/service/RefusalLog.h"
#include "engine/service/SearchService.h"
#include "engine/service/SettingsService.h"
#include "engine/service/SummaryService.h"
#include "engine/service/TransferService.h"
#include "engine/service/Workspace.h"

namespace cloister {

/// The engine's public face: one workspace and the services on it. Made by the programs, outlives every transport and
/// dispatcher. Any thread.
class Engine
{
public:
    explicit Engine(Workspace &workspace);
    /// Ends the work behind the requests, which must have ended.
    ~Engine();

    Workspace &workspace;
    PartitionMint partitions;
    auth::Sessions sessions;
    auth::AccessLimits limits;
    SettingsService settings;
    Authenticator authenticator;
    AccountService accounts;
    AllowListService allowLists;
    RefusalLog refusals;
    ProjectService projects;
    KeyService keys;
    NamespaceService namespaces;
    AuditService audit;
    RecordService record;
    ErasureService erasure;
    CheckService checks;
    TransferService transfer;
    DialogueService dialogues;
    MessageService messages;
    MemoryService memories;
    SearchService search;
    SummaryService summaries;
    ModelService models;
    JobService jobs; ///< last: its tasks end before what they use
};

} // namespace cloister
