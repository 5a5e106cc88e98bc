#pragma once

#include "engine/client/ApiClient.h"
#include "ui/transcript/ImageDecoder.h"

#include <QCache>
#include <QObject>
#include <QSet>

namespace cloister::ui {

/// The images of the messages in sight: asked for one by one, decoded elsewhere, the latest kept. GUI thread.
class ImageStore : public QObject
{
    Q_OBJECT

public:
    /// What an image is scaled down to in a transcript.
    static constexpr QSize kThumbnail{360, 280};

    /// `api` outlives the store.
    explicit ImageStore(const client::ApiClient &api, QObject *parent = nullptr);

    /// Forgets all and answers for the messages of another dialogue from now on.
    void setDialogue(const client::Place &place, const QString &dialogueId);

    /// The n-th image of a message, or null when it is not here yet: ready() tells when it is.
    const DecodedImage *image(const QString &messageId, int n);

Q_SIGNALS:
    void ready(const QString &messageId);

private:
    void ask(const QString &messageId, int n);
    void decode(const QString &key, const QString &messageId, const QByteArray &content, int n);
    void keep(const QString &key, const QString &messageId, const DecodedImage &image);

    const client::ApiClient &m_api;
    client::Place m_place;
    QString m_dialogueId;
    QCache<QString, DecodedImage> m_images; ///< by message and number; cost in KiB
    QSet<QString> m_asked;
    quint64 m_generation = 0;
    ImageDecoder m_decoder;
};

} // namespace cloister::ui
