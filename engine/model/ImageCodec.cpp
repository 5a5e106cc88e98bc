#include "engine/model/ImageCodec.h"

#include "engine/base/Json.h"
#include "engine/model/Base64Text.h"
#include "engine/model/Fields.h"

namespace cloister {

qsizetype ImageScan::removableBytes() const
{
    qsizetype bytes = 0;
    for (const InlineImage &image : removable)
        bytes += image.size;
    return bytes;
}

static QString sniffedMediaType(const QByteArray &head)
{
    if (head.startsWith("\xff\xd8\xff"))
        return QStringLiteral("image/jpeg");
    if (head.startsWith("\x89PNG\r\n\x1a\n"))
        return QStringLiteral("image/png");
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a"))
        return QStringLiteral("image/gif");
    if (head.startsWith("RIFF") && head.size() >= 12 && head.sliced(8).startsWith("WEBP"))
        return QStringLiteral("image/webp");
    return {};
}

static QString memberText(const JsonSlice &object, QLatin1String name)
{
    static constexpr qsizetype kLongestWanted = 256; // what is longer is none of the short words looked for here
    const auto value = object.member(name);
    return value && value->raw().size() <= kLongestWanted ? value->toTextReplacing() : QString();
}

/// Walks the blocks of one content slice and gathers its images.
class ImageScanner
{
public:
    ImageScanner(const JsonSlice &content, const QString &field) : m_content(content), m_field(field) {}

    Result<void> scan(const JsonSlice &container, bool isInToolResult)
    {
        if (container.isObject())
            return scanBlock(container, isInToolResult);
        if (!container.isArray())
            return {};
        for (JsonCursor cursor(container); cursor.next();) {
            if (cursor.value().isObject())
                CLOISTER_TRY(scanBlock(cursor.value(), isInToolResult));
        }
        return {};
    }

    const ImageScan &found() const { return m_found; }

private:
    Result<void> scanBlock(const JsonSlice &block, bool isInToolResult)
    {
        const QString type = memberText(block, QLatin1String("type"));
        if (type == QLatin1String("image"))
            return scanSource(block.member(QLatin1String("source")));
        if (type == QLatin1String("image_url"))
            return scanUrl(block.member(QLatin1String("image_url")));
        const auto inner = block.member(QLatin1String("content"));
        if (type == QLatin1String("tool_result") && !isInToolResult && inner)
            return scan(*inner, true);
        return {};
    }

    Result<void> scanSource(const std::optional<JsonSlice> &source)
    {
        CLOISTER_TRY(countImage());
        if (!source || memberText(*source, QLatin1String("type")) != QLatin1String("base64"))
            return {};
        const auto data = source->member(QLatin1String("data"));
        if (!data || !data->isString())
            return refuse(QStringLiteral("has an image without data"));
        return scanData(*data, 0, memberText(*source, QLatin1String("media_type")));
    }

    Result<void> scanUrl(const std::optional<JsonSlice> &holder)
    {
        CLOISTER_TRY(countImage());
        const auto url = holder ? holder->member(QLatin1String("url")) : std::nullopt;
        if (!url || !url->isString())
            return {};
        static constexpr qsizetype kLongestHead = 64;
        const QByteArray head = startOf(*url, kLongestHead);
        if (!head.startsWith("data:"))
            return {};
        const qsizetype marker = head.indexOf(";base64,");
        if (marker < 0)
            return refuse(QStringLiteral("has a data address that is not base64"));
        return scanData(*url, marker + 8, QString::fromLatin1(head.sliced(5, marker - 5)));
    }

    /// The first characters of a string, decoded when it was written with escapes.
    static QByteArray startOf(const JsonSlice &text, qsizetype count)
    {
        const QByteArrayView inner = text.raw().sliced(1, text.raw().size() - 2);
        if (!inner.contains('\\'))
            return inner.first(qMin(count, inner.size())).toByteArray();
        return text.toTextReplacing().left(count).toUtf8();
    }

    /// `text` holds base64 from its character `from` on.
    Result<void> scanData(const JsonSlice &text, qsizetype from, const QString &mediaType)
    {
        const QByteArrayView inner = text.raw().sliced(1, text.raw().size() - 2);
        const bool hasEscapes = inner.contains('\\');
        const QByteArray decoded = hasEscapes ? text.toTextReplacing().toUtf8() : QByteArray();
        const QByteArrayView base64 = (hasEscapes ? QByteArrayView(decoded) : inner).sliced(from);
        if (base64.startsWith("data:"))
            return refuse(QStringLiteral("has an image whose base64 data starts with data:"));
        const Base64Form form = base64Form(base64);
        if (form == Base64Form::Invalid)
            return refuse(QStringLiteral("has an image that is not base64"));
        const qsizetype padding = base64.endsWith("==") ? 2 : base64.endsWith('=') ? 1 : 0;
        if ((base64.size() - padding) * 3 / 4 > kMaxImageBytes)
            return refuse(QStringLiteral("has an image of more than 25 MiB"));
        const QByteArray head = QByteArray::fromBase64(base64.first(qMin<qsizetype>(64, base64.size())).toByteArray());
        if (mediaType.isEmpty() || sniffedMediaType(head) != mediaType)
            return refuse(QStringLiteral("has an image that is not the jpeg, png, gif or webp its media type says"));
        if (form == Base64Form::Canonical && !hasEscapes)
            m_found.removable.append({mediaType, base64.data() - m_content.raw().data(), base64.size()});
        return {};
    }

    Result<void> countImage()
    {
        m_found.hasImage = true;
        if (++m_found.count > kMaxImages)
            return refuse(QStringLiteral("has more than 20 images"));
        return {};
    }

    Unexpected refuse(const QString &why) const { return invalidField(m_field, why, {}, ErrorCode::InvalidImageContent); }

    JsonSlice m_content;
    QString m_field;
    ImageScan m_found;
};

Result<ImageScan> scanImages(const JsonSlice &content, const QString &field)
{
    ImageScanner scanner(content, field);
    CLOISTER_TRY(scanner.scan(content, false));
    return scanner.found();
}

Result<ExtractedContent> extractImages(const QByteArray &content)
{
    CLOISTER_ASSIGN(const JsonSlice slice, parseJson(content));
    CLOISTER_ASSIGN(const ImageScan scan, scanImages(slice));
    const QByteArrayView raw = slice.raw();
    ExtractedContent out;
    qsizetype from = 0;
    for (const InlineImage &image : scan.removable) {
        out.content += raw.sliced(from, image.at - from);
        const QByteArray base64 = QByteArray::fromRawData(raw.data() + image.at, image.size);
        out.images.append({image.mediaType, QByteArray::fromBase64(base64), out.content.size()});
        from = image.at + image.size;
    }
    out.content += raw.sliced(from);
    return out;
}

Result<QByteArray> restoreImages(const QByteArray &content, const QList<Image> &images)
{
    QByteArray out;
    qsizetype from = 0;
    for (const Image &image : images) {
        if (image.offset < from || image.offset > content.size())
            return fail(ErrorCode::Integrity, QStringLiteral("an image does not fit into its message"));
        out += QByteArrayView(content).sliced(from, image.offset - from);
        out += image.bytes.toBase64();
        from = image.offset;
    }
    out += QByteArrayView(content).sliced(from);
    return out;
}

} // namespace cloister
