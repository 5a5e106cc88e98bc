#include "ui/audit/AuditPage.h"

#include "engine/client/RecordReader.h"
#include "ui/audit/EventDetails.h"
#include "ui/audit/EventFilterBar.h"
#include "ui/audit/VerdictPanel.h"
#include "ui/models/RecordText.h"
#include "ui/session/ErrorText.h"
#include "ui/session/Jobs.h"
#include "ui/session/Session.h"
#include "ui/session/Transfer.h"
#include "ui/shell/PageRegistry.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/FitColumns.h"
#include "ui/widgets/RecordTable.h"
#include "ui/widgets/StateStack.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QSaveFile>
#include <QSplitter>

namespace cloister::ui {

static constexpr std::chrono::seconds kLiveEvery{2};

AuditPage::AuditPage(const PageContext &context) :
    Page(context, tr("Audit")),
    m_projects(context.session.api()),
    m_events(context.session.api()),
    m_log(new QComboBox),
    m_live(new QPushButton(tr("Live"))),
    m_filter(new EventFilterBar),
    m_verdict(new VerdictPanel),
    m_table(new RecordTable(QStringLiteral("audit/events"), tr("Events"))),
    m_stack(new StateStack(m_table)),
    m_details(new EventDetails)
{
    setContent(makeContent());
    makeActions();
    m_poll.setInterval(kLiveEvery);
    m_poll.start();
    connect(&m_poll, &QTimer::timeout, this, [this] {
        if (m_live->isChecked() && isVisible())
            m_events.poll();
    });
    connect(&m_projects, &ProjectModel::loadingChanged, this, [this] {
        if (!m_projects.isLoading())
            projectsRead();
    });
    connect(&m_events, &EventModel::loadingChanged, this, &AuditPage::showEvents);
    connect(&m_events, &EventModel::rowsInserted, this, &AuditPage::showEvents);
    connect(m_log, &QComboBox::currentIndexChanged, this, &AuditPage::applyFilter);
    connect(m_filter, &EventFilterBar::changed, this, &AuditPage::applyFilter);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &AuditPage::eventChosen);
    connect(&m_events, &EventModel::modelReset, this, &AuditPage::eventChosen); // which tells of no change of the selection
    connect(m_verdict, &VerdictPanel::eventAsked, this, [this](qint64 seq) {
        client::EventFilter filter;
        filter.before = seq + 1;
        m_filter->clear();
        m_live->setChecked(false); // or what came after it would push it out of sight
        m_events.show(projectId(), filter);
    });
}

QWidget *AuditPage::makeContent()
{
    m_table->setRecords(&m_events, EventModel::Entity);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    // How it ended stands next to what was done, where it is in sight in a small window too.
    QHeaderView *header = m_table->horizontalHeader();
    header->moveSection(header->visualIndex(EventModel::Outcome), EventModel::Action + 1);
    auto *splitter = new QSplitter;
    splitter->addWidget(m_stack);
    m_details->setMinimumWidth(30 * kGrid);
    splitter->addWidget(m_details);
    m_details->hide();
    splitter->setStretchFactor(0, 1);
    splitter->setHandleWidth(2 * kGrid);
    splitter->setSizes({720, 320}); // in which a whole moment, with its zone, is one line
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(2 * kGrid);
    column->addWidget(m_filter);
    column->addWidget(m_verdict);
    column->addWidget(splitter, 1);
    return content;
}

void AuditPage::makeActions()
{
    m_log->setAccessibleName(tr("Log"));
    m_log->setObjectName(QStringLiteral("auditLog"));
    m_log->setMinimumWidth(24 * kGrid);
    m_live->setCheckable(true);
    m_live->setChecked(true);
    m_live->setToolTip(tr("New events appear by themselves"));
    auto *verifyButton = new QPushButton(themeIcon("shield", Tone::OnAccent), tr("Verify"));
    setKind(verifyButton, "primary");
    verifyButton->setObjectName(QStringLiteral("auditVerify"));
    connect(verifyButton, &QPushButton::clicked, this, &AuditPage::verify);
    auto *menu = new QMenu(this);
    menu->addAction(tr("As JSON Lines, for cloister-verify…"), this, [this] { saveLog(client::LogFormat::JsonLines); });
    menu->addAction(tr("As CSV, for a spreadsheet…"), this, [this] { saveLog(client::LogFormat::Csv); });
    menu->addSeparator();
    menu->addAction(tr("Public key of the signatures…"), this, &AuditPage::savePublicKey);
    auto *save = new QPushButton(themeIcon("download"), tr("Export"));
    save->setMenu(menu);
    setKind(save, "menu");
    for (QWidget *widget : QList<QWidget *>{m_log, m_live, save, verifyButton})
        actions()->addWidget(widget);
}

QString AuditPage::projectId() const
{
    return m_log->currentData().toString();
}

void AuditPage::reload()
{
    showLoading();
    m_projects.reload();
}

void AuditPage::projectsRead()
{
    if (!m_projects.isLoaded() && m_projects.error()) {
        showError(*m_projects.error());
        return;
    }
    const QString chosen = m_wanted.isEmpty() ? projectId() : std::exchange(m_wanted, QString());
    {
        const QSignalBlocker quiet(m_log);
        m_log->clear();
        m_log->addItem(tr("The workspace"), QString());
        for (int row = 0; row < m_projects.rowCount(); ++row) {
            const Project &project = m_projects.project(row).project;
            m_log->addItem(visibleLine(project.name, 60), project.id);
        }
        m_log->setCurrentIndex(std::max(0, m_log->findData(chosen)));
    }
    showFilled();
    applyFilter();
}

