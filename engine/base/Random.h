#pragma once

#include <QByteArray>

namespace cloister {

/// A source of random bytes. Implementations may be called from any thread.
class Random
{
public:
    Random() = default;
    Random(const Random &) = delete;
    Random &operator=(const Random &) = delete;
    virtual ~Random() = default;

    virtual QByteArray bytes(qsizetype count) = 0;
};

/// The operating system's generator, fit for secrets. Ends the program when the system has none to give.
class SystemRandom final : public Random
{
public:
    QByteArray bytes(qsizetype count) override;
};

} // namespace cloister
