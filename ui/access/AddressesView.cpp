#include "ui/access/AddressesView.h"

#include "ui/models/RecordText.h"
#include "ui/session/ErrorText.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/AskFirst.h"
#include "ui/widgets/ConfirmByName.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/RecordTable.h"
#include "ui/widgets/StateStack.h"

#include <QHBoxLayout>
#include <QHostAddress>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardItemModel>

namespace cloister::ui {

// QHostAddress alone takes "10" and "10.1" for addresses.
static bool isAddress(const QString &text)
{
    const QHostAddress address(text);
    return !address.isNull() && address.scopeId().isEmpty()
        && (address.protocol() == QAbstractSocket::IPv6Protocol || text.count(QLatin1Char('.')) == 3);
}

bool isNetwork(const QString &text)
{
    const QString address = text.section(QLatin1Char('/'), 0, 0);
    if (!isAddress(address))
        return false;
    if (!text.contains(QLatin1Char('/')))
        return true;
    bool isNumber = false;
    const int bits = text.section(QLatin1Char('/'), 1).toInt(&isNumber);
    const int most = QHostAddress(address).protocol() == QAbstractSocket::IPv6Protocol ? 128 : 32;
    return isNumber && bits >= 0 && bits <= most;
}

static QLineEdit *field(const QString &placeholder, const QString &accessible, const QString &name)
{
    auto *edit = new QLineEdit;
    edit->setPlaceholderText(placeholder);
    edit->setAccessibleName(accessible);
    edit->setObjectName(name);
    return edit;
}

// Two of these stand on one page: their widgets are told apart by the beginning of their names.
static QString named(AddressesView::Of of, const char *name)
{
    return (of == AddressesView::Of::Project ? QStringLiteral("project") : QStringLiteral("admin")) + QLatin1String(name);
}

AddressesView::AddressesView(const PageContext &context, Of of, QWidget *parent) :
    QWidget(parent),
    m_context(context),
    m_of(of),
    m_model(new QStandardItemModel(this)),
    m_table(new RecordTable(QStringLiteral("access/") + named(of, "Addresses"), tr("Allowed addresses"))),
    m_stack(new StateStack(m_table)),
    m_rule(paragraph({}, "muted")),
    m_network(field(QStringLiteral("192.0.2.0/24, 2001:db8::/32"), tr("Address or network"), named(of, "AddressNew"))),
    m_note(field(tr("Note, such as “office”"), tr("Note"), named(of, "AddressNote"))),
    m_add(new QPushButton(tr("Add"))),
    m_remove(new QPushButton(tr("Remove"))),
    m_word(label({}, "small")),
    m_address(field(QStringLiteral("192.0.2.7"), tr("Address to test"), named(of, "AddressTested"))),
    m_test(new QPushButton(tr("Test"))),
    m_verdict(paragraph({}, "muted"))
{
    m_model->setHorizontalHeaderLabels({tr("Network"), tr("Note"), tr("Added")});
    m_table->setObjectName(named(of, "AddressTable"));
    m_table->setRecords(m_model, 1);
    m_table->setColumnWidth(0, 30 * kGrid);
    m_table->setColumnWidth(2, 24 * kGrid);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 2 * kGrid, 0, 0);
    column->setSpacing(kGrid);
    m_rule->setObjectName(named(of, "AddressRule"));
    column->addWidget(m_rule);
    column->addLayout(makeAddRow());
    column->addWidget(m_word);
    column->addWidget(m_stack, 1);
    column->addLayout(makeTestRow());
    connect(m_network, &QLineEdit::textChanged, this, &AddressesView::judge);
    connect(m_address, &QLineEdit::textChanged, this, &AddressesView::judge);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &AddressesView::judge);
    judge();
}

QLayout *AddressesView::makeAddRow()
{
    setKind(m_add, "primary");
    m_add->setObjectName(named(m_of, "AddressAdd"));
    m_remove->setObjectName(named(m_of, "AddressRemove"));
    setKind(m_remove, "danger");
    m_word->setObjectName(named(m_of, "AddressWord"));
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(m_network, 2);
    row->addWidget(m_note, 2);
    row->addWidget(m_add);
    row->addStretch(1);
    row->addWidget(m_remove);
    const Session &session = m_context.session;
    if (!(m_of == Of::Project ? session.mayWork() : session.mayAdminister())) {
        for (QWidget *each : QList<QWidget *>{m_network, m_note, m_add, m_remove})
            each->hide();
    }
    connect(m_add, &QPushButton::clicked, this, &AddressesView::add);
    connect(m_network, &QLineEdit::returnPressed, this, &AddressesView::add);
    connect(m_note, &QLineEdit::returnPressed, this, &AddressesView::add);
    connect(m_remove, &QPushButton::clicked, this, &AddressesView::remove);
    return row;
}

QLayout *AddressesView::makeTestRow()
{
    m_test->setObjectName(named(m_of, "AddressTest"));
    m_verdict->setObjectName(named(m_of, "AddressVerdict"));
    m_address->setMaximumWidth(30 * kGrid);
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(label(tr("Test an address"), "field"));
    row->addWidget(m_address, 1);
    row->addWidget(m_test);
    row->addWidget(m_verdict, 2);
    connect(m_test, &QPushButton::clicked, this, &AddressesView::test);
    connect(m_address, &QLineEdit::returnPressed, this, &AddressesView::test);
    return row;
}

client::AccessClient AddressesView::access() const
{
    return client::AccessClient(m_context.session.api());
}

void AddressesView::show(const QString &projectId)
{
    m_projectId = projectId;
    m_verdict->clear();
    reload();
}

