#pragma once

#include <QLabel>

namespace cloister::ui {

/// A label for text that others wrote: shown as plain text, with control and direction characters made visible, never a
/// link. One line that is cut off with an ellipsis, the rest in the tooltip, or wrapped. GUI thread.
class PlainLabel : public QLabel
{
    Q_OBJECT

public:
    enum class Fit { OneLine, Wrapped };

    explicit PlainLabel(Fit fit = Fit::OneLine, QWidget *parent = nullptr);

    /// The text as it is stored.
    void setStored(const QString &text);
    const QString &stored() const { return m_stored; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void elide();

    Fit m_fit;
    QString m_stored;
};

} // namespace cloister::ui
