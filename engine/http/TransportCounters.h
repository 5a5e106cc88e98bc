#pragma once

#include <QtGlobal>

#include <atomic>

namespace cloister::http {

/// What a transport has done since it was made; a copy of one moment.
struct TransportStatistics
{
    qint64 openConnections = 0;
    qint64 accepted = 0;          ///< connections let in
    qint64 refusedConnections = 0; ///< closed at accept
    qint64 failedHandshakes = 0;
    qint64 requests = 0;          ///< handed to the handler
    qint64 refusedRequests = 0;   ///< answered by the transport itself
    qint64 droppedAnswers = 0;    ///< answers whose client had left
};

/// The running counts behind TransportStatistics: written on the I/O thread, read on any.
class TransportCounters
{
public:
    std::atomic<qint64> openConnections = 0;
    std::atomic<qint64> accepted = 0;
    std::atomic<qint64> refusedConnections = 0;
    std::atomic<qint64> failedHandshakes = 0;
    std::atomic<qint64> requests = 0;
    std::atomic<qint64> refusedRequests = 0;
    std::atomic<qint64> droppedAnswers = 0;

    TransportStatistics snapshot() const
    {
        return {openConnections, accepted,        refusedConnections, failedHandshakes,
                requests,        refusedRequests, droppedAnswers};
    }
};

} // namespace cloister::http
