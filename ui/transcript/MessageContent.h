#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace cloister::ui {

/// One piece of a message as it is shown.
struct ContentPart
{
    enum class Kind {
        Text,  ///< `text`, as stored
        Image, ///< stored bytes, or a stored address that is never fetched
        Other, ///< a block of a kind that is only shown as JSON
    };
    Kind kind = Kind::Text;
    QString text;      ///< of an image with an address: that address; of an other block: its JSON
    QString mediaType; ///< of an image with bytes; of an other block: its type
    qsizetype sizeBytes = 0; ///< of an image's bytes
};

/// The parts of a message's content, in order. Never fails: what is not understood is an Other. Text is kept up to
/// `mostText` UTF-16 units in all. Linear in the size; not for the GUI thread when the content is large.
QList<ContentPart> readContent(const QByteArray &content, qsizetype mostText);

/// The bytes of the image that is the n-th (from 0) Image part of the content; empty when that has none.
QByteArray imageBytes(const QByteArray &content, int n);

/// The readable text of a message: its texts, and for the rest a word in brackets.
QString plainContent(const QList<ContentPart> &parts);

} // namespace cloister::ui
