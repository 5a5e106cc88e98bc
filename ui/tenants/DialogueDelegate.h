#pragma once

#include <QStyledItemDelegate>

namespace cloister::ui {

/// Draws a dialogue of a DialogueModel in two lines: what it is called, and when and how long it was. GUI thread.
class DialogueDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace cloister::ui
