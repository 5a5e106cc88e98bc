#include "ui/overview/OverviewPage.h"

#include "ui/charts/ChartPanel.h"
#include "ui/models/RecordText.h"
#include "ui/overview/SampleData.h"
#include "ui/session/Session.h"
#include "ui/shell/PageRegistry.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/CopyButton.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/PlainLabel.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QTableWidget>

#include <algorithm>
#include <tuple>

namespace cloister::ui {

static constexpr int kBusiest = 5; // all in sight in a small window
static constexpr int kStorageBars = 6;

OverviewPage::OverviewPage(const PageContext &context) :
    Page(context, tr("Overview")),
    m_state(new FigureCard(tr("Workspace"))),
    m_content(new FigureCard(tr("Stored"))),
    m_denied(new FigureCard(tr("Refused (last hour)"))),
    m_record(new FigureCard(tr("Audit log"))),
    m_requests(new ChartPanel(ChartKind::Line, tr("Requests a minute in the last hour"), tr("Requests"))),
    m_storage(new ChartPanel(ChartKind::Lying, tr("Storage by project"), tr("Size"))),
    m_busiest(new QTableWidget),
    m_address(new PlainLabel),
    m_copyAddress(new CopyButton(tr("Copy the address")))
{
    setContent(makeContent());
}

QWidget *OverviewPage::makeContent()
{
    auto *inside = new QWidget;
    auto *grid = new QGridLayout(inside);
    grid->setContentsMargins({});
    grid->setSpacing(2 * kGrid);
    for (int column = 0; column < 4; ++column)
        grid->setColumnStretch(column, 1);
    addFigures(*grid);
    addCharts(*grid);
    addLists(*grid);
    grid->setRowStretch(1, 1);
    grid->setRowStretch(2, 1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(inside);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->viewport()->setAutoFillBackground(false);
    inside->setAutoFillBackground(false);
    return scroll;
}

void OverviewPage::addFigures(QGridLayout &grid)
{
    m_state->setLink(tr("Server"), "overviewServer");
    m_content->setLink(tr("Tenants"), "overviewTenants");
    m_denied->setLink(tr("Audit"), "overviewRefused");
    m_record->setLink(tr("Audit"), "overviewAudit");
    int column = 0;
    for (const auto &[card, page, text] : {std::tuple<FigureCard *, const char *, QString>{m_state, "server", {}},
             {m_content, "tenants", {}}, {m_denied, "audit", QStringLiteral("access.refused")}, {m_record, "audit", {}}}) {
        grid.addWidget(card, 0, column++);
        connect(card, &Card::opened, this,
            [this, page = QByteArray(page), text = text] { navigator().open(page, {.text = text}); });
    }
}

void OverviewPage::addCharts(QGridLayout &grid)
{
    auto *requests = new Card(tr("Requests a minute in the last hour"));
    requests->body()->addWidget(m_requests);
    requests->addToHead(m_requests->tableSwitch());
    auto *storage = new Card(tr("Storage by project"));
    storage->body()->addWidget(m_storage);
    storage->addToHead(m_storage->tableSwitch());
    grid.addWidget(requests, 1, 0, 1, 2);
    grid.addWidget(storage, 1, 2, 1, 2);
}

void OverviewPage::addLists(QGridLayout &grid)
{
    m_busiest->setObjectName(QStringLiteral("busiest"));
    m_busiest->setAccessibleName(tr("Busiest namespaces"));
    m_busiest->setColumnCount(3);
    m_busiest->setHorizontalHeaderLabels({tr("Namespace"), tr("Project"), tr("Messages")});
    m_busiest->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_busiest->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_busiest->horizontalHeaderItem(2)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter); // as its numbers
    m_busiest->horizontalHeader()->setHighlightSections(false);
    m_busiest->verticalHeader()->setVisible(false);
    m_busiest->verticalHeader()->setDefaultSectionSize(7 * kGrid / 2);
    m_busiest->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    m_busiest->setMinimumHeight(14 * kGrid);
    m_busiest->setShowGrid(false);
    m_busiest->setFrameShape(QFrame::NoFrame);
    m_busiest->setStyleSheet(QStringLiteral("QTableWidget { border: none; }"));
    m_busiest->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_busiest->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_busiest->setSelectionMode(QAbstractItemView::SingleSelection);
    m_busiest->setTabKeyNavigation(false);
    auto *busiest = new Card(tr("Busiest namespaces"));
    busiest->body()->addWidget(m_busiest);
    connect(m_busiest, &QTableWidget::cellActivated, this, [this](int row) {
        if (row < m_busy.size())
            navigator().open("tenants", {.projectId = m_busy.at(row).projectId, .nameSpace = m_busy.at(row).info.nameSpace});
    });
    auto *address = new Card(tr("API address"));
    auto *line = new QHBoxLayout;
    m_address->setObjectName(QStringLiteral("overviewAddress"));
    line->addWidget(m_address, 1);
    line->addWidget(m_copyAddress);
    address->body()->addLayout(line);
    address->body()->addWidget(paragraph(tr("Applications reach the data API here, with an API key of their project."), "small"));
    address->body()->addStretch();
    if (session().mayWork())
        address->setLink(tr("Create a key"), "overviewKey");
    connect(address, &Card::opened, this, [this] { navigator().open("access"); });
    grid.addWidget(busiest, 2, 0, 1, 2);
    grid.addWidget(address, 2, 2, 1, 2);
}

void OverviewPage::reload()
{
    const quint64 asked = ++m_asked;
    showLoading();
    askProjects(asked);
}

void OverviewPage::askProjects(quint64 asked)
{
    session().api().projects().then(this, [this, asked](const auto &answer) {
        if (asked != m_asked)
            return;
        if (!answer) {
            showError(answer.error());
            return;
        }
        if (answer->value.items.isEmpty()) {
            showEmptyWorkspace();
            return;
        }
        m_projects.clear();
        m_busy.clear();
        m_expected = answer->value.items.size();
        askServer(asked);
        askRecord(asked);
        for (const Project &project : answer->value.items)
            askProject(asked, project);
    });
}

void OverviewPage::showEmptyWorkspace()
{
    if (!session().mayWork()) {
        showEmpty({.icon = "sample", .title = tr("The workspace is empty"), .text = tr("It has no project yet.")});
        return;
    }
    showEmpty({.icon = "sample", .title = tr("The workspace is empty"),
        .text = tr("Create a project for each application, or look around with sample conversations first."),
        .action = tr("Create a project"), .run = [this] { navigator().open("tenants"); },
        .second = tr("Try with sample data"), .runSecond = [this] {
            showLoading();
            loadSampleData(context(), this, [this] { reload(); });
        }});
}

void OverviewPage::askServer(quint64 asked)
{
    session().api().server().then(this, [this, asked](const auto &answer) {
        if (asked != m_asked)
            return;
        if (answer) {
            showServer(answer->value);
            showFilled();
        } else {
            showError(answer.error());
        }
    });
}

void OverviewPage::askRecord(quint64 asked)
{
    session().api().checkpoints({}, 0, 1).then(this, [this, asked](const auto &answer) {
        if (asked != m_asked)
            return;
        if (answer)
            showRecord(answer->value);
        else
            m_record->setFigure(tr("Unknown"), {});
    });
}

void OverviewPage::askProject(quint64 asked, const Project &project)
{
    session().api().project(project.id).then(this, [this, asked](const auto &answer) {
        if (asked != m_asked || !answer)
            return;
        m_projects.append(answer->value);
        if (m_projects.size() == m_expected)
            showProjects();
    });
    client::NamespaceFilter filter;
    filter.sort = QStringLiteral("messages");
    filter.order = QStringLiteral("desc");
    filter.limit = kBusiest;
    session().api().namespaces(project.id, filter).then(this, [this, asked, project](const auto &answer) {
        if (asked != m_asked || !answer)
            return;
        for (const NamespaceInfo &info : answer->value.items)
            m_busy.append({project.name, project.id, info});
        showBusiest();
    });
}

void OverviewPage::showProjects()
{
    std::sort(m_projects.begin(), m_projects.end(), [](const client::ProjectOverview &a, const client::ProjectOverview &b) {
        return a.totals.bytes > b.totals.bytes;
    });
    client::Totals all;
    qsizetype damaged = 0;
    QList<ChartValue> bars;
    for (const client::ProjectOverview &one : std::as_const(m_projects)) {
        all.messages += one.totals.messages;
        all.namespaces += one.totals.namespaces;
        all.bytes += one.totals.bytes;
        damaged += one.isDamaged ? 1 : 0;
        const QString size = sizeText(one.totals.bytes);
        if (bars.size() < kStorageBars)
            bars.append({visibleLine(one.project.name, 18) + QStringLiteral("  ") + size,
                static_cast<double>(one.totals.bytes), size});
    }
    m_storage->setValues(bars);
    //: after “in”
    const QString projects = tr("%Ln projects", nullptr, static_cast<int>(m_projects.size()));
    //: after “in”
    const QString namespaces = tr("%Ln namespaces", nullptr, static_cast<int>(all.namespaces));
    //: %2 is “3 projects”, %3 “5 namespaces”
    const QString where = tr("%1 in %2 and %3").arg(sizeText(all.bytes), projects, namespaces);
    m_content->setFigure(tr("%n messages", nullptr, static_cast<int>(all.messages)), where);
    if (damaged > 0)
        m_state->setFigure(tr("Damaged"), tr("%n projects cannot be read. Check the files on the Server page.", nullptr,
                                              static_cast<int>(damaged)), "error", "danger");
    else
        m_state->setFigure(tr("Open"), tr("Every project can be read"), "check");
}

void OverviewPage::showServer(const client::ServerInfo &info)
{
    QList<ChartValue> points;
    qint64 refused = 0;
    qint64 failed = 0;
    for (const client::Minute &minute : info.minutes) {
        refused += minute.refused;
        failed += minute.failed;
        points.append({clockText(minute.time), static_cast<double>(minute.requests), countText(minute.requests)});
    }
    m_requests->setValues(points);
    m_denied->setFigure(countText(refused), failed > 0 ? tr("%n requests failed", nullptr, static_cast<int>(failed))
                                                       : tr("No request failed"));
    const QString url = session().connection().url.isEmpty() ? info.addresses.value(0) : session().connection().url;
    m_address->setStored(url.isEmpty() ? tr("Not served to others") : url);
    m_copyAddress->setText(url);
    m_copyAddress->setVisible(!url.isEmpty());
    setSubtitle(tr("Version %1, running since %2").arg(info.version, zonedTime(info.started)));
}

void OverviewPage::showRecord(const client::Checkpoints &checkpoints)
{
    if (!checkpoints.alarm.isEmpty())
        m_record->setFigure(tr("Incomplete"), tr("Something that was signed is missing."), "error", "danger");
    else
        m_record->setFigure(tr("Intact"), checkpoints.items.isEmpty() ? tr("Nothing has been signed yet")
                                                                      : tr("Nothing that was signed is missing"), "check");
}

void OverviewPage::showBusiest()
{
    std::sort(m_busy.begin(), m_busy.end(), [](const Busy &a, const Busy &b) { return a.info.messages > b.info.messages; });
    m_busiest->setRowCount(static_cast<int>(qMin<qsizetype>(kBusiest, m_busy.size())));
    for (int row = 0; row < m_busiest->rowCount(); ++row) {
        const Busy &busy = m_busy.at(row);
        m_busiest->setItem(row, 0, new QTableWidgetItem(namespaceText(busy.info.nameSpace)));
        m_busiest->setItem(row, 1, new QTableWidgetItem(visibleLine(busy.project, 30)));
        auto *messages = new QTableWidgetItem(countText(busy.info.messages));
        messages->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_busiest->setItem(row, 2, messages);
    }
}

CLOISTER_PAGE(OverviewPage, "overview", QT_TRANSLATE_NOOP("PageRegistry", "Overview"), "overview", 10)

} // namespace cloister::ui
