#pragma once

#include "engine/client/Records.h"
#include "ui/shell/Page.h"

class QGridLayout;
class QTableWidget;

namespace cloister::ui {

class Card;
class ChartPanel;
class CopyButton;
class FigureCard;
class PlainLabel;

/// The workspace at one glance; each figure leads to the page behind it. GUI thread.
class OverviewPage : public Page
{
    Q_OBJECT

public:
    explicit OverviewPage(const PageContext &context);

    void reload() override;

private:
    struct Busy
    {
        QString project;
        QString projectId;
        NamespaceInfo info;
    };

    QWidget *makeContent();
    void addFigures(QGridLayout &grid);
    void addCharts(QGridLayout &grid);
    void addLists(QGridLayout &grid);
    void showEmptyWorkspace();
    void askProjects(quint64 asked);
    void askServer(quint64 asked);
    void askRecord(quint64 asked);
    void askProject(quint64 asked, const Project &project);
    void showProjects();
    void showServer(const client::ServerInfo &info);
    void showRecord(const client::Checkpoints &checkpoints);
    void showBusiest();

    quint64 m_asked = 0;
    QList<client::ProjectOverview> m_projects;
    qint64 m_expected = 0;
    QList<Busy> m_busy;
    FigureCard *m_state;
    FigureCard *m_content;
    FigureCard *m_denied;
    FigureCard *m_record;
    ChartPanel *m_requests;
    ChartPanel *m_storage;
    QTableWidget *m_busiest;
    PlainLabel *m_address;
    CopyButton *m_copyAddress;
};

} // namespace cloister::ui
