#pragma once

#include "engine/client/ApiClient.h"
#include "ui/models/ProjectModel.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLineEdit;
class QStringListModel;

namespace cloister::ui {

/// Chooses one namespace of one project. Names are completed by the service, so that a hundred thousand of them cost no
/// more than ten. The focus goes to the name. GUI thread.
class ScopePicker : public QWidget
{
    Q_OBJECT

public:
    /// `api` outlives the picker.
    explicit ScopePicker(const client::ApiClient &api, QWidget *parent = nullptr);

    void reload() { m_projects.reload(); }
    /// Chooses a namespace, as soon as the projects are known.
    void choose(const client::Place &place);
    /// Nullopt while nothing is chosen.
    std::optional<client::Place> place() const;
    QString projectName() const;

    enum class Known { NotYet, Yes, No };
    /// Whether the service has a namespace of that name; it is asked while one types.
    Known known() const { return m_known; }
    const ProjectModel &projects() const { return m_projects; }

Q_SIGNALS:
    /// Another place, or it is now known whether there is such a one.
    void changed();
    /// The projects were read, or could not be.
    void projectsRead();

private:
    void showProjects();
    void complete();
    void arrived(const QString &asked, const QStringList &names);
    void nameChanged();
    void setKnown(Known known);
    void projectChosen();

    const client::ApiClient &m_api;
    ProjectModel m_projects;
    QComboBox *m_project;
    QLineEdit *m_namespace;
    QStringListModel *m_names;
    client::Place m_wanted;
    Known m_known = Known::NotYet;
    quint64 m_generation = 0;
};

} // namespace cloister::ui
