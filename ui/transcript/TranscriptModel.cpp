#include "ui/transcript/TranscriptModel.h"

#include "engine/base/Time.h"

#include <QSet>

#include <algorithm>

namespace cloister::ui {

// Messages a request: few for what is looked at first, many when everything is wanted.
static constexpr int kFirstMessages = 100;
static constexpr int kMoreMessages = 250;
static constexpr int kAllMessages = 1000;
// Within this time the same speaker goes on without being named again.
static constexpr qint64 kSameBreathMs = 5 * 60 * qint64(1000);

TranscriptModel::TranscriptModel(const client::ApiClient &api, QObject *parent) : QAbstractListModel(parent), m_api(api) {}

void TranscriptModel::begin(const client::Place &place, const QString &dialogueId)
{
    beginResetModel();
    ++m_generation;
    m_place = place;
    m_dialogueId = dialogueId;
    m_target.clear();
    m_rows.clear();
    m_threads.clear();
    m_error.reset();
    m_forward = {};
    m_backward = {};
    m_forward.filter.order = QStringLiteral("asc");
    m_backward.filter.order = QStringLiteral("desc");
    m_isLoaded = false;
    m_wantsAll = false;
    endResetModel();
}

void TranscriptModel::show(const client::Place &place, const QString &dialogueId, Start start)
{
    begin(place, dialogueId);
    Direction &direction = start == Start::First ? m_forward : m_backward;
    direction.isEnded = false;
    ask(direction);
}

void TranscriptModel::showAt(
    const client::Place &place, const QString &dialogueId, const QString &messageId, qint64 created)
{
    begin(place, dialogueId);
    m_target = messageId;
    m_forward.filter.startDate = toIso(created);
    m_backward.filter.endDate = toIso(created);
    m_forward.isEnded = false;
    m_backward.isEnded = false;
    ask(m_forward);
}

void TranscriptModel::clear()
{
    begin({}, {});
    Q_EMIT loadingChanged();
}

bool TranscriptModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_isLoaded && !m_forward.isEnded && !m_forward.isAsked && !m_error;
}

void TranscriptModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        ask(m_forward);
}

bool TranscriptModel::canFetchBefore() const
{
    return m_isLoaded && !m_backward.isEnded && !m_backward.isAsked && !m_error;
}

void TranscriptModel::fetchBefore()
{
    if (canFetchBefore())
        ask(m_backward);
}

void TranscriptModel::fetchAll()
{
    m_wantsAll = true;
    fetchMore();
    fetchBefore();
}

void TranscriptModel::ask(Direction &direction)
{
    direction.isAsked = true;
    direction.filter.limit = m_wantsAll ? kAllMessages : m_isLoaded ? kMoreMessages : kFirstMessages;
    const auto read = [](const Result<client::Answer<client::Items<Message>>> &answer) -> Result<Batch> {
        if (!answer)
            return answer.unexpected();
        Batch batch;
        batch.next = answer->value.next;
        for (const Message &message : answer->value.items)
            batch.rows.append(TranscriptRow::fromMessage(message));
        return batch;
    };
    const auto shown = [this, &direction, generation = m_generation](const Result<Batch> &answer) {
        if (generation == m_generation)
            answered(direction, answer);
    };
    m_api.messages(m_place, m_dialogueId, direction.filter).then(QThreadPool::globalInstance(), read).then(this, shown);
    Q_EMIT loadingChanged();
}

void TranscriptModel::answered(Direction &direction, const Result<Batch> &answer)
{
    direction.isAsked = false;
    if (!answer) {
        m_error = answer.error();
        Q_EMIT loadingChanged();
        return;
    }
    direction.filter.next = answer->next;
    direction.isEnded = answer->next.isEmpty();
    const bool isFirst = !m_isLoaded;
    m_isLoaded = true;
    arrived(direction, answer->rows);
    if (isFirst) {
        const int target = m_target.isEmpty() ? -1 : rowOf(m_target);
        const int row = target >= 0 ? target : &direction == &m_backward ? rowCount() - 1 : 0;
        Q_EMIT opened(row);
        fetchBefore(); // around a message that is looked for, what was said before belongs to it
    }
    if (m_wantsAll)
        fetchAll();
    Q_EMIT loadingChanged();
}

void TranscriptModel::arrived(const Direction &direction, QList<TranscriptRow> rows)
{
    for (TranscriptRow &row : rows)
        row.serial = ++m_serial;
    if (&direction == &m_forward) {
        append(rows);
        return;
    }
    // The two directions meet in one instant, which both include.
    QSet<QString> known;
    for (qsizetype i = 0; i < m_rows.size() && m_rows.at(i).message.created == m_rows.first().message.created; ++i)
        known.insert(m_rows.at(i).message.id);
    rows.removeIf([&](const TranscriptRow &row) { return known.contains(row.message.id); });
    std::reverse(rows.begin(), rows.end());
    prepend(rows);
}

void TranscriptModel::append(const QList<TranscriptRow> &rows)
{
    if (rows.isEmpty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(rows.size()) - 1);
    m_rows.append(rows);
    endInsertRows();
}

void TranscriptModel::prepend(const QList<TranscriptRow> &rows)
{
    if (rows.isEmpty())
        return;
    beginInsertRows({}, 0, static_cast<int>(rows.size()) - 1);
    m_rows = rows + m_rows;
    endInsertRows();
    const QModelIndex seam = index(static_cast<int>(rows.size()));
    if (seam.isValid())
        Q_EMIT dataChanged(seam, seam); // it may be no longer the first of its day or of its speaker
}

int TranscriptModel::rowOf(const QString &messageId) const
{
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows.at(i).message.id == messageId)
            return i;
    }
    return -1;
}

bool TranscriptModel::isFirstOfDay(int index) const
{
    return index == 0 || m_rows.at(index - 1).day != m_rows.at(index).day;
}

bool TranscriptModel::isContinued(int index) const
{
    if (isFirstOfDay(index) || !threadsAfter(index - 1).isEmpty())
        return false;
    const Message &before = m_rows.at(index - 1).message;
    const Message &message = m_rows.at(index).message;
    return before.role == message.role && before.name == message.name && message.created - before.created < kSameBreathMs;
}

void TranscriptModel::setThreads(QList<Dialogue> threads)
{
    std::sort(threads.begin(), threads.end(), [](const Dialogue &a, const Dialogue &b) { return a.created < b.created; });
    m_threads = threads;
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

QList<Dialogue> TranscriptModel::threadsAfter(int row) const
{
    if (m_threads.isEmpty())
        return {};
    const auto isBefore = [](const Dialogue &thread, qint64 time) { return thread.created < time; };
    const bool isFirst = row == 0 && m_backward.isEnded;
    const bool isLast = row + 1 >= rowCount();
    const auto from = isFirst ? m_threads.begin()
                              : std::lower_bound(m_threads.begin(), m_threads.end(), m_rows.at(row).message.created, isBefore);
    const auto to = isLast ? m_threads.end()
                           : std::lower_bound(m_threads.begin(), m_threads.end(), m_rows.at(row + 1).message.created, isBefore);
    if (isLast && !m_forward.isEnded)
        return {};
    return from < to ? QList<Dialogue>(from, to) : QList<Dialogue>();
}

int TranscriptModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant TranscriptModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TranscriptRow &row = m_rows.at(index.row());
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return row.spoken();
    if (role == kIdRole)
        return row.message.id;
    return {};
}

} // namespace cloister::ui
