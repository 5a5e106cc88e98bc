#include "ui/transcript/ImageDecoder.h"

#include <QCoreApplication>
#include <QBuffer>
#include <QImageReader>

#include <utility>

namespace cloister::ui {

QByteArray sniffImage(const QByteArray &bytes)
{
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return "image/png";
    if (bytes.startsWith("\xff\xd8\xff"))
        return "image/jpeg";
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a"))
        return "image/gif";
    if (bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WEBP")
        return "image/webp";
    return {};
}

ImageDecoder::ImageDecoder()
{
    m_pool.setMaxThreadCount(1);
}

ImageDecoder::~ImageDecoder()
{
    m_pool.clear();
    m_pool.waitForDone();
}

Future<DecodedImage> ImageDecoder::run(std::function<DecodedImage()> decoding)
{
    return runOn(m_pool, std::move(decoding));
}

DecodedImage ImageDecoder::decodeNow(const QByteArray &bytes, const QSize &most)
{
    using Problem = DecodedImage::Problem;
    const QByteArray type = sniffImage(bytes);
    if (type.isEmpty())
        return {{}, {}, Problem::NotAnImage};
    if (bytes.size() > kMostBytes)
        return {{}, {}, Problem::TooLarge};
    const QByteArray format = type.mid(6);
    if (!QImageReader::supportedImageFormats().contains(format))
        return {{}, {}, Problem::UnknownFormat};
    QByteArray copy = bytes;
    QBuffer buffer(&copy);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, format);
    reader.setDecideFormatFromContent(false);
    reader.setAutoTransform(true);
    const QSize full = reader.size();
    if (!full.isValid())
        return {{}, {}, Problem::Broken};
    if (qint64(full.width()) * full.height() > kMostPixels)
        return {{}, full, Problem::TooLarge};
    if (full.width() > most.width() || full.height() > most.height())
        reader.setScaledSize(full.scaled(most, Qt::KeepAspectRatio).expandedTo({1, 1}));
    const QImage image = reader.read();
    return {image, full, image.isNull() ? Problem::Broken : Problem::None};
}

QString imageProblemText(DecodedImage::Problem problem)
{
    using Problem = DecodedImage::Problem;
    switch (problem) {
    case Problem::None: return {};
    case Problem::NotAnImage: return QCoreApplication::translate("ImageDecoder", "not an image of a known format");
    case Problem::UnknownFormat: return QCoreApplication::translate("ImageDecoder", "this computer cannot show the format");
    case Problem::TooLarge: return QCoreApplication::translate("ImageDecoder", "too large to be shown");
    case Problem::Broken: break;
    }
    return QCoreApplication::translate("ImageDecoder", "damaged");
}

} // namespace cloister::ui
