#pragma once

#include "engine/auth/Network.h"
#include "engine/model/AllowedNetwork.h"

#include <QHash>
#include <QHostAddress>
#include <QList>
#include <QString>

#include <memory>
#include <mutex>
#include <optional>

namespace cloister::auth {

/// One allow-list, ready to be asked.
class AllowList
{
public:
    /// Entries that are no networks are left out.
    explicit AllowList(const QList<AllowedNetwork> &entries = {});

    bool isEmpty() const { return m_networks.isEmpty(); }
    /// The place in entries of the first network that holds the address; nullopt when none does.
    std::optional<qsizetype> match(const QHostAddress &address) const;
    bool contains(const QHostAddress &address) const { return match(address).has_value(); }

private:
    QList<Network> m_networks;
};

/// All that is known about who may come from where. A value.
struct AddressRules
{
    QHash<QString, AllowList> projects; ///< every project; an empty list admits all
    AllowList admin;                    ///< besides this machine
    AllowList proxies;                  ///< whose forwarded headers are believed

    /// At accept: false when every project has a list and the address is on none, nor is an admin's or a proxy's, nor
    /// this machine's.
    bool mayConnect(const QHostAddress &address) const;
    /// A project that is not known has no list; a null address is this process.
    bool mayUse(const QString &projectId, const QHostAddress &address) const;
    /// This machine, the in-process console (a null address), and what the admin list holds.
    bool mayAdminister(const QHostAddress &address) const;
};

/// The rules that hold now; replaced as a whole when they are changed. Any thread.
class CurrentRules
{
public:
    std::shared_ptr<const AddressRules> get() const;
    void set(AddressRules rules);

private:
    mutable std::mutex m_mutex; ///< guards m_rules
    std::shared_ptr<const AddressRules> m_rules = std::make_shared<const AddressRules>();
};

} // namespace cloister::auth
