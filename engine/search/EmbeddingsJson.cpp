#include "engine/search/EmbeddingsJson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <limits>

namespace cloister::search {

static Unexpected oddAnswer(const char *what)
{
    return fail(ErrorCode::Internal, QLatin1String("The embedding server's answer is not usable: ") + QLatin1String(what));
}

QByteArray embeddingsRequest(const QString &model, const QStringList &texts)
{
    const QJsonObject body{{QStringLiteral("model"), model},
                           {QStringLiteral("input"), QJsonArray::fromStringList(texts)},
                           {QStringLiteral("encoding_format"), QStringLiteral("float")}};
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

/// The numbers as a vector of unit length; empty when they are not numbers, no float can hold them or they are all zero.
static std::vector<float> unitVector(const QJsonArray &numbers)
{
    std::vector<float> vector;
    vector.reserve(size_t(numbers.size()));
    double squares = 0;
    for (const QJsonValue &number : numbers) {
        const double value = number.isDouble() ? number.toDouble() : std::nan("");
        if (!(std::abs(value) <= double(std::numeric_limits<float>::max())))
            return {};
        squares += value * value;
        vector.push_back(float(value));
    }
    if (squares < 1e-30)
        return {};
    const double factor = 1 / std::sqrt(squares);
    std::for_each(vector.begin(), vector.end(), [factor](float &value) { value = float(double(value) * factor); });
    return vector;
}

Result<QList<std::vector<float>>> readEmbeddingsAnswer(const QByteArray &body, int count, int dimensions)
{
    const QJsonArray data = QJsonDocument::fromJson(body).object().value(QLatin1String("data")).toArray();
    if (data.size() != count)
        return oddAnswer("it has not one vector a text");
    QList<std::vector<float>> result(count);
    for (qsizetype i = 0; i < data.size(); ++i) {
        const QJsonObject item = data.at(i).toObject();
        const int index = item.value(QLatin1String("index")).toInt(int(i));
        if (index < 0 || index >= count || !result.at(index).empty())
            return oddAnswer("its indexes are not those of the texts");
        std::vector<float> vector = unitVector(item.value(QLatin1String("embedding")).toArray());
        if (vector.empty())
            return oddAnswer("a vector is missing or holds something that is not a number");
        if (dimensions == 0)
            dimensions = int(vector.size());
        if (int(vector.size()) != dimensions)
            return oddAnswer("its vectors have other dimensions than before");
        result[index] = std::move(vector);
    }
    return result;
}

} // namespace cloister::search
