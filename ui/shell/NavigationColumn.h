#pragma once

#include <QByteArray>
#include <QHash>
#include <QWidget>

class QButtonGroup;
class QToolButton;
class QVBoxLayout;

namespace cloister::ui {

class PlainLabel;

/// The column at the left: the workspace, a button a page, and at the foot the command palette and the lock. GUI thread.
class NavigationColumn : public QWidget
{
    Q_OBJECT

public:
    explicit NavigationColumn(QWidget *parent = nullptr);

    /// A workspace's directory or address.
    void setWorkspace(const QString &name);
    void setCurrent(const QByteArray &pageId);

Q_SIGNALS:
    void pageChosen(const QByteArray &pageId);
    void paletteAsked();
    void lockAsked();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeHead();
    void addPages(QVBoxLayout &column);
    QToolButton *addFoot(const QString &text, const char *icon, const QString &shortcut, const char *name);

    PlainLabel *m_workspace;
    QButtonGroup *m_group;
    QHash<QByteArray, QToolButton *> m_buttons;
};

} // namespace cloister::ui
