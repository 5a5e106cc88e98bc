#pragma once

#include "ui/theme/Kind.h"

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

} // namespace cloister::ui
