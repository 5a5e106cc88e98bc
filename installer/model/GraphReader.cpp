#include "installer/model/GraphReader.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

namespace cloister::conversion {

static Result<QByteArray> readWhole(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound, QStringLiteral("%1: %2").arg(path, file.errorString()));
    return file.readAll();
}

static Result<QJsonDocument> readJson(const QString &path)
{
    CLOISTER_ASSIGN(const QByteArray bytes, readWhole(path));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (document.isNull())
        return fail(ErrorCode::Integrity, QStringLiteral("%1: %2").arg(path, error.errorString()));
    return document;
}

Result<GraphReader> GraphReader::open(const QString &folder)
{
    GraphReader reader;
    CLOISTER_TRY(reader.readPieces(folder));
    CLOISTER_TRY(reader.readWeights(folder));
    return reader;
}

Result<void> GraphReader::readPieces(const QString &folder)
{
    CLOISTER_ASSIGN(const QJsonDocument document, readJson(folder + QLatin1String("/vocab.json")));
    const QJsonArray pieces = document.array();
    for (const QJsonValue &value : pieces) {
        const QJsonArray piece = value.toArray();
        m_pieces.push_back({piece.at(0).toString().toStdString(), float(piece.at(1).toDouble())});
    }
    if (m_pieces.empty())
        return fail(ErrorCode::Integrity, QStringLiteral("vocab.json holds no pieces"));
    return {};
}

Result<void> GraphReader::readWeights(const QString &folder)
{
    CLOISTER_ASSIGN(const QJsonDocument document, readJson(folder + QLatin1String("/model.json")));
    const QJsonArray groups = document.object().value(QLatin1String("weightsManifest")).toArray();
    qsizetype offset = 0;
    for (const QJsonValue &group : groups) {
        const QJsonArray paths = group.toObject().value(QLatin1String("paths")).toArray();
        for (const QJsonValue &path : paths) {
            CLOISTER_ASSIGN(const QByteArray shard, readWhole(folder + QLatin1Char('/') + path.toString()));
            m_weights += shard;
        }
        const QJsonArray weights = group.toObject().value(QLatin1String("weights")).toArray();
        for (const QJsonValue &value : weights) {
            const QJsonObject weight = value.toObject();
            const QJsonArray shape = weight.value(QLatin1String("shape")).toArray();
            qsizetype count = 1;
            for (const QJsonValue &size : shape)
                count *= size.toInt();
            const int columns = shape.isEmpty() ? 1 : shape.last().toInt();
            const QString type = weight.value(QLatin1String("dtype")).toString();
            if (type == QLatin1String("float32") && columns > 0)
                m_places.insert(weight.value(QLatin1String("name")).toString(), {offset, int(count / columns), columns});
            else if (type != QLatin1String("int32"))
                return fail(ErrorCode::Integrity, QStringLiteral("model.json has weights of type %1").arg(type));
            offset += count * qsizetype(sizeof(float));
        }
    }
    if (offset != m_weights.size() || m_places.isEmpty())
        return fail(ErrorCode::Integrity, QStringLiteral("The shards of weights do not fill the shapes in model.json"));
    return {};
}

Result<Tensor> GraphReader::tensor(const QString &name) const
{
    const auto place = m_places.constFind(name);
    if (place == m_places.constEnd())
        return fail(ErrorCode::Integrity, QStringLiteral("The network has no weights \"%1\"").arg(name));
    Tensor tensor{place->rows, place->columns, std::vector<float>(size_t(place->rows) * size_t(place->columns))};
    qFromLittleEndian<float>(m_weights.constData() + place->offset, qsizetype(tensor.values.size()), tensor.values.data());
    return tensor;
}

} // namespace cloister::conversion
