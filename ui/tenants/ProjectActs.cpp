#include "ui/tenants/ProjectActs.h"

#include "ui/models/RecordText.h"
#include "ui/session/ErrorText.h"
#include "ui/session/Jobs.h"
#include "ui/session/Session.h"
#include "ui/session/Transfer.h"
#include "ui/theme/Icons.h"
#include "ui/widgets/ConfirmByName.h"

#include <QFileDialog>
#include <QInputDialog>
#include <QMenu>
#include <QMessageBox>

namespace cloister::ui {

using Losses = QList<std::pair<QString, QString>>;

static Losses lossesOf(const client::Totals &totals, bool withNamespaces)
{
    Losses losses;
    if (withNamespaces)
        losses.append({ProjectActs::tr("Namespaces"), countText(totals.namespaces)});
    losses.append({ProjectActs::tr("Dialogues"), countText(totals.dialogues)});
    losses.append({ProjectActs::tr("Messages"), countText(totals.messages)});
    losses.append({ProjectActs::tr("Memories"), countText(totals.memories)});
    losses.append({ProjectActs::tr("Size"), sizeText(totals.bytes)});
    return losses;
}

ProjectActs::ProjectActs(const PageContext &context, QWidget *window) : QObject(window), m_context(context), m_window(window) {}

const client::ApiClient &ProjectActs::api() const
{
    return m_context.session.api();
}

void ProjectActs::fill(QMenu *menu, const Project &project)
{
    menu->clear();
    if (!m_context.session.mayWork())
        return;
    menu->addAction(themeIcon("upload"), tr("Import…"), this, [this, project] { importInto(project); });
    menu->addAction(themeIcon("download"), tr("Export all…"), this, [this, project] { exportAll(project, std::nullopt); });
    if (!m_context.session.mayAdminister())
        return;
    menu->addSeparator();
    QAction *guard = menu->addAction(tr("Deletion protection"));
    guard->setCheckable(true);
    guard->setChecked(project.isDeletionProtected);
    connect(guard, &QAction::triggered, this, [this, project](bool on) { setDeletionProtected(project, on); });
    QAction *immutable = menu->addAction(project.isImmutable ? tr("Immutable") : tr("Make immutable…"));
    immutable->setEnabled(!project.isImmutable);
    connect(immutable, &QAction::triggered, this, [this, project] { makeImmutable(project); });
    menu->addSeparator();
    menu->addAction(themeIcon("trash", Tone::Danger), tr("Delete project…"), this, [this, project] { remove(project); });
}

void ProjectActs::create()
{
    auto *dialog = new QInputDialog(m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("New project"));
    dialog->setLabelText(tr("What is the product or team called whose conversations it keeps?"));
    dialog->setOkButtonText(tr("Create"));
    dialog->setCancelButtonText(tr("Cancel"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &name) {
        api().createProject(name.trimmed()).then(this, [this](const auto &answer) {
            if (answer)
                Q_EMIT created(answer->value);
            else
                tell(answer.error());
        });
    });
    dialog->open();
}

void ProjectActs::importInto(const Project &project)
{
    auto *dialog = new QFileDialog(m_window, tr("Import conversations"), {}, tr("JSON Lines (*.jsonl *.ndjson);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this, project](const QString &name) {
        Job *job = m_context.jobs.add(tr("Import into %1").arg(visibleLine(project.name, 40)));
        connect(job, &Job::ended, this, [this, project] { Q_EMIT changed(project); });
        startImport(job, api(), project.id, name);
    });
    dialog->open();
}

void ProjectActs::exportAll(const Project &project, const std::optional<QString> &nameSpace)
{
    auto *dialog = new QFileDialog(m_window, tr("Export"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("jsonl"));
    dialog->selectFile(QStringLiteral("export.jsonl"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, project, nameSpace](const QString &name) {
        const QString what = nameSpace ? namespaceText(*nameSpace) : visibleLine(project.name, 40);
        startExport(m_context.jobs.add(tr("Export of %1").arg(what)), api(), project.id, nameSpace, name);
    });
    dialog->open();
}

void ProjectActs::change(const Project &project, const client::ProjectSwitches &switches)
{
    api().changeProject(project.id, switches).then(this, [this, project](const auto &answer) {
        if (!answer)
            tell(answer.error());
        Q_EMIT changed(answer ? answer->value : project);
    });
}

void ProjectActs::setDeletionProtected(const Project &project, bool on)
{
    client::ProjectSwitches switches;
    switches.deletionProtected = on;
    change(project, switches);
}

void ProjectActs::makeImmutable(const Project &project)
{
    ConfirmByName::Ask ask;
    ask.title = tr("Make this project immutable?");
    ask.text = tr("From then on dialogues and messages can be added, but never changed or deleted. State, tags and labels "
                  "stay writable. This cannot be switched off again.");
    ask.name = project.name;
    ask.act = tr("Make immutable");
    auto *dialog = new ConfirmByName(ask, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, project] {
        client::ProjectSwitches switches;
        switches.immutable = true;
        change(project, switches);
    });
    dialog->open();
}

void ProjectActs::remove(const Project &project)
{
    api().previewProjectDelete(project.id).then(this, [this, project](const auto &answer) {
        if (answer)
            confirmRemoval(project, answer->value);
        else
            tell(answer.error());
    });
}

void ProjectActs::confirmRemoval(const Project &project, const client::Totals &totals)
{
    ConfirmByName::Ask ask;
    ask.title = tr("Delete the project %1?").arg(visibleLine(project.name, 60));
    ask.text = tr("Its files and keys are destroyed, with every tenant in it. This cannot be undone.");
    ask.name = project.name;
    ask.act = tr("Delete project");
    ask.losses = lossesOf(totals, true);
    auto *dialog = new ConfirmByName(ask, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, project] {
        api().deleteProject(project.id, project.name).then(this, [this, project](const auto &answer) {
            if (!answer) {
                tell(answer.error());
                return;
            }
            m_context.navigator.announce(tr("The project %1 is deleted.").arg(visibleLine(project.name, 60)));
            Q_EMIT removed(project.id);
        });
    });
    dialog->open();
}

