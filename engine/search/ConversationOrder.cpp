#include "engine/search/ConversationOrder.h"

#include <utility>

namespace cloister::search {

void ConversationOrder::add(int slot, const QString &dialogueId, qint64 created, qint64 seq)
{
    const auto index = static_cast<size_t>(slot);
    if (m_beside.size() <= index) {
        m_beside.resize(index + 1);
        m_positions.resize(index + 1);
    }
    m_positions[index] = {{created, seq, slot}, dialogueId};
    std::set<Place> &places = m_dialogues[dialogueId];
    const auto here = places.insert(m_positions[index].place).first;
    Neighbours &beside = m_beside[index];
    if (here != places.begin()) {
        beside.previous = std::get<int>(*std::prev(here));
        m_beside[static_cast<size_t>(beside.previous)].next = slot;
    }
    if (const auto after = std::next(here); after != places.end()) {
        beside.next = std::get<int>(*after);
        m_beside[static_cast<size_t>(beside.next)].previous = slot;
    }
}

void ConversationOrder::remove(int slot)
{
    const Neighbours beside = std::exchange(m_beside[static_cast<size_t>(slot)], {});
    if (beside.previous >= 0)
        m_beside[static_cast<size_t>(beside.previous)].next = beside.next;
    if (beside.next >= 0)
        m_beside[static_cast<size_t>(beside.next)].previous = beside.previous;
    const Position position = std::exchange(m_positions[static_cast<size_t>(slot)], {});
    const auto places = m_dialogues.find(position.dialogueId);
    places->erase(position.place);
    if (places->empty())
        m_dialogues.erase(places);
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
