#include "engine/service/PartitionMint.h"

#include "engine/service/Workspace.h"

namespace cloister {

Result<Partition> PartitionMint::open(const Caller &caller, const QString &nameSpace, Access access)
{
    CLOISTER_ASSIGN(std::shared_ptr<ProjectFile> file, m_workspace.project(caller.projectId));
    if (caller.canSee(nameSpace))
        return Partition(std::move(file), PartitionKey(nameSpace, caller.projectId), caller);
    if (access == Access::Creating)
        return fail(ErrorCode::Forbidden, QStringLiteral("this key may not write to that namespace"));
    return Partition(std::move(file), PartitionKey::unseen(nameSpace, caller.projectId), caller);
}

Result<void> PartitionMint::finishErasures(const std::shared_ptr<ProjectFile> &file)
{
    Caller self;
    self.actor = {ActorKind::System, QStringLiteral("erasure")};
    self.projectId = file->projectId();
    for (const QByteArray &pk : file->erasures()) {
        const PartitionKey key(PartitionKey::nameSpaceOf(pk), file->projectId());
        CLOISTER_TRY(Partition(file, key, self).erase().result());
    }
    return {};
}

} // namespace cloister
