#include "ui/transcript/FindHits.h"

#include "ui/transcript/TranscriptModel.h"

#include <algorithm>

namespace cloister::ui {

// Characters looked at without a pause; some milliseconds.
static constexpr qsizetype kAtOnce = 400'000;

FindHits::FindHits(TranscriptModel &model, QObject *parent) : QObject(parent), m_model(model)
{
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &FindHits::scan);
    connect(&model, &TranscriptModel::loadingChanged, this, &FindHits::restart);
    connect(&model, &TranscriptModel::modelReset, this, &FindHits::restart);
}

void FindHits::setText(const QString &text)
{
    m_text = text;
    restart();
}

void FindHits::restart()
{
    m_rows.clear();
    m_scanned = 0;
    m_isComplete = false;
    if (m_text.isEmpty() || !m_model.isComplete())
        m_timer.stop(); // until the rest is there
    else
        m_timer.start();
}

void FindHits::scan()
{
    qsizetype seen = 0;
    for (; m_scanned < m_model.rowCount() && seen < kAtOnce; ++m_scanned) {
        const TranscriptRow &row = m_model.row(m_scanned);
        seen += row.length + 100;
        if (row.contains(m_text))
            m_rows.push_back(m_scanned);
    }
    if (m_scanned < m_model.rowCount())
        return;
    m_timer.stop();
    m_isComplete = true;
    Q_EMIT completed();
}

int FindHits::upTo(int row) const
{
    return static_cast<int>(std::upper_bound(m_rows.begin(), m_rows.end(), row) - m_rows.begin());
}

int FindHits::next(int row, int step) const
{
    if (m_rows.empty())
        return -1;
    if (step > 0) {
        const auto found = std::upper_bound(m_rows.begin(), m_rows.end(), row);
        return found == m_rows.end() ? m_rows.front() : *found;
    }
    const auto found = std::lower_bound(m_rows.begin(), m_rows.end(), row);
    return found == m_rows.begin() ? m_rows.back() : *(found - 1);
}

} // namespace cloister::ui
