#pragma once

#include <QToolButton>

#include <functional>

namespace cloister::ui {

/// Copies a text and says so for a moment. GUI thread.
class CopyButton : public QToolButton
{
    Q_OBJECT

public:
    /// `what` names the thing for screen readers and the tooltip: "Copy the key".
    explicit CopyButton(const QString &what, QWidget *parent = nullptr);

    void setText(const QString &copied) { m_copied = copied; }
    const QString &copied() const { return m_copied; }

private:
    void copy();

    QString m_what;
    QString m_copied;
};

} // namespace cloister::ui
