#pragma once

#include "engine/base/Future.h"
#include "engine/base/Result.h"
#include "engine/model/AllowedNetwork.h"
#include "engine/model/Caller.h"

#include <QHostAddress>
#include <QList>
#include <QString>

#include <optional>

namespace cloister {

class Workspace;

/// Whether an address would pass, and why.
struct AddressVerdict
{
    enum class Why { NoList, Listed, NotListed, ThisMachine };

    Why why = Why::NotListed;
    QString network; ///< the entry that holds it, when listed
    QString note;
    std::optional<Why> keyWhy; ///< what the key's own list says: NoList, Listed or NotListed; nullopt when no key was named
    QString keyNetwork;        ///< the network of it that holds the address

    bool passes() const { return why != Why::NotListed && keyWhy != Why::NotListed; }
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
    /// comes, goes or gets another note. InvalidParameter for what is no network (auth::Network), one that stands there twice, a note of
    /// more than 256 characters, or too many; Conflict when the caller's own address passed and would no more, unless
    /// that is accepted.
    Future<Result<QList<AllowedNetwork>>> replace(
        const Caller &caller, const QString &projectId, QList<AllowedNetwork> entries, LockOut lockOut) const;

    /// Of one address: InvalidParameter for a network. With a key of the project, what its own list says too, which holds
    /// besides the project's; KeyNotFound.
    Result<AddressVerdict> test(
        const QString &projectId, const QString &address, const std::optional<QString> &keyId = {}) const;

private:
    Workspace &m_workspace;
};

} // namespace cloister
