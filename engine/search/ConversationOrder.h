#pragma once

#include <QHash>
#include <QString>

#include <set>
#include <tuple>
#include <vector>

namespace cloister::search {

/// Which message comes before and after which within its dialogue, in order of (created, seq). Messages are known by
/// their slots. Not synchronised: reads may run at the same time, changes alone.
class ConversationOrder
{
public:
    void add(int slot, const QString &dialogueId, qint64 created, qint64 seq);
    /// Closes the gap that an added slot leaves.
    void remove(int slot);

    int previous(int slot) const { return m_beside[static_cast<size_t>(slot)].previous; } ///< -1 at the start
    int next(int slot) const { return m_beside[static_cast<size_t>(slot)].next; }         ///< -1 at the end
    /// The slots of a dialogue in order.
    std::vector<int> messagesOf(const QString &dialogueId) const;

private:
    using Place = std::tuple<qint64, qint64, int>; ///< created, seq, slot
    struct Neighbours
    {
        int previous = -1;
        int next = -1;
    };
    struct Position
    {
        Place place;
        QString dialogueId;
    };

    QHash<QString, std::set<Place>> m_dialogues;
    std::vector<Neighbours> m_beside; ///< by slot; apart from the rest, since every search walks through them
    std::vector<Position> m_positions; ///< by slot
};

} // namespace cloister::search
