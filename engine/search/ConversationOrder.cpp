#include "engine/search/ConversationOrder.h"

namespace cloister::search {

void ConversationOrder::add(int slot, const QString &dialogueId, qint64 created, qint64 seq)
{
    if (m_links.size() <= static_cast<size_t>(slot))
        m_links.resize(static_cast<size_t>(slot) + 1);
    Link &link = m_links[static_cast<size_t>(slot)];
    link = {-1, -1, {created, seq, slot}, dialogueId};
    std::set<Place> &places = m_dialogues[dialogueId];
    const auto here = places.insert(link.place).first;
    if (here != places.begin()) {
        link.previous = std::get<int>(*std::prev(here));
        m_links[static_cast<size_t>(link.previous)].next = slot;
    }
    if (const auto after = std::next(here); after != places.end()) {
        link.next = std::get<int>(*after);
        m_links[static_cast<size_t>(link.next)].previous = slot;
    }
}

void ConversationOrder::remove(int slot)
{
    Link &link = m_links[static_cast<size_t>(slot)];
    if (link.previous >= 0)
        m_links[static_cast<size_t>(link.previous)].next = link.next;
    if (link.next >= 0)
        m_links[static_cast<size_t>(link.next)].previous = link.previous;
    const auto places = m_dialogues.find(link.dialogueId);
    places->erase(link.place);
    if (places->empty())
        m_dialogues.erase(places);
    link = {};
}

std::vector<int> ConversationOrder::messagesOf(const QString &dialogueId) const
{
    std::vector<int> slots;
    const auto places = m_dialogues.constFind(dialogueId);
    if (places != m_dialogues.constEnd()) {
        for (const Place &place : *places)
            slots.push_back(std::get<int>(place));
    }
    return slots;
}

} // namespace cloister::search
