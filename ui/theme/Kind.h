#pragma once

#include <QLatin1String>
#include <QStyle>
#include <QVariant>
#include <QWidget>

namespace cloister::ui {

/// Gives a widget one of the style sheet's kinds: "primary", "danger", "card", ...
inline void setKind(QWidget *widget, const char *kind)
{
    widget->setProperty("kind", QLatin1String(kind));
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace cloister::ui