void AddressesView::reload()
{
    const quint64 asked = ++m_asked;
    access().allowList(m_projectId).then(this, [this, asked](const auto &answer) {
        if (asked == m_asked)
            arrived(answer);
    });
}

void AddressesView::arrived(const Result<client::Answer<client::Items<AllowedNetwork>>> &answer)
{
    if (!answer) {
        if (answer.error().code != ErrorCode::Conflict)
            say(errorText(answer.error()) + QLatin1Char(' ') + errorDetail(answer.error()), "danger");
        return;
    }
    m_entries = answer->value.items;
    m_verdict->clear(); // it was about another list
    m_model->removeRows(0, m_model->rowCount());
    for (const AllowedNetwork &entry : std::as_const(m_entries)) {
        QList<QStandardItem *> row;
        for (const QString &text : {visibleLine(entry.network), visibleLine(entry.note), localTime(entry.created)}) {
            row.append(new QStandardItem(text));
            row.last()->setEditable(false);
        }
        row.last()->setToolTip(plainToolTip(exactTime(entry.created)));
        m_model->appendRow(row);
    }
    const bool isOpen = m_entries.isEmpty();
    if (isOpen)
        m_stack->showState({"network", tr("No addresses yet")});
    else
        m_stack->showContent();
    if (m_of == Of::Project)
        m_rule->setText(isOpen ? tr("This project's API keys work from any address. Add one, and all others are refused.")
                               : tr("This project's API keys work from these addresses alone."));
    else
        m_rule->setText(isOpen ? tr("The workspace is administered from this machine alone. Add addresses to administer it "
                                    "from elsewhere.")
                               : tr("The workspace is administered from this machine and these addresses."));
    judge();
}

void AddressesView::judge()
{
    const QString network = m_network->text().trimmed();
    const bool isGood = isNetwork(network);
    setKind(m_network, network.isEmpty() || isGood ? "" : "wrong");
    if (network.isEmpty() || isGood)
        say({}, "small");
    else
        say(tr("Not an address or network yet. IPv4 and IPv6, with /bits for a network."), "small");
    m_add->setEnabled(isGood);
    m_remove->setEnabled(!m_table->selectionModel()->selectedRows().isEmpty());
    m_test->setEnabled(isAddress(m_address->text().trimmed()));
}

void AddressesView::say(const QString &text, const char *kind)
{
    m_word->setText(text);
    m_word->setVisible(!text.isEmpty());
    setKind(m_word, kind);
}

void AddressesView::add()
{
    if (!m_add->isEnabled())
        return;
    QList<AllowedNetwork> wanted = m_entries;
    wanted.append({m_network->text().trimmed(), m_note->text().trimmed(), 0});
    send(wanted, client::LockOut::Refuse);
}

void AddressesView::remove()
{
    QList<AllowedNetwork> wanted;
    for (int row = 0; row < m_entries.size(); ++row) {
        if (!m_table->selectionModel()->isRowSelected(row, {}))
            wanted.append(m_entries.at(row));
    }
    // An empty list lets everybody in, where one of administration lets in this machine alone.
    if (wanted.isEmpty() && m_of == Of::Project)
        askBeforeOpening();
    else
        send(wanted, client::LockOut::Refuse);
}

void AddressesView::askBeforeOpening()
{
    askFirst(this, {tr("Remove the last address?"), tr("This project's API keys then work from any address."),
                       tr("Remove"), tr("Cancel")},
        [this] { send({}, client::LockOut::Refuse); });
}

void AddressesView::send(const QList<AllowedNetwork> &wanted, client::LockOut lockOut)
{
    m_add->setEnabled(false);
    access().setAllowList(m_projectId, wanted, lockOut).then(this, [this, wanted](const auto &answer) {
        if (!answer && answer.error().code == ErrorCode::Conflict) {
            warn(wanted);
            return;
        }
        if (answer) {
            m_network->clear();
            m_note->clear();
            m_context.navigator.announce(tr("The addresses are changed."));
        }
        arrived(answer);
    });
}

void AddressesView::warn(const QList<AllowedNetwork> &wanted)
{
    //: has to be typed
    const QString word = tr("shut out");
    auto *dialog = new ConfirmByName({.title = tr("This shuts you out"),
                                         .text = tr("The address that you come from would not be on the list any more. From the "
                                                    "next request on you would be refused."),
                                         .name = word, .act = tr("Change all the same")},
        window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, wanted] { send(wanted, client::LockOut::Accept); });
    connect(dialog, &QDialog::rejected, this, &AddressesView::judge);
    dialog->open();
}

void AddressesView::test()
{
    if (!m_test->isEnabled())
        return;
    access().testAddress(m_projectId, m_address->text().trimmed()).then(this,
        [this](const auto &answer) { showVerdict(answer); });
}

void AddressesView::showVerdict(const Result<client::Answer<client::AddressVerdict>> &answer)
{
    using Why = client::AddressVerdict::Why;
    if (!answer) {
        m_verdict->setText(errorText(answer.error()));
        setKind(m_verdict, "danger");
        return;
    }
    const client::AddressVerdict &verdict = answer->value;
    QString text;
    switch (verdict.why) {
    case Why::NoList: text = tr("Allowed: there is no list."); break;
    case Why::Listed: text = tr("Allowed by %1 %2").arg(visibleLine(verdict.network), visibleLine(verdict.note)).trimmed(); break;
    case Why::ThisMachine: text = tr("Allowed: it is this machine."); break;
    case Why::NotListed: text = tr("Refused: no entry holds it."); break;
    }
    m_verdict->setText(text);
    setKind(m_verdict, verdict.passes ? "success" : "danger");
}

} // namespace cloister::ui
