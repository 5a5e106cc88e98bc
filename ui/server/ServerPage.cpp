#include "ui/server/ServerPage.h"

#include "engine/client/RecordReader.h"
#include "ui/charts/ChartPanel.h"
#include "ui/models/RecordText.h"
#include "ui/session/ErrorText.h"
#include "ui/session/Jobs.h"
#include "ui/session/Session.h"
#include "ui/shell/PageRegistry.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/ConfirmByName.h"
#include "ui/widgets/CopyButton.h"
#include "ui/widgets/FitColumns.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/PlainLabel.h"
#include "ui/widgets/RecordTable.h"
#include "ui/widgets/StateStack.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTabWidget>

#include <chrono>

namespace cloister::ui {

static constexpr std::chrono::seconds kRefresh{10};

ServerPage::ServerPage(const PageContext &context) :
    Page(context, tr("Server")),
    m_addresses(new QVBoxLayout),
    m_latency(new ChartPanel(ChartKind::Bars, tr("Answer times"), tr("Requests"))),
    m_filter(new QLineEdit),
    m_tabs(new QTabWidget),
    m_recent(new QStandardItemModel(this)),
    m_routes(new QStandardItemModel(this))
{
    auto *check = new QPushButton(tr("Check all files"));
    check->setObjectName(QStringLiteral("serverCheck"));
    check->setIcon(themeIcon("shield"));
    auto *seal = new QPushButton(tr("Seal…"));
    seal->setObjectName(QStringLiteral("serverSeal"));
    seal->setIcon(themeIcon("lock"));
    seal->setToolTip(tr("Stops serving until the workspace is unlocked again"));
    actions()->addWidget(check);
    actions()->addWidget(seal);
    seal->setVisible(context.session.mayAdminister());
    check->setVisible(context.session.mayWork());
    connect(check, &QPushButton::clicked, this, &ServerPage::checkFiles);
    connect(seal, &QPushButton::clicked, this, &ServerPage::confirmSeal);
    setContent(makeContent());
    m_refresh.setInterval(kRefresh);
    connect(&m_refresh, &QTimer::timeout, this, [this] {
        if (isVisible() && state() == State::Filled)
            reload();
    });
    m_refresh.start();
}

QWidget *ServerPage::makeContent()
{
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(2 * kGrid);
    auto *top = new QHBoxLayout;
    top->setSpacing(2 * kGrid);
    auto *addresses = new Card(tr("Listening at"));
    addresses->body()->addLayout(m_addresses);
    addresses->body()->addStretch();
    auto *latency = new Card(tr("Answer times in milliseconds, since the start"));
    latency->body()->addWidget(m_latency);
    latency->addToHead(m_latency->tableSwitch());
    top->addWidget(addresses, 2);
    top->addWidget(latency, 3);
    m_filter->setObjectName(QStringLiteral("serverFilter"));
    m_filter->setPlaceholderText(tr("Filter requests and routes"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedWidth(40 * kGrid);
    m_filter->addAction(themeIcon("filter", Tone::Muted), QLineEdit::LeadingPosition);
    auto *corner = new QWidget; // which is as wide as what is in it, where a field alone would be cut
    auto *cornerRow = new QHBoxLayout(corner);
    cornerRow->setContentsMargins({});
    cornerRow->addWidget(m_filter);
    m_tabs->setCornerWidget(corner);
    m_tabs->addTab(makeTable(QStringLiteral("server/recent"), tr("Recent requests"),
                       {tr("Time"), tr("Request"), tr("Status"), tr("Took"), tr("Address"), tr("Request ID")}, m_recent, 1),
        tr("Recent requests"));
    m_tabs->addTab(makeTable(QStringLiteral("server/routes"), tr("Routes"),
                       {tr("Method"), tr("Path"), tr("Open to"), tr("What it does")}, m_routes, 3),
        tr("Routes"));
    column->addLayout(top, 2);
    column->addWidget(m_tabs, 3);
    return content;
}

QWidget *ServerPage::makeTable(
    const QString &name, const QString &title, const QStringList &headers, QStandardItemModel *model, int stretched)
{
    model->setHorizontalHeaderLabels(headers);
    auto *filtered = new QSortFilterProxyModel(this);
    filtered->setSourceModel(model);
    filtered->setFilterKeyColumn(-1);
    filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    connect(m_filter, &QLineEdit::textChanged, filtered, &QSortFilterProxyModel::setFilterFixedString);
    auto *table = new RecordTable(name, title);
    // Once all rows of an answer are there.
    connect(model, &QStandardItemModel::rowsInserted, table, [table, stretched] { fitColumns(*table, stretched); },
        Qt::QueuedConnection);
    table->setObjectName(QString(name).replace(QLatin1Char('/'), QLatin1Char('_')));
    table->setRecords(filtered, stretched);
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, kGrid, 0, 0);
    auto *stack = new StateStack(table);
    column->addWidget(stack);
    const auto judge = [this, stack, filtered] { showRows(*stack, *filtered); };
    for (const auto change : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(filtered, change, stack, judge, Qt::QueuedConnection); // an answer takes all rows away first
    judge();
    return page;
}

void ServerPage::showRows(StateStack &stack, const QSortFilterProxyModel &rows)
{
    if (rows.rowCount() > 0)
        stack.showContent();
    else if (rows.sourceModel()->rowCount() > 0)
        stack.showState({"filter", tr("Nothing is like that"), {}, tr("Clear the filter"), [this] { m_filter->clear(); }});
    else
        stack.showState({"server", tr("No requests yet")});
}

void ServerPage::reload()
{
    const quint64 asked = ++m_asked;
    showLoading();
    session().api().server().then(this, [this, asked](const auto &answer) {
        if (asked != m_asked)
            return;
        if (!answer) {
            showError(answer.error());
            return;
        }
        show(answer->value);
        showFilled();
    });
}

// Short enough for the axis of a small window.
static QString bucketName(qint64 upToMs)
{
    return upToMs < 1000 ? QString::number(upToMs) : QStringLiteral("%1 s").arg(upToMs / 1000);
}

void ServerPage::show(const client::ServerInfo &info)
{
    setSubtitle(tr("Version %1, running since %2").arg(info.version, zonedTime(info.started)));
    showAddresses(info.addresses);
    QList<ChartValue> bars;
    qint64 before = 0;
    for (const client::LatencyBucket &bucket : info.latency) {
        const QString name = bucket.upToMs > 0 ? bucketName(bucket.upToMs) : QStringLiteral(">%1").arg(bucketName(before));
        before = bucket.upToMs;
        bars.append({name, static_cast<double>(bucket.count), countText(bucket.count)});
    }
    m_latency->setValues(bars);
    showRecent(info.recent);
    if (m_routes->rowCount() == 0)
        showRoutes(info.routes);
}

void ServerPage::showAddresses(const QStringList &addresses)
{
    delete m_addressList;
    m_addressList = new QWidget;
    auto *column = new QVBoxLayout(m_addressList);
    column->setContentsMargins({});
    for (const QString &address : addresses) {
        auto *row = new QHBoxLayout;
        auto *shown = new PlainLabel;
        shown->setStored(address);
        auto *copy = new CopyButton(tr("Copy the address"));
        copy->setText(address);
        row->addWidget(shown, 1);
        row->addWidget(copy);
        column->addLayout(row);
    }
    if (addresses.isEmpty())
        column->addWidget(label(tr("Not served to others"), "muted"));
    m_addresses->addWidget(m_addressList);
}

static QList<QStandardItem *> rowOf(const QStringList &texts)
{
    QList<QStandardItem *> items;
    for (const QString &text : texts) {
        auto *item = new QStandardItem(visibleLine(text));
        item->setEditable(false);
        items.append(item);
    }
    return items;
}

void ServerPage::showRecent(const QList<client::RecentRequest> &recent)
{
    m_recent->removeRows(0, m_recent->rowCount());
    for (const client::RecentRequest &request : recent) {
        const QString path = request.route.isEmpty() ? tr("(no such path)") : request.route;
        const int digits = request.microseconds < 1000 ? 2 : 1;
        const QString took = QLocale().toString(static_cast<double>(request.microseconds) / 1000, 'f', digits);
        QList<QStandardItem *> row = rowOf({localTime(request.time), request.method + QLatin1Char(' ') + path,
            QString::number(request.status), tr("%1 ms").arg(took),
            request.address.isEmpty() ? tr("this computer") : request.address, request.requestId});
        row.first()->setToolTip(plainToolTip(exactTime(request.time)));
        if (request.status >= 400)
            row.at(2)->setForeground(request.status >= 500 ? Theme::colors().danger : Theme::colors().warning);
        m_recent->appendRow(row);
    }
}

void ServerPage::showRoutes(const QList<client::RouteInfo> &routes)
{
    for (const client::RouteInfo &route : routes) {
        const QString door = route.door == QLatin1String("key") ? tr("API keys")
            : route.door == QLatin1String("admin")              ? tr("Administrators")
                                                                : tr("Everyone");
        const QString prefix = route.door == QLatin1String("key") ? QStringLiteral("/api/v1")
            : route.door == QLatin1String("admin")                ? QStringLiteral("/admin/v1")
                                                                  : QString();
        m_routes->appendRow(rowOf({route.method, prefix + route.path, door, route.summary}));
    }
}

static QString verdictOf(const client::Task &task)
{
    const auto files = client::readCheckedFiles(task.result);
    if (!files)
        return errorText(files.error());
    int damaged = 0;
    for (const client::CheckedFile &file : *files)
        damaged += file.problems.isEmpty() ? 0 : 1;
    if (damaged == 0)
        return ServerPage::tr("%n files are whole", nullptr, static_cast<int>(files->size()));
    return ServerPage::tr("%n files are damaged. Keep a copy of the workspace and restore from a backup.", nullptr, damaged);
}

void ServerPage::checkFiles()
{
    session().api().startCheck().then(this, [this](const auto &answer) {
        if (answer)
            jobs().watch(answer->value, tr("Check of all files"), verdictOf);
        else
            navigator().announce(errorText(answer.error()));
    });
}

void ServerPage::confirmSeal()
{
    //: has to be typed
    const QString word = tr("seal");
    auto *dialog = new ConfirmByName({.title = tr("Seal the workspace?"),
                                         .text = tr("Requests under way are finished. Then its files are closed, the keys leave "
                                                    "memory, and every application is refused until somebody unlocks it on the "
                                                    "machine that it is on."),
                                         .name = word, .act = tr("Seal")},
        window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, &ServerPage::seal);
    dialog->open();
}

void ServerPage::seal()
{
    session().api().seal().then(this, [this](const auto &answer) {
        if (answer) // locking deletes the page, so not from within its own answer
            QMetaObject::invokeMethod(&session(), &Session::lockSealed, Qt::QueuedConnection);
        else
            navigator().announce(errorText(answer.error()));
    });
}

CLOISTER_PAGE(ServerPage, "server", QT_TRANSLATE_NOOP("PageRegistry", "Server"), "server", 70)

} // namespace cloister::ui
