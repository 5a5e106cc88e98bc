#include "engine/search/Embedder.h"

#include <algorithm>
#include <cmath>

namespace cloister::search {

Vector8 quantise(std::span<const float> values)
{
    constexpr float kTop = 127;
    Vector8 result;
    result.values.assign(values.size(), 0);
    float largest = 0;
    bool isFinite = true;
    for (const float value : values) {
        isFinite = isFinite && std::isfinite(value);
        largest = std::max(largest, std::fabs(value));
    }
    if (!isFinite || largest < 1e-30F)
        return result;
    result.scale = largest / kTop;
    std::transform(values.begin(), values.end(), result.values.begin(),
                   [largest](float value) { return static_cast<int8_t>(std::lround(value / largest * kTop)); });
    return result;
}

} // namespace cloister::search
