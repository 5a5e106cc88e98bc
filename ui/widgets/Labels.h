#pragma once

#include "ui/theme/Kind.h"

#include <QHBoxLayout>
#include <QLabel>

namespace cloister::ui {

/// A plain-text label of one of the style sheet's kinds: "title", "heading", "muted", "small", "field", ... For text of
/// our own; stored text goes into a PlainLabel. The caller owns it through its layout.
inline QLabel *label(const QString &text, const char *kind = nullptr)
{
    auto *made = new QLabel(text);
    made->setTextFormat(Qt::PlainText);
    if (kind)
        setKind(made, kind);
    return made;
}

/// The same over as many lines as it takes.
inline QLabel *paragraph(const QString &text, const char *kind = nullptr)
{
    QLabel *made = label(text, kind);
    made->setWordWrap(true);
    return made;
}

/// A row with the widget in its middle, as high as its wrapped text needs at its own width.
inline QHBoxLayout *centered(QWidget *widget)
{
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(widget);
    row->addStretch();
    return row;
}

} // namespace cloister::ui