void AuditPage::applyFilter()
{
    if (m_examined != projectId())
        m_verdict->hide(); // or it would be taken for one about the log that is now in sight
    m_events.show(projectId(), m_filter->filter());
}

// The rows that were there before answer another question than the one in the fields.
bool AuditPage::showRefusedFilter()
{
    if (!m_events.error() || m_events.isLoading())
        return false;
    const QString why = m_filter->mark(*m_events.error());
    if (why.isEmpty())
        return false;
    m_events.clear();
    m_stack->showState({"filter", tr("The filter is not understood"), why, tr("Clear the filters"), [this] { m_filter->clear(); }});
    return true;
}

void AuditPage::showEvents()
{
    if (showRefusedFilter())
        return;
    if (!m_events.isLoaded() && m_events.error())
        m_stack->showError(*m_events.error(), [this] { applyFilter(); });
    else if (m_events.error() && !m_events.isLoading() && m_events.rowCount() == 0)
        m_stack->showError(*m_events.error(), [this] { applyFilter(); });
    else if (!m_events.isLoaded())
        m_stack->showLoading();
    else if (m_events.rowCount() == 0 && !m_filter->isEmpty())
        m_stack->showState({"filter", tr("No event is like that"), {}, tr("Clear the filters"), [this] { m_filter->clear(); }});
    else if (m_events.rowCount() == 0)
        m_stack->showState({"audit", tr("Nothing has happened yet"), tr("Every act and every refusal will stand here.")});
    else {
        fitColumns(*m_table, EventModel::Entity);
        m_stack->showContent();
    }
}

void AuditPage::eventChosen()
{
    const int row = m_table->selectionModel()->hasSelection() ? m_table->currentRow() : -1;
    m_details->setVisible(row >= 0);
    // In what is left of a small window they would be out of sight, and the panel says them.
    for (const int column : {EventModel::Namespace, EventModel::Address})
        m_table->setColumnHidden(column, row >= 0);
    if (row >= 0)
        m_details->tell(m_events.record(row));
}

void AuditPage::verify()
{
    const QString examined = projectId();
    const QString log = m_log->currentText();
    const QString title = examined.isEmpty() ? tr("Verify the workspace's log") : tr("Verify the log of %1").arg(log);
    session().api().startVerify(examined).then(this, [this, title, examined, log](const auto &answer) {
        if (!answer) {
            showProblem(errorText(answer.error()));
            return;
        }
        auto last = std::make_shared<client::Task>(answer->value);
        Job *job = jobs().watch(answer->value, title, [last](const client::Task &task) {
            *last = task;
            const Result<client::Verdict> verdict = client::readVerdict(task.result);
            return verdict ? verdictTitle(*verdict) : errorText(verdict.error());
        });
        if (examined != projectId())
            return; // its result stands in the list of jobs
        m_examined = examined;
        m_verdict->setLog(log);
        m_verdict->follow(job);
        connect(job, &Job::ended, this, [this, job, last, examined] {
            if (examined == projectId())
                verified(job, *last);
        });
    });
}

void AuditPage::verified(const Job *job, const client::Task &task)
{
    if (job->state() == Job::State::Cancelled) {
        m_verdict->hide();
        return;
    }
    const Result<client::Verdict> verdict = client::readVerdict(task.result);
    if (job->state() == Job::State::Done && verdict)
        m_verdict->show(*verdict);
    else
        m_verdict->showProblem(job->result());
}

void AuditPage::showProblem(const QString &text)
{
    m_examined = projectId();
    m_verdict->setLog(m_log->currentText());
    m_verdict->showProblem(text);
}

void AuditPage::saveLog(client::LogFormat format)
{
    const bool isCsv = format == client::LogFormat::Csv;
    auto *dialog = new QFileDialog(this, tr("Export the log"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(isCsv ? QStringLiteral("csv") : QStringLiteral("jsonl"));
    dialog->selectFile(isCsv ? QStringLiteral("audit.csv") : QStringLiteral("audit.jsonl"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, format](const QString &name) {
        const QString title = projectId().isEmpty() ? tr("Export of the workspace's log")
                                                    : tr("Export of the log of %1").arg(m_log->currentText());
        startLogExport(jobs().add(title), session().api(), projectId(), format, name);
    });
    dialog->open();
}

void AuditPage::savePublicKey()
{
    session().api().checkpoints(projectId()).then(this, [this](const auto &answer) {
        if (!answer) {
            showProblem(errorText(answer.error()));
            return;
        }
        auto *dialog = new QFileDialog(this, tr("Save the public key"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->selectFile(QStringLiteral("audit-key.txt"));
        connect(dialog, &QFileDialog::fileSelected, this, [this, key = answer->value.publicKey](const QString &name) {
            QSaveFile file(name);
            if (!file.open(QIODevice::WriteOnly) || file.write(key + '\n') < 0 || !file.commit())
                showProblem(tr("The file could not be written: %1").arg(file.errorString()));
        });
        dialog->open();
    });
}

void AuditPage::showTarget(const Target &target)
{
    m_wanted = target.projectId;
    if (target.nameSpace)
        m_filter->setNamespace(*target.nameSpace);
    if (!target.text.isEmpty())
        m_filter->setAction(target.text);
    if (m_projects.isLoaded() && !target.projectId.isEmpty())
        m_log->setCurrentIndex(std::max(0, m_log->findData(target.projectId)));
}

QLineEdit *AuditPage::filterField()
{
    return m_filter->first();
}

CLOISTER_PAGE(AuditPage, "audit", QT_TRANSLATE_NOOP("PageRegistry", "Audit"), "audit", 40)

} // namespace cloister::ui
