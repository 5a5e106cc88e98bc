#pragma once

#include <QStyledItemDelegate>

namespace cloister::ui {

/// The beginnings of the words of a question that are marked in what was found, in lower case.
QStringList markedWords(const QString &query);

/// Where a text is to begin so that the first marked word is in sight.
qsizetype snippetStart(const QString &text, const QStringList &words);

/// Draws a result of a SearchModel: who and when, how well it fits, and two lines of it with the words asked for marked.
/// GUI thread.
class ResultDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace cloister::ui
