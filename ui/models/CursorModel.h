#pragma once

#include "engine/base/Error.h"
#include "engine/client/ApiClient.h"

#include <QAbstractTableModel>

#include <optional>

namespace cloister::ui {

/// A table that is read page by page as the view asks for more. The rows it has stay until the first page of a reload is
/// there, so that views do not flicker. GUI thread; nothing here waits.
class CursorModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit CursorModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    /// Asks for the first page anew; answers still on their way are dropped.
    void reload();
    /// Forgets everything and asks nothing.
    void clear();

    bool isLoading() const { return m_isLoading; }
    /// Whether the first page has come since the last clear().
    bool isLoaded() const { return m_isLoaded; }
    /// Whether every page has come.
    bool isComplete() const { return m_isLoaded && m_next.isEmpty(); }
    const std::optional<Error> &error() const { return m_error; }

    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    /// A request was sent, answered or refused.
    void loadingChanged();

protected:
    /// Sends the request for the page after `next` (empty: the first) and hands the answer to arrived() or failed().
    virtual void ask(const QString &next, quint64 request) = 0;
    /// Drops all rows, without the signals of the model.
    virtual void dropRows() = 0;

    /// Whether the answer to this request is still wanted.
    bool isCurrent(quint64 request) const { return request == m_request; }
    /// Around the rows of an answer: `add` puts them in.
    template<typename Add>
    void arrived(int count, const QString &next, Add add)
    {
        const bool isFirst = m_isFirstPage;
        if (isFirst) {
            beginResetModel();
            dropRows();
        } else if (count > 0) {
            beginInsertRows({}, rowCount(), rowCount() + count - 1);
        }
        add();
        m_next = next;
        m_isLoaded = true;
        m_isFirstPage = false;
        m_isLoading = false; // views ask for more from within the signals
        m_error.reset();
        if (isFirst)
            endResetModel();
        else if (count > 0)
            endInsertRows();
        Q_EMIT loadingChanged();
    }
    void failed(const Error &error) { finish(error); }

private:
    void send(const QString &next);
    void finish(std::optional<Error> error);

    QString m_next;
    std::optional<Error> m_error;
    quint64 m_request = 0;
    bool m_isLoading = false;
    bool m_isLoaded = false;
    bool m_isFirstPage = true;
};

/// The same for records of one kind.
template<typename T>
class RecordModel : public CursorModel
{
public:
    using CursorModel::CursorModel;

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_records.size());
    }
    const QList<T> &records() const { return m_records; }
    /// The record of a row that exists.
    const T &record(int row) const { return m_records.at(row); }

protected:
    virtual client::ApiClient::Answered<client::Items<T>> request(const QString &next) = 0;

    void ask(const QString &next, quint64 asked) override
    {
        request(next).then(this, [this, asked](const auto &answer) {
            if (!isCurrent(asked))
                return;
            if (!answer) {
                failed(answer.error());
                return;
            }
            const QList<T> &items = answer->value.items;
            arrived(static_cast<int>(items.size()), answer->value.next, [&] { m_records.append(items); });
        });
    }
    void dropRows() override { m_records.clear(); }

    QList<T> m_records;
};

} // namespace cloister::ui
