#pragma once

#include <QString>

#include <optional>

namespace cloister::ui {

/// Stored text with everything that could mislead the eye made visible: control characters as their pictures, direction
/// marks, zero-width and other format characters as ⟨U+202E⟩. Line breaks and tabs stay. The result is plain text and must be
/// shown as such.
QString visibleText(const QString &stored);

/// The same in one line: breaks are shown as ⏎ or, at the ends, left out. At most `most` characters, then an ellipsis.
QString visibleLine(const QString &stored, int most = 400);

/// A tooltip that shows the text as it is: tooltips would otherwise guess at rich text.
QString plainToolTip(const QString &text);

/// "14 Apr 2025" in the local zone.
QString shortDay(qint64 ms);
/// "14 Apr 2025 10:02" in the local zone: for tables, whose tooltips have exactTime().
QString localTime(qint64 ms);
/// The same with the zone, which is another in summer than in winter: for sentences.
QString zonedTime(qint64 ms);
/// Local time with seconds and the zone, and the same instant in UTC: for tooltips and details.
QString exactTime(qint64 ms);
/// "Monday, 14 April 2025".
QString dayText(qint64 ms);
/// Only hours and minutes.
QString clockText(qint64 ms);

/// "1.2 MB".
QString sizeText(qint64 bytes);
QString countText(qint64 count);

/// A namespace as it is shown: the default one by its word.
QString namespaceText(const QString &nameSpace);

} // namespace cloister::ui
