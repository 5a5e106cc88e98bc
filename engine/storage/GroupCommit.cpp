#include "engine/storage/GroupCommit.h"

#include "engine/storage/Transaction.h"

#include <iterator>

namespace cloister::storage {

using AfterCommit = std::vector<std::function<void()>>;

static Result<void> runMember(Connection &connection, WriteJob &job, AfterCommit &afterCommit)
{
    CLOISTER_ASSIGN(Savepoint savepoint, Savepoint::begin(connection));
    AfterCommit wanted;
    WriteContext context{connection, wanted};
    const bool isGood = job.run(context);
    // A full disk or an I/O error is the whole group's, whatever the job made of it.
    if (connection.worstFailure() >= Failure::DiskFull)
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("a write of the group could not be stored"));
    if (!isGood)
        return savepoint.rollBack();
    CLOISTER_TRY(savepoint.release());
    std::move(wanted.begin(), wanted.end(), std::back_inserter(afterCommit));
    return {};
}

Result<AfterCommit> commitGroup(Connection &connection, const WriteGroup &group)
{
    CLOISTER_ASSIGN(Transaction transaction, Transaction::begin(connection));
    AfterCommit afterCommit;
    for (const auto &job : group)
        CLOISTER_TRY(runMember(connection, *job, afterCommit));
    CLOISTER_TRY(transaction.commit());
    return afterCommit;
}

} // namespace cloister::storage
