#include "ui/widgets/ProjectBox.h"

#include "ui/models/RecordText.h"
#include "ui/session/Preferences.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"

#include <QSignalBlocker>

namespace cloister::ui {

static constexpr int kMostBoxCharacters = 40;

ProjectBox::ProjectBox(Session &session, QWidget *parent) :
    QComboBox(parent),
    m_session(session),
    m_wanted(Preferences::layout(QStringLiteral("project")).toString())
{
    setObjectName(QStringLiteral("projectBox"));
    setAccessibleName(tr("Project"));
    setMinimumContentsLength(16);
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(this, &QComboBox::currentIndexChanged, this, &ProjectBox::remember);
}

void ProjectBox::reload()
{
    m_session.api().projects().then(this, [this](const auto &answer) {
        if (!answer) {
            Q_EMIT failed(answer.error());
            return;
        }
        arrived(answer->value.items);
        Q_EMIT loaded();
    });
}

void ProjectBox::arrived(const QList<Project> &projects)
{
    const QString wanted = m_wanted.isEmpty() ? projectId() : m_wanted;
    m_projects = projects;
    {
        const QSignalBlocker blocker(this);
        clear();
        int index = 0;
        for (const Project &project : projects) {
            addItem(themeIcon("folder", Tone::Muted), visibleLine(project.name, kMostBoxCharacters));
            if (project.id == wanted)
                index = count() - 1;
        }
        setCurrentIndex(projects.isEmpty() ? -1 : index);
    }
    remember();
}

void ProjectBox::choose(const QString &projectId)
{
    m_wanted = projectId;
    for (int i = 0; i < m_projects.size(); ++i) {
        if (m_projects.at(i).id == projectId)
            setCurrentIndex(i);
    }
}

QString ProjectBox::projectId() const
{
    const int index = currentIndex();
    return index >= 0 && index < m_projects.size() ? m_projects.at(index).id : QString();
}

QString ProjectBox::projectName() const
{
    const int index = currentIndex();
    return index >= 0 && index < m_projects.size() ? m_projects.at(index).name : QString();
}

void ProjectBox::remember()
{
    if (projectId().isEmpty())
        return;
    m_wanted = projectId();
    Preferences::setLayout(QStringLiteral("project"), m_wanted);
    Q_EMIT projectChanged();
}

} // namespace cloister::ui
