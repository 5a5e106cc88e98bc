#pragma once

#include "engine/client/Records.h"
#include "ui/shell/Page.h"

class QSortFilterProxyModel;
class QStandardItemModel;
class QTabWidget;
class QVBoxLayout;

namespace cloister::ui {

class ChartPanel;
class RecordTable;
class StateStack;

/// The service itself: where it listens, how fast it answers, its newest requests (never their content) and its routes.
/// GUI thread.
class ServerPage : public Page
{
    Q_OBJECT

public:
    explicit ServerPage(const PageContext &context);

    void reload() override;
    QLineEdit *filterField() override { return m_filter; }

private:
    QWidget *makeContent();
    QWidget *makeTable(const QString &name, const QString &title, const QStringList &headers, QStandardItemModel *model,
        int stretched);
    void showRows(StateStack &stack, const QSortFilterProxyModel &rows);
    void show(const client::ServerInfo &info);
    void showAddresses(const QStringList &addresses);
    void showRecent(const QList<client::RecentRequest> &recent);
    void showRoutes(const QList<client::RouteInfo> &routes);
    void checkFiles();
    void confirmSeal();
    void seal();

    quint64 m_asked = 0;
    QVBoxLayout *m_addresses;
    QWidget *m_addressList = nullptr;
    ChartPanel *m_latency;
    QLineEdit *m_filter;
    QTabWidget *m_tabs;
    QStandardItemModel *m_recent;
    QStandardItemModel *m_routes;
    QTimer m_refresh;
};

} // namespace cloister::ui
