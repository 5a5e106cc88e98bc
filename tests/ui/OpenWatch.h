#pragma once

#include <QFile>

#include <sys/inotify.h>
#include <unistd.h>

namespace cloister::test {

/// Tells whether a file was opened by anyone since it was asked last.
class OpenWatch
{
public:
    explicit OpenWatch(const QString &file) : m_descriptor(inotify_init1(IN_NONBLOCK))
    {
        inotify_add_watch(m_descriptor, QFile::encodeName(file).constData(), IN_OPEN);
    }
    ~OpenWatch() { ::close(m_descriptor); }
    Q_DISABLE_COPY_MOVE(OpenWatch)

    bool wasOpened() const
    {
        char events[4096];
        return ::read(m_descriptor, events, sizeof events) > 0;
    }

private:
    int m_descriptor;
};

} // namespace cloister::test
