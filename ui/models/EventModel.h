#pragma once

#include "ui/models/CursorModel.h"

namespace cloister::ui {

/// What came of an event in one word: "Done", "Refused" or "Failed".
QString outcomeText(const QString &outcome);
/// Why, in words: "Not signed in" for UNAUTHENTICATED; empty for "ok" and for codes that no event is known to have.
QString outcomeReason(const QString &outcome);
/// Why, with the code itself for those who look it up: "Not signed in (UNAUTHENTICATED)"; empty for "ok".
QString outcomeDetail(const QString &outcome);
/// Where whoever acted came from; the console's own requests have no address.
QString addressText(const client::Event &event);
/// An action, "message.create", in words; unknown ones as they are.
QString actionText(const QString &action);
/// "API key abcd1234", "Admin local", "System".
QString actorText(const QString &actor);

/// The events of a project or of the workspace, newest first, with those that happen meanwhile put on top. GUI thread.
class EventModel : public RecordModel<client::Event>
{
    Q_OBJECT

public:
    enum Column { Time, Actor, Action, Entity, Namespace, Address, Outcome, ColumnCount };

    /// `api` outlives the model.
    explicit EventModel(const client::ApiClient &api, QObject *parent = nullptr);

    /// Shows another log or other events of it; an empty project id is the workspace's own log.
    void show(const QString &projectId, const client::EventFilter &filter);
    /// Asks for what happened since the newest row. Failures are left to the next time.
    void poll();

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    client::ApiClient::Answered<client::Items<client::Event>> request(const QString &next) override;

private:
    void prepend(const QList<client::Event> &oldestFirst);
    QString shown(const client::Event &event, int column) const;
    QString toolTip(const client::Event &event, int column) const;

    const client::ApiClient &m_api;
    QString m_projectId;
    client::EventFilter m_filter;
    quint64 m_shown = 0;
    bool m_isPolling = false;
};

} // namespace cloister::ui
