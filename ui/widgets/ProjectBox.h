#pragma once

#include "engine/base/Error.h"
#include "engine/model/Project.h"

#include <QComboBox>
#include <QList>

namespace cloister::ui {

class Session;

/// The choice of a project, remembered between pages and starts. GUI thread.
class ProjectBox : public QComboBox
{
    Q_OBJECT

public:
    /// `session` outlives the box.
    explicit ProjectBox(Session &session, QWidget *parent = nullptr);

    /// Asks for the projects anew; loaded() or failed() follows.
    void reload();
    /// Chooses a project once it is listed.
    void choose(const QString &projectId);
    /// Empty while there is none.
    QString projectId() const;
    QString projectName() const;
    bool isEmpty() const { return m_projects.isEmpty(); }

Q_SIGNALS:
    void loaded();
    void failed(const cloister::Error &error);
    void projectChanged();

private:
    void arrived(const QList<Project> &projects);
    void remember();

    Session &m_session;
    QList<Project> m_projects;
    QString m_wanted;
};

} // namespace cloister::ui
