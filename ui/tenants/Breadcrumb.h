#pragma once

#include <QWidget>

class QHBoxLayout;

namespace cloister::ui {

/// The way from all projects to where one is; each step but the last leads back. GUI thread.
class Breadcrumb : public QWidget
{
    Q_OBJECT

public:
    explicit Breadcrumb(QWidget *parent = nullptr);

    /// Steps from the outside in, as stored.
    void setSteps(const QStringList &steps);

Q_SIGNALS:
    /// A step was chosen, counted from 0.
    void chosen(int step);

private:
    QHBoxLayout *m_row;
};

} // namespace cloister::ui
