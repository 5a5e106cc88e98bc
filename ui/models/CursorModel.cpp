#include "ui/models/CursorModel.h"

namespace cloister::ui {

void CursorModel::reload()
{
    m_isFirstPage = true;
    send({});
}

void CursorModel::clear()
{
    ++m_request;
    beginResetModel();
    dropRows();
    m_next.clear();
    m_isLoaded = false;
    m_isFirstPage = true;
    endResetModel();
    finish(std::nullopt);
}

bool CursorModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_isLoaded && !m_isLoading && !m_error && !m_next.isEmpty();
}

void CursorModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        send(m_next);
}

void CursorModel::send(const QString &next)
{
    ++m_request;
    m_isLoading = true;
    m_error.reset();
    Q_EMIT loadingChanged();
    ask(next, m_request);
}

void CursorModel::finish(std::optional<Error> error)
{
    m_isLoading = false;
    m_error = std::move(error);
    Q_EMIT loadingChanged();
}

} // namespace cloister::ui
