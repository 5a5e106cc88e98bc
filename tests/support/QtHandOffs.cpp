// Only in builds for the thread sanitizer. Qt's libraries are not built for it, so that it does not see how Qt hands
// memory from one thread to another, and takes each hand-over for a race. The functions of Qt that hand over stand
// here again, found by the programs before Qt's own, which they call; around that they tell the sanitizer what happens.
#include <QDeadlineTimer>
#include <QObject>
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

/// A call that waits in another thread's event queue, which owns the given one.
class SeenSlot : public QtPrivate::QSlotObjectBase
{
public:
    explicit SeenSlot(QSlotObjectBase *slot) : QSlotObjectBase(&act), m_slot(slot) { __tsan_release(this); }

private:
    static void act(int which, QSlotObjectBase *self, QObject *receiver, void **arguments, bool *)
    {
        auto *seen = static_cast<SeenSlot *>(self);
        __tsan_acquire(seen);
        if (which == Call) {
            seen->m_slot->call(receiver, arguments);
            __tsan_release(seen); // whoever posted it may be the last to hold it
        } else if (which == Destroy) {
            seen->m_slot->destroyIfLastRef();
            delete seen;
        }
    }

    QSlotObjectBase *m_slot;
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

bool _ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv(
    QObject *object, QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type, void *answer)
{
    static const auto real = theOneOfQt<bool(QObject *, QtPrivate::QSlotObjectBase *, Qt::ConnectionType, void *)>(
        "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
    return real(object, new SeenSlot(slot), type, answer);
}
}
