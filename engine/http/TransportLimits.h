#pragma once

#include <QtGlobal>

#include <chrono>

namespace cloister::http {

/// Everything a stranger may use up before a request reaches the dispatcher. A value, fixed when a transport is made.
struct TransportLimits
{
    qsizetype requestLineBytes = 8 * 1024;        ///< without its line end; beyond: 414
    qsizetype headerBytes = 16 * 1024;            ///< all header lines with their line ends; beyond: 431
    qsizetype headerCount = 64;                   ///< beyond: 431
    qint64 bodyBytes = 1024 * 1024;               ///< where no bodyLimit hook is given; beyond: 413
    qint64 bodiesInFlightBytes = 128 * 1024 * 1024; ///< bodies received and not yet answered, in all; beyond: 503
    qsizetype connections = 512;                  ///< open at once; one more is closed at accept
    qsizetype connectionsPerAddress = 64;         ///< of those, unauthenticated ones of one address
    std::chrono::milliseconds handshakeTime{5000};
    std::chrono::milliseconds headTime{5000};     ///< from a head's first byte to its last; beyond: 408
    std::chrono::milliseconds idleTime{15000};    ///< between requests; beyond: closed without an answer
    std::chrono::milliseconds rateWindow{5000};   ///< each such stretch of a body or an answer must keep the rate below
    qint64 bytesPerSecond = 4096;                 ///< a slower body: 408; a slower reader of an answer is cut off
    std::chrono::milliseconds lingerTime{1000};   ///< how long bytes behind a refused request are read and dropped
};

} // namespace cloister::http
