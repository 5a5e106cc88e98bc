#include "ui/transcript/ImageStore.h"

#include "ui/transcript/MessageContent.h"

#include <algorithm>

namespace cloister::ui {

static constexpr int kKeptKib = 64 * 1024;

ImageStore::ImageStore(const client::ApiClient &api, QObject *parent) : QObject(parent), m_api(api), m_images(kKeptKib) {}

void ImageStore::setDialogue(const client::Place &place, const QString &dialogueId)
{
    ++m_generation;
    m_place = place;
    m_dialogueId = dialogueId;
    m_images.clear();
    m_asked.clear();
}

static QString imageKey(const QString &messageId, int n)
{
    return messageId + u'/' + QString::number(n);
}

const DecodedImage *ImageStore::image(const QString &messageId, int n)
{
    const QString key = imageKey(messageId, n);
    const DecodedImage *found = m_images.object(key);
    if (!found && !m_asked.contains(key))
        ask(messageId, n);
    return found;
}

void ImageStore::ask(const QString &messageId, int n)
{
    const QString key = imageKey(messageId, n);
    m_asked.insert(key);
    const auto arrived = [this, key, messageId, n, generation = m_generation](const Result<client::Answer<Message>> &answer) {
        if (generation != m_generation)
            return;
        if (answer)
            decode(key, messageId, answer->value.content, n);
        else
            keep(key, messageId, {{}, {}, DecodedImage::Problem::Broken});
    };
    m_api.message(m_place, m_dialogueId, messageId).then(this, arrived);
}

void ImageStore::decode(const QString &key, const QString &messageId, const QByteArray &content, int n)
{
    const auto decoding = [content, n] { return ImageDecoder::decodeNow(imageBytes(content, n), kThumbnail); };
    m_decoder.run(decoding).then(this, [this, key, messageId, generation = m_generation](const DecodedImage &image) {
        if (generation == m_generation)
            keep(key, messageId, image);
    });
}

void ImageStore::keep(const QString &key, const QString &messageId, const DecodedImage &image)
{
    m_asked.remove(key);
    const qsizetype kib = std::max<qsizetype>(1, image.image.sizeInBytes() / 1024);
    m_images.insert(key, new DecodedImage(image), static_cast<int>(kib));
    Q_EMIT ready(messageId);
}

} // namespace cloister::ui
