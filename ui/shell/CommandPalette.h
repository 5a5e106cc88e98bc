#pragma once

#include "ui/shell/Navigator.h"

#include <QDialog>
#include <QList>
#include <QTimer>

#include <functional>

class QLineEdit;
class QListWidget;

namespace cloister::ui {

/// Something that can be chosen in the palette.
struct Command
{
    QString title;  ///< may hold stored text
    QString detail; ///< what it is: "Page", "Project", a shortcut, the page that offers it
    const char *icon;
    std::function<void()> run;
};

/// One field over pages, actions, projects and namespaces: what is typed filters, Enter runs. GUI thread.
class CommandPalette : public QDialog
{
    Q_OBJECT

public:
    /// `fixed` are the pages and actions; projects and namespaces are asked of the service.
    CommandPalette(const PageContext &context, const QList<Command> &fixed, QWidget *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void askProjects();
    void askNamespaces();
    void fill();
    void add(const Command &command);
    void run();

    PageContext m_context;
    QList<Command> m_fixed;
    QList<Command> m_projects;
    QStringList m_projectIds;
    QStringList m_projectNames;
    QList<Command> m_namespaces;
    QList<Command> m_shown;
    QLineEdit *m_query;
    QListWidget *m_list;
    QTimer m_pause;
    quint64 m_asked = 0;
};

} // namespace cloister::ui