void ProjectActs::removeNamespace(const Project &project, const QString &nameSpace)
{
    api().previewNamespaceDelete({project.id, nameSpace}).then(this, [this, project, nameSpace](const auto &answer) {
        if (answer)
            confirmNamespace(project, nameSpace, answer->value);
        else
            tell(answer.error());
    });
}

void ProjectActs::confirmNamespace(const Project &project, const QString &nameSpace, const client::Totals &totals)
{
    ConfirmByName::Ask ask;
    ask.title = tr("Delete %1?").arg(namespaceText(nameSpace));
    ask.text = tr("Everything this tenant has said and its key are destroyed. This cannot be undone.");
    ask.name = nameSpace.isEmpty() ? QStringLiteral("default") : nameSpace;
    ask.act = tr("Delete namespace");
    ask.losses = lossesOf(totals, false);
    auto *dialog = new ConfirmByName(ask, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, project, nameSpace] {
        api().deleteNamespace({project.id, nameSpace}).then(this, [this, nameSpace](const auto &answer) {
            if (!answer) {
                tell(answer.error());
                return;
            }
            m_context.navigator.announce(tr("%1 is deleted.").arg(namespaceText(nameSpace)));
            Q_EMIT namespaceRemoved();
        });
    });
    dialog->open();
}

void ProjectActs::tell(const Error &error)
{
    auto *box = new QMessageBox(QMessageBox::Warning, tr("That did not work"), errorText(error), QMessageBox::Ok, m_window);
    box->setTextFormat(Qt::PlainText);
    const QStringList words{errorAdvice(error), errorDetail(error)};
    box->setInformativeText(words.join(u'\n').trimmed());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace cloister::ui
