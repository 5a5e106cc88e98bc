#pragma once

#include "ui/models/CursorModel.h"

namespace cloister::ui {

/// "Active", "Ended", "Archived".
QString statusText(DialogueStatus status);
/// A dialogue's label, or its id when it has none.
QString dialogueTitle(const Dialogue &dialogue);

/// The dialogues of one namespace, or the threads of one dialogue, newest first. GUI thread.
class DialogueModel : public RecordModel<Dialogue>
{
    Q_OBJECT

public:
    enum Column { Title, Status, Messages, Threads, LastMessage, Created, Tags, ColumnCount };
    static constexpr int kIdRole = Qt::UserRole;

    /// `api` outlives the model.
    explicit DialogueModel(const client::ApiClient &api, QObject *parent = nullptr);

    /// Shows another list from its start; the rows of the old one go at once when the place is another.
    void show(const client::Place &place, const client::ListFilter &filter);
    const client::Place &place() const { return m_place; }
    const client::ListFilter &filter() const { return m_filter; }
    /// Puts a changed dialogue in its row.
    void replace(const Dialogue &dialogue);

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// The service orders by creation only; other columns leave the order as it is.
    void sort(int column, Qt::SortOrder order) override;

protected:
    client::ApiClient::Answered<client::Items<Dialogue>> request(const QString &next) override;

private:
    QString shown(const Dialogue &dialogue, int column) const;
    QString toolTip(const Dialogue &dialogue, int column) const;

    const client::ApiClient &m_api;
    client::Place m_place;
    client::ListFilter m_filter;
};

} // namespace cloister::ui
