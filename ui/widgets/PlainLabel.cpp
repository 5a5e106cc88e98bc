#include "ui/widgets/PlainLabel.h"

#include "ui/models/RecordText.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QResizeEvent>

namespace cloister::ui {

PlainLabel::PlainLabel(Fit fit, QWidget *parent) :
    QLabel(parent),
    m_fit(fit)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(fit == Fit::Wrapped);
    setOpenExternalLinks(false);
    if (fit == Fit::Wrapped)
        setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
}

void PlainLabel::setStored(const QString &text)
{
    m_stored = text;
    if (m_fit == Fit::Wrapped) {
        setText(visibleText(text));
        return;
    }
    setAccessibleName(visibleLine(text));
    elide();
    updateGeometry();
}

// Of the whole text: what is cut off would otherwise never ask for its room again.
QSize PlainLabel::sizeHint() const
{
    const QSize hint = QLabel::sizeHint();
    if (m_fit == Fit::Wrapped)
        return hint;
    const int frame = width() - contentsRect().width();
    return {fontMetrics().horizontalAdvance(visibleLine(m_stored)) + frame + 1, hint.height()};
}

QSize PlainLabel::minimumSizeHint() const
{
    if (m_fit == Fit::Wrapped)
        return QLabel::minimumSizeHint();
    return {fontMetrics().averageCharWidth() * 6, QLabel::minimumSizeHint().height()};
}

void PlainLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    if (m_fit == Fit::OneLine && event->size().width() != event->oldSize().width())
        elide();
}

void PlainLabel::elide()
{
    const QString whole = visibleLine(m_stored);
    const int room = contentsRect().width();
    // Before it is laid out a label asks for the room of its whole text.
    const bool isCut = testAttribute(Qt::WA_Resized) && fontMetrics().horizontalAdvance(whole) > room;
    setText(isCut ? fontMetrics().elidedText(whole, Qt::ElideRight, room) : whole);
    setToolTip(isCut ? plainToolTip(visibleText(m_stored)) : QString());
}

void PlainLabel::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(tr("Copy"), this, [this] { QApplication::clipboard()->setText(m_stored); });
    menu.exec(event->globalPos());
}

} // namespace cloister::ui
