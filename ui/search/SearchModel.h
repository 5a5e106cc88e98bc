#pragma once

#include "engine/client/ApiClient.h"
#include "engine/client/SearchRecords.h"

#include <QAbstractListModel>

#include <optional>

namespace cloister::ui {

/// One result as it is shown.
struct SearchRow
{
    double relevance = 0;
    QString title;      ///< who said it, or what the dialogue or memory is called; visible text
    QString text;       ///< what was found in it; visible text
    qint64 created = 0;
    QString dialogueId; ///< empty for a memory
    QString messageId;  ///< the message to open at; empty = the dialogue's start

    static SearchRow fromResult(const client::SearchResult &result);
};

/// The answer to one question, best first. GUI thread; nothing here waits.
class SearchModel : public QAbstractListModel
{
    Q_OBJECT

public:
    /// `api` outlives the model.
    explicit SearchModel(const client::ApiClient &api, QObject *parent = nullptr);

    /// Asks; what was found before stays until the answer is there.
    void search(const client::Place &place, const client::SearchRequest &request);
    void clear();

    bool isLoading() const { return m_isLoading; }
    /// Whether an answer is shown.
    bool isAnswered() const { return m_isAnswered; }
    const std::optional<Error> &error() const { return m_error; }
    const client::SearchAnswer &answer() const { return m_answer; }
    const client::Place &place() const { return m_place; }
    const QString &query() const { return m_query; }
    const SearchRow &row(int index) const { return m_rows.at(index); }
    /// From the question to the answer, in milliseconds.
    qint64 elapsedMs() const { return m_elapsedMs; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void loadingChanged();

private:
    const client::ApiClient &m_api;
    client::Place m_place;
    QString m_query;
    QList<SearchRow> m_rows;
    client::SearchAnswer m_answer;
    std::optional<Error> m_error;
    quint64 m_generation = 0;
    qint64 m_elapsedMs = 0;
    bool m_isLoading = false;
    bool m_isAnswered = false;
};

} // namespace cloister::ui
