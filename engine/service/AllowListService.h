#pragma once

#include "engine/base/Future.h"
#include "engine/base/Result.h"
#include "engine/model/AllowedNetwork.h"
#include "engine/model/Caller.h"

#include <QHostAddress>
#include <QList>
#include <QString>

namespace cloister {

class Workspace;

/// Whether an address would pass, and why.
struct AddressVerdict
{
    enum class Why { NoList, Listed, NotListed, ThisMachine };

    Why why = Why::NotListed;
    QString network; ///< the entry that holds it, when listed
    QString note;

    bool passes() const { return why != Why::NotListed; }
};

/// Whether a change may shut out the address it is made from.
enum class LockOut { Refuse, Accept };

/// The allow-lists of projects and, with an empty project id, of administration. A project without a list admits all
/// addresses; administration without one admits this machine alone, which it always does. ProjectNotFound. Any thread.
class AllowListService
{
public:
    static constexpr qsizetype kMaxEntries = 1'000;

    explicit AllowListService(Workspace &workspace) : m_workspace(workspace) {}

    Result<QList<AllowedNetwork>> list(const QString &projectId) const;

    /// The list as it shall be from the next request on; entries that stay keep their time. One event for each that
    /// comes or goes. InvalidParameter for what is no network (auth::Network), one that stands there twice, a note of
    /// more than 256 characters, or too many; Conflict when the caller's own address passed and would no more, unless
    /// that is accepted.
    Future<Result<QList<AllowedNetwork>>> replace(
        const Caller &caller, const QString &projectId, QList<AllowedNetwork> entries, LockOut lockOut) const;

    /// Of one address: InvalidParameter for a network.
    Result<AddressVerdict> test(const QString &projectId, const QString &address) const;

private:
    Workspace &m_workspace;
};

} // namespace cloister
