#include "ui/search/ScopePicker.h"

#include "ui/models/RecordText.h"
#include "ui/theme/Theme.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QStringListModel>

#include <utility>

namespace cloister::ui {

static constexpr int kMostNames = 30;

// In the field the default namespace has a name too, as in the administration's own addresses.
static const QString kDefault = QStringLiteral("default");

ScopePicker::ScopePicker(const client::ApiClient &api, QWidget *parent) :
    QWidget(parent),
    m_api(api),
    m_projects(api),
    m_project(new QComboBox),
    m_namespace(new QLineEdit),
    m_names(new QStringListModel(this))
{
    m_project->setAccessibleName(tr("Project"));
    m_project->setObjectName(QStringLiteral("scopeProject"));
    m_project->setMinimumWidth(22 * kGrid);
    m_namespace->setAccessibleName(tr("Namespace"));
    m_namespace->setObjectName(QStringLiteral("scopeNamespace"));
    m_namespace->setPlaceholderText(tr("Namespace"));
    m_namespace->setMinimumWidth(26 * kGrid);
    auto *completer = new QCompleter(m_names, this);
    completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion); // the service has filtered
    m_namespace->setCompleter(completer);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(kGrid);
    row->addWidget(m_project);
    row->addWidget(m_namespace, 1);

    connect(&m_projects, &ProjectModel::loadingChanged, this, [this] {
        if (!m_projects.isLoading())
            showProjects();
    });
    connect(m_project, &QComboBox::currentIndexChanged, this, &ScopePicker::projectChosen);
    connect(m_namespace, &QLineEdit::textEdited, this, &ScopePicker::complete);
    connect(m_namespace, &QLineEdit::textChanged, this, &ScopePicker::nameChanged);
    setFocusProxy(m_namespace);
}

void ScopePicker::showProjects()
{
    const QString chosen = m_wanted.projectId.isEmpty() ? m_project->currentData().toString() : m_wanted.projectId;
    {
        const QSignalBlocker quiet(m_project);
        m_project->clear();
        for (int row = 0; row < m_projects.rowCount(); ++row) {
            const Project &project = m_projects.project(row).project;
            m_project->addItem(visibleLine(project.name, 60), project.id);
        }
        m_project->setCurrentIndex(std::max(0, m_project->findData(chosen)));
    }
    m_names->setStringList({}); // they may be another project's
    if (!m_wanted.projectId.isEmpty()) {
        m_namespace->setText(m_wanted.nameSpace.isEmpty() ? kDefault : m_wanted.nameSpace);
        m_wanted = {};
    }
    complete();
    Q_EMIT projectsRead();
    Q_EMIT changed();
}

void ScopePicker::projectChosen()
{
    m_names->setStringList({});
    m_namespace->clear();
    complete();
    Q_EMIT changed();
}

void ScopePicker::choose(const client::Place &place)
{
    m_wanted = place;
    if (m_projects.isLoaded())
        showProjects();
}

std::optional<client::Place> ScopePicker::place() const
{
    const QString project = m_project->currentData().toString();
    const QString name = m_namespace->text();
    if (project.isEmpty() || name.isEmpty())
        return std::nullopt;
    return client::Place{project, name == kDefault ? QString() : name};
}

QString ScopePicker::projectName() const
{
    const int row = m_projects.rowOf(m_project->currentData().toString());
    return row < 0 ? QString() : m_projects.project(row).project.name;
}

void ScopePicker::complete()
{
    const QString project = m_project->currentData().toString();
    if (project.isEmpty())
        return;
    client::NamespaceFilter filter;
    filter.prefix = m_namespace->text();
    filter.limit = kMostNames;
    m_api.namespaces(project, filter).then(this, [this, asked = filter.prefix, generation = ++m_generation](const auto &answer) {
        if (generation != m_generation || !answer)
            return; // completion is a help; the search itself tells what is wrong
        QStringList names;
        for (const NamespaceInfo &info : answer->value.items)
            names.append(info.nameSpace.isEmpty() ? kDefault : info.nameSpace);
        arrived(asked, names);
    });
}

// In the order of names the one that was asked for comes before all that only begin like it.
void ScopePicker::arrived(const QString &asked, const QStringList &names)
{
    m_names->setStringList(names);
    const QString name = m_namespace->text();
    if (names.size() == 1 && name.isEmpty()) {
        m_namespace->setText(names.first());
        return;
    }
    if (name != asked || name.isEmpty())
        return;
    setKnown(names.contains(name) || name == kDefault ? Known::Yes : Known::No);
    if (m_known == Known::No && m_namespace->hasFocus() && !names.isEmpty())
        m_namespace->completer()->complete();
}

void ScopePicker::nameChanged()
{
    const QString name = m_namespace->text();
    // Every project has the default namespace, be it empty.
    m_known = name == kDefault || m_names->stringList().contains(name) ? Known::Yes : Known::NotYet;
    Q_EMIT changed();
}

void ScopePicker::setKnown(Known known)
{
    if (std::exchange(m_known, known) != known)
        Q_EMIT changed();
}

} // namespace cloister::ui
