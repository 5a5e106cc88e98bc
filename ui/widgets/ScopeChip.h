#pragma once

#include <QWidget>

#include <optional>

class QLabel;

namespace cloister::ui {

class PlainLabel;

/// Where one is: the project and, if chosen, the namespace, always in sight. A colour made from the name stands beside
/// it, so that one tenant is told from another at a glance, and the names themselves. GUI thread.
class ScopeChip : public QWidget
{
    Q_OBJECT

public:
    explicit ScopeChip(QWidget *parent = nullptr);

    /// Names as stored; an empty namespace is the default one, nullopt is the whole project.
    void setScope(const QString &projectName, const std::optional<QString> &nameSpace);
    void clear();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_project;
    QLabel *m_namespace;
    int m_hue = -1;
};

} // namespace cloister::ui
