#include "ui/transcript/MessageContent.h"

#include "engine/base/Json.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace cloister::ui {

namespace {

QString textOf(const JsonSlice &block, const char *name)
{
    const auto member = block.member(QLatin1String(name));
    return member ? member->toTextReplacing() : QString();
}

struct ImageSource
{
    QString address;
    QString mediaType;
    JsonSlice data;     ///< the text that holds the base64
    qsizetype head = 0; ///< bytes of it up to the base64, 0 when it is all of it
    bool hasBytes = false;
};

// "data:image/png;base64,...." without decoding the whole text.
ImageSource dataAddress(const JsonSlice &text)
{
    ImageSource source;
    const QByteArray head = text.raw().first(std::min<qsizetype>(text.raw().size(), 100)).toByteArray();
    const qsizetype comma = head.indexOf(',');
    if (head.startsWith("\"data:") && comma > 0) {
        source.mediaType = QString::fromLatin1(head.mid(6, comma - 6)).section(u';', 0, 0).remove(u'\\');
        source.data = text;
        source.head = comma;
        source.hasBytes = true;
    } else {
        source.address = text.toTextReplacing();
    }
    return source;
}

std::optional<ImageSource> imageSource(const JsonSlice &block)
{
    const QString type = textOf(block, "type");
    if (type == QLatin1String("image_url")) {
        const auto image = block.member(QLatin1String("image_url"));
        if (!image)
            return std::nullopt;
        const auto address = image->isObject() ? image->member(QLatin1String("url")) : image;
        return address && address->isString() ? std::optional(dataAddress(*address)) : std::nullopt;
    }
    const auto source = block.member(QLatin1String("source"));
    if (type != QLatin1String("image") || !source)
        return std::nullopt;
    ImageSource image;
    const auto data = source->member(QLatin1String("data"));
    if (textOf(*source, "type") == QLatin1String("base64") && data && data->isString()) {
        image.mediaType = textOf(*source, "media_type");
        image.data = *data;
        image.hasBytes = true;
    } else {
        image.address = textOf(*source, "url");
    }
    return image;
}

/// Turns the blocks of one content into parts.
class ContentReader
{
public:
    explicit ContentReader(qsizetype mostText) : m_left(mostText) {}

    QList<ContentPart> read(const JsonSlice &content)
    {
        if (content.isArray()) {
            for (JsonCursor cursor(content); cursor.next();)
                addBlock(cursor.value());
        } else {
            addBlock(content);
        }
        return m_parts;
    }

private:
    void addText(const QString &text)
    {
        m_parts.append({ContentPart::Kind::Text, taken(text), {}, text.size()});
    }

    QString taken(const QString &text)
    {
        const QString kept = text.left(m_left);
        m_left -= kept.size();
        return kept;
    }

    void addBlock(const JsonSlice &block)
    {
        if (block.isString()) {
            addText(block.toTextReplacing());
            return;
        }
        const QString type = textOf(block, "type");
        const auto text = block.member(QLatin1String("text"));
        if (text && text->isString() && (type.isEmpty() || type.endsWith(QLatin1String("text")))) {
            addText(text->toTextReplacing());
        } else if (const auto image = imageSource(block)) {
            const qsizetype bytes = image->hasBytes ? (image->data.raw().size() - 2 - image->head) / 4 * 3 : 0;
            m_parts.append({ContentPart::Kind::Image, taken(image->address), image->mediaType, bytes});
        } else {
            const QByteArrayView raw = block.raw();
            const QString json = QString::fromUtf8(raw.first(std::min<qsizetype>(raw.size(), 4 * std::max<qsizetype>(m_left, 0))));
            m_parts.append({ContentPart::Kind::Other, taken(json), type, raw.size()});
        }
    }

    QList<ContentPart> m_parts;
    qsizetype m_left;
};

} // namespace

QList<ContentPart> readContent(const QByteArray &content, qsizetype mostText)
{
    const Result<JsonSlice> json = parseJson(content);
    if (!json)
        return {{ContentPart::Kind::Other, QString::fromUtf8(content.left(mostText)), {}, content.size()}};
    return ContentReader(mostText).read(*json);
}

QByteArray imageBytes(const QByteArray &content, int n)
{
    const Result<JsonSlice> json = parseJson(content);
    if (!json)
        return {};
    const QList<JsonSlice> blocks = json->isArray() ? json->elements() : QList<JsonSlice>{*json};
    for (const JsonSlice &block : blocks) {
        const auto image = imageSource(block);
        if (!image || n-- > 0)
            continue;
        if (!image->hasBytes)
            return {};
        const QByteArray text = image->data.toTextReplacing().toLatin1();
        return QByteArray::fromBase64(image->head > 0 ? text.mid(text.indexOf(',') + 1) : text);
    }
    return {};
}

QString plainContent(const QList<ContentPart> &parts)
{
    QStringList texts;
    for (const ContentPart &part : parts) {
        if (part.kind == ContentPart::Kind::Text)
            texts.append(part.text);
        else if (part.kind == ContentPart::Kind::Image)
            texts.append(QCoreApplication::translate("MessageContent", "[image: %1]")
                             .arg(part.text.isEmpty() ? part.mediaType : part.text));
        else
            texts.append(part.text);
    }
    return texts.join(u'\n');
}

} // namespace cloister::ui
