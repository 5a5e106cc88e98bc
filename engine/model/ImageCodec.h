#pragma once

#include "engine/base/JsonSlice.h"
#include "engine/base/Result.h"
#include "engine/model/Message.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace cloister {

inline constexpr qsizetype kMaxImageBytes = 25 * 1024 * 1024;
inline constexpr qsizetype kMaxImages = 20;

/// Where the base64 text of an inline image stands in a content slice.
struct InlineImage
{
    QString mediaType;
    qsizetype at = 0; ///< from the start of the slice
    qsizetype size = 0;
};

struct ImageScan
{
    QList<InlineImage> removable; ///< in the order they stand; only texts that come back the same when encoded again
    qsizetype count = 0;          ///< of all images: these, others kept in place, and addresses
    bool hasImage = false;

    qsizetype removableBytes() const;
};

/// Finds the images of a message's content: blocks at the top and in the `content` of `tool_result` blocks, in the
/// spellings `{"type":"image","source":{"type":"base64","media_type","data"}}` and
/// `{"type":"image_url","image_url":{"url":"data:image/png;base64,..."}}`. Addresses and sources of other types are
/// counted and otherwise left alone. InvalidImageContent when an inline image is no decodable base64 of jpeg, png,
/// gif or webp, is not what its media type says, or when there are too many or too large ones. No image is decoded.
Result<ImageScan> scanImages(const JsonSlice &content, const QString &field = QStringLiteral("content"));

struct ExtractedContent
{
    QByteArray content; ///< what remains of the slice
    QList<Image> images;
};

/// Takes the removable images out of a content slice, decoded. Errors as scanImages(), and InvalidJson.
Result<ExtractedContent> extractImages(const QByteArray &content);

/// The reverse: byte for byte what extractImages() was given. Integrity when an offset lies outside the content or
/// before the one of the image in front of it.
Result<QByteArray> restoreImages(const QByteArray &content, const QList<Image> &images);

} // namespace cloister
