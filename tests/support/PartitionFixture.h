#pragma once

#include "engine/crypto/SelfTest.h"
#include "engine/partition/Partition.h"
#include "engine/partition/ProjectFile.h"

#include "tests/support/ManualClock.h"

#include <QTemporaryDir>

namespace cloister {

/// Mints partitions without a workspace: what service/PartitionMint does for callers.
class PartitionForTests
{
public:
    static Partition of(const std::shared_ptr<ProjectFile> &file, const QString &nameSpace)
    {
        Caller caller;
        caller.actor = {ActorKind::ApiKey, QStringLiteral("testkey1")};
        caller.requestId = QStringLiteral("01TESTREQUEST");
        caller.scopes = kAllScopes;
        caller.projectId = file->projectId();
        return Partition(file, PartitionKey(nameSpace, file->projectId()), caller);
    }
};

/// One project file in a temporary folder.
struct PartitionFixture
{
    PartitionFixture()
    {
        reopen();
    }

    /// Closes the file and opens it again with the same key.
    void reopen()
    {
        file.reset();
        auto opened = ProjectFile::open(
            {.directory = folder.filePath(QStringLiteral("p")), .projectId = QStringLiteral("proj0001"),
                .projectKey = &projectKey, .clock = &clock});
        ready = ready && opened.has_value();
        if (opened)
            file = *opened;
    }

    Partition partition(const QString &nameSpace) const { return PartitionForTests::of(file, nameSpace); }

    QTemporaryDir folder;
    test::ManualClock clock;
    bool ready = crypto::initialise().has_value(); ///< whether everything went well
    crypto::SecretKey projectKey = crypto::SecretKey::random();
    std::shared_ptr<ProjectFile> file;
};

} // namespace cloister
