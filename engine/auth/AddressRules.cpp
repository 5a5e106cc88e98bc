#include "engine/auth/AddressRules.h"

#include <algorithm>

namespace cloister::auth {

AllowList::AllowList(const QList<AllowedNetwork> &entries)
{
    for (const AllowedNetwork &entry : entries) {
        if (const auto network = Network::parse(entry.network))
            m_networks.append(*network);
    }
}

std::optional<qsizetype> AllowList::match(const QHostAddress &address) const
{
    const auto found = std::find_if(m_networks.begin(), m_networks.end(),
        [&](const Network &network) { return network.contains(address); });
    return found == m_networks.end() ? std::nullopt : std::optional(found - m_networks.begin());
}

static bool isThisMachine(const QHostAddress &address)
{
    return Network::folded(address).isLoopback();
}

bool AddressRules::mayConnect(const QHostAddress &address) const
{
    const bool isOpen = projects.isEmpty()
        || std::any_of(projects.begin(), projects.end(), [](const AllowList &list) { return list.isEmpty(); });
    if (isOpen || isThisMachine(address) || admin.contains(address) || proxies.contains(address))
        return true;
    return std::any_of(projects.begin(), projects.end(), [&](const AllowList &list) { return list.contains(address); });
}

bool AddressRules::mayUse(const QString &projectId, const QHostAddress &address) const
{
    const AllowList list = projects.value(projectId);
    return address.isNull() || list.isEmpty() || list.contains(address);
}

bool AddressRules::mayAdminister(const QHostAddress &address) const
{
    return address.isNull() || isThisMachine(address) || admin.contains(address);
}

std::shared_ptr<const AddressRules> CurrentRules::get() const
{
    const std::lock_guard lock(m_mutex);
    return m_rules;
}

void CurrentRules::set(AddressRules rules)
{
    auto fresh = std::make_shared<const AddressRules>(std::move(rules));
    const std::lock_guard lock(m_mutex);
    m_rules.swap(fresh);
}

} // namespace cloister::auth
