#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <vector>

namespace cloister::ui {

class TranscriptModel;

/// The messages of a dialogue that hold a text, gathered some thousand at a time so that nothing else waits for them. Begins
/// anew with every change of the text or the messages. GUI thread.
class FindHits : public QObject
{
    Q_OBJECT

public:
    /// `model` outlives it.
    explicit FindHits(TranscriptModel &model, QObject *parent = nullptr);

    /// Empty = nothing is looked for.
    void setText(const QString &text);
    /// Whether every message was looked at, all of the dialogue being there.
    bool isComplete() const { return m_isComplete; }
    int total() const { return static_cast<int>(m_rows.size()); }
    /// How many of them are at this row or before it.
    int upTo(int row) const;
    /// The next one from a row on, forwards (step 1) or backwards (-1), around the end; -1 when there is none.
    int next(int row, int step) const;

Q_SIGNALS:
    void completed();

private:
    void restart();
    void scan();

    TranscriptModel &m_model;
    QString m_text;
    std::vector<int> m_rows;
    int m_scanned = 0;
    bool m_isComplete = false;
    QTimer m_timer;
};

} // namespace cloister::ui
