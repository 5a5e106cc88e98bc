#include "engine/base/Process.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace cloister;

class tst_Process : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hardenProcess_inAChild_takesAllThree();
};

/// One bit for each protection that is missing, seen from inside the process.
static int missingProtections(const QByteArray &probe)
{
    struct stat status = {};
    const int fd = ::creat(probe.constData(), 0666);
    const bool isFilePrivate = fd >= 0 && ::fstat(fd, &status) == 0 && (status.st_mode & 0777) == 0600;
    rlimit core {1, 1};
    const bool hasNoCore = ::getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0 && core.rlim_max == 0;
    const bool isUndumpable = ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
    return (isFilePrivate ? 0 : 1) | (hasNoCore ? 0 : 2) | (isUndumpable ? 0 : 4);
}

void tst_Process::hardenProcess_inAChild_takesAllThree()
{
    const QTemporaryDir directory;
    const QByteArray probe = QFile::encodeName(directory.filePath(QStringLiteral("probe")));
    const pid_t child = ::fork(); // the protections cannot be taken back, so a child wears them
    if (child == 0) {
        ::umask(0022);
        const int before = missingProtections(probe);
        ::unlink(probe.constData());
        const bool isHardened = hardenProcess().has_value();
        const int after = missingProtections(probe);
        ::_exit((before & 5) == 5 && isHardened ? after : 64);
    }
    QVERIFY(child > 0);
    int status = -1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
}

CLOISTER_TEST(tst_Process)
#include "tst_Process.moc"
