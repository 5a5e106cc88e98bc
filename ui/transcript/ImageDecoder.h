#pragma once

#include "engine/base/Future.h"

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QThreadPool>

#include <functional>

namespace cloister::ui {

/// A decoded image, or why there is none.
struct DecodedImage
{
    enum class Problem { None, NotAnImage, UnknownFormat, TooLarge, Broken };

    QImage image;
    QSize fullSize;
    Problem problem = Problem::None;
};

/// Why there is no image, as the end of a sentence.
QString imageProblemText(DecodedImage::Problem problem);

/// "image/png" for bytes that start as a PNG, and so on for the formats that messages may hold; empty for all others.
QByteArray sniffImage(const QByteArray &bytes);

/// Decodes stored bytes to an image that fits into `most`, off the GUI thread and one at a time. Only the formats that
/// messages may hold, by their first bytes and never by what they are called; nothing is opened or fetched.
class ImageDecoder
{
public:
    /// What is refused before decoding.
    static constexpr qint64 kMostBytes = 26'214'400;
    static constexpr qint64 kMostPixels = 32'000'000;

    ImageDecoder();
    /// Waits for the image in work.
    ~ImageDecoder();

    /// Runs what ends in decodeNow() on the one thread that decodes.
    Future<DecodedImage> run(std::function<DecodedImage()> decoding);
    /// Decodes in the calling thread.
    static DecodedImage decodeNow(const QByteArray &bytes, const QSize &most);

private:
    QThreadPool m_pool;
};

} // namespace cloister::ui
