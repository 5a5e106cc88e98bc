#include "engine/service/Engine.h"

namespace cloister {

Engine::Engine(Workspace &opened) :
    workspace(opened),
    partitions(opened),
    settings(opened, sessions, limits),
    authenticator(opened, sessions),
    accounts(opened, sessions),
    allowLists(opened),
    refusals(opened),
    projects(opened),
    keys(opened),
    namespaces(opened),
    audit(opened),
    record(opened),
    erasure(opened),
    checks(opened),
    transfer(opened, partitions),
    search(opened, partitions),
    summaries(partitions, search.model().embedder),
    jobs(opened.clock())
{
}

} // namespace cloister
