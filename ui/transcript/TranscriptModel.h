#pragma once

#include "engine/base/Error.h"
#include "engine/client/ApiClient.h"
#include "ui/transcript/TranscriptRow.h"

#include <QAbstractListModel>

#include <optional>

namespace cloister::ui {

/// The messages of one dialogue in their order, one unbroken stretch of them that grows at both ends as it is read. GUI
/// thread; nothing here waits, and content is read on other threads.
class TranscriptModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum class Start { First, Last };
    enum Role { kIdRole = Qt::UserRole };

    /// `api` outlives the model.
    explicit TranscriptModel(const client::ApiClient &api, QObject *parent = nullptr);

    /// Shows a dialogue from its first or its last messages.
    void show(const client::Place &place, const QString &dialogueId, Start start);
    /// Shows it around one message, of which the time is known.
    void showAt(const client::Place &place, const QString &dialogueId, const QString &messageId, qint64 created);
    /// Shows nothing.
    void clear();

    const client::Place &place() const { return m_place; }
    const QString &dialogueId() const { return m_dialogueId; }
    bool isLoaded() const { return m_isLoaded; }
    bool isLoading() const { return m_forward.isAsked || m_backward.isAsked; }
    const std::optional<Error> &error() const { return m_error; }

    bool canFetchMore(const QModelIndex &parent = {}) const override;
    void fetchMore(const QModelIndex &parent = {}) override;
    bool canFetchBefore() const;
    void fetchBefore();
    /// Goes on in both directions until every message is there.
    void fetchAll();
    bool isComplete() const { return m_isLoaded && m_forward.isEnded && m_backward.isEnded; }

    const TranscriptRow &row(int index) const { return m_rows.at(index); }
    /// -1 when it is not among the rows.
    int rowOf(const QString &messageId) const;
    /// Whether a day begins with this row.
    bool isFirstOfDay(int index) const;
    /// Whether this row goes on what the same speaker said just before.
    bool isContinued(int index) const;

    /// The threads of the dialogue, in any order.
    void setThreads(QList<Dialogue> threads);
    /// Those that branch off after this row and before the next.
    QList<Dialogue> threadsAfter(int index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void loadingChanged();
    /// The first page is there; `row` is the one to look at.
    void opened(int row);

private:
    struct Direction
    {
        client::ListFilter filter;
        bool isAsked = false;
        bool isEnded = true;
    };
    struct Batch
    {
        QList<TranscriptRow> rows;
        QString next;
    };

    void begin(const client::Place &place, const QString &dialogueId);
    void ask(Direction &direction);
    void answered(Direction &direction, const Result<Batch> &answer);
    void arrived(const Direction &direction, QList<TranscriptRow> rows);
    void append(const QList<TranscriptRow> &rows);
    void prepend(const QList<TranscriptRow> &rows);

    const client::ApiClient &m_api;
    client::Place m_place;
    QString m_dialogueId;
    QString m_target; ///< the message to open at
    Direction m_forward;
    Direction m_backward;
    QList<TranscriptRow> m_rows;
    QList<Dialogue> m_threads; ///< by creation
    std::optional<Error> m_error;
    qint64 m_serial = 0;
    quint64 m_generation = 0;
    bool m_isLoaded = false;
    bool m_wantsAll = false;
};

} // namespace cloister::ui
