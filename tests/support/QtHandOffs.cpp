// Only in builds for the thread sanitizer. Qt's libraries are not built for it, so that it does not see how Qt hands
// memory from one thread to another, and takes each hand-over for a race. The functions of Qt that hand over stand
// here again, found by the programs before Qt's own, which they call; around that they tell the sanitizer what happens.
#include <QDeadlineTimer>
#include <QRunnable>
#include <QThreadPool>

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

namespace {

template <typename Function> Function *theOneOfQt(const char *symbol)
{
    void *found = dlsym(RTLD_NEXT, symbol);
    if (!found)
        qFatal("%s is not in this Qt", symbol);
    return reinterpret_cast<Function *>(found);
}

/// What the pool runs instead of the given work, which it owns as the pool would.
class SeenRunnable : public QRunnable
{
public:
    explicit SeenRunnable(QRunnable *work) : m_work(work) { __tsan_release(this); }

    void run() override
    {
        __tsan_acquire(this);
        const bool ours = m_work->autoDelete();
        m_work->run();
        if (ours)
            delete m_work;
    }

private:
    QRunnable *m_work;
};

} // namespace

extern "C" {

void _ZN11QThreadPool5startEP9QRunnablei(QThreadPool *pool, QRunnable *work, int priority)
{
    static const auto real =
        theOneOfQt<void(QThreadPool *, QRunnable *, int)>("_ZN11QThreadPool5startEP9QRunnablei");
    real(pool, new SeenRunnable(work), priority);
}

// Locks are told of by Qt's own headers, but for what a wait does to the lock that it is given.
bool _ZN14QWaitCondition4waitEP6QMutex14QDeadlineTimer(void *condition, void *mutex, QDeadlineTimer deadline)
{
    static const auto real =
        theOneOfQt<bool(void *, void *, QDeadlineTimer)>("_ZN14QWaitCondition4waitEP6QMutex14QDeadlineTimer");
    __tsan_release(mutex);
    const bool woken = real(condition, mutex, deadline);
    __tsan_acquire(mutex);
    return woken;
}

// Finishing a future publishes what its jobs wrote to whoever waits for it, and runs what was to follow; all of them
// hold the same shared state, the second word of the handle.
void _ZN20QFutureInterfaceBase14reportFinishedEv(void **handle)
{
    static const auto real = theOneOfQt<void(void **)>("_ZN20QFutureInterfaceBase14reportFinishedEv");
    __tsan_acquire(handle[1]);
    __tsan_release(handle[1]);
    real(handle);
}

void _ZN20QFutureInterfaceBase15setContinuationESt8functionIFvRKS_EEP27QFutureInterfaceBasePrivate(
    void **handle, void *function, void *next)
{
    static const auto real = theOneOfQt<void(void **, void *, void *)>(
        "_ZN20QFutureInterfaceBase15setContinuationESt8functionIFvRKS_EEP27QFutureInterfaceBasePrivate");
    __tsan_acquire(handle[1]);
    __tsan_release(handle[1]);
    real(handle, function, next);
}

void _ZN20QFutureInterfaceBase15waitForFinishedEv(void **handle)
{
    static const auto real = theOneOfQt<void(void **)>("_ZN20QFutureInterfaceBase15waitForFinishedEv");
    real(handle);
    __tsan_acquire(handle[1]);
}

void _ZN20QFutureInterfaceBase13waitForResultEi(void **handle, int index)
{
    static const auto real = theOneOfQt<void(void **, int)>("_ZN20QFutureInterfaceBase13waitForResultEi");
    real(handle, index);
    __tsan_acquire(handle[1]);
}

// The last handle frees the shared state, after all that the others did with it.
bool _ZNK20QFutureInterfaceBase6derefTEv(void **handle)
{
    static const auto real = theOneOfQt<bool(void **)>("_ZNK20QFutureInterfaceBase6derefTEv");
    void *state = handle[1];
    __tsan_release(state);
    const bool others = real(handle);
    if (!others)
        __tsan_acquire(state);
    return others;
}
}
