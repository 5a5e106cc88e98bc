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
    summaries(partitions, search.model().local),
    models(opened, partitions, search, summaries, jobs),
    jobs(opened.clock())
{
}

// Nobody waits for a server from here on, so that the work behind the requests ends soon.
Engine::~Engine()
{
    search.stop();
    summaries.stop();
}

} // namespace cloister
