#pragma once

#include <QImage>

#include <algorithm>
#include <cmath>

namespace cloister::test {

inline double luminance(const QColor &color)
{
    const auto linear = [](float part) { return part <= 0.04045F ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

/// How much two colours differ as the accessibility guidelines count it: 1 for equal ones, 21 for black and white.
inline double contrast(const QColor &a, const QColor &b)
{
    const auto [least, most] = std::minmax({luminance(a), luminance(b)});
    return (most + 0.05) / (least + 0.05);
}

/// The greatest contrast of any pixel there to a colour.
inline double mostContrast(const QImage &image, const QRect &room, const QColor &to)
{
    double most = 1;
    for (int y = room.top(); y <= room.bottom(); ++y) {
        for (int x = room.left(); x <= room.right(); ++x)
            most = std::max(most, contrast(image.pixelColor(x, y), to));
    }
    return most;
}

} // namespace cloister::test
