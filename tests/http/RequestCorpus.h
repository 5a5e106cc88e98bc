#pragma once

#include <QByteArray>
#include <QList>

namespace cloister::test {

/// One raw request and the status that is its only answer. 200 means that it reaches the handler, once.
struct CorpusEntry
{
    const char *name;
    QByteArray bytes;
    int status = 400;
};

/// Requests good, odd and hostile, for a server with the default limits and 1 MiB of body.
QList<CorpusEntry> requestCorpus();

} // namespace cloister::test
