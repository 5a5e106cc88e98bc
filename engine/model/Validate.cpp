#include "engine/model/Validate.h"

#include "engine/base/JsonText.h"
#include "engine/base/Utf8.h"
#include "engine/model/Fields.h"
#include "engine/model/ImageCodec.h"

#include <algorithm>

namespace cloister {

static bool isUnfilledTemplate(const QString &text)
{
    const auto holds = [&text](QLatin1String open, QLatin1String close) {
        const qsizetype start = text.indexOf(open);
        return start >= 0 && text.indexOf(close, start + open.size()) >= 0;
    };
    return holds(QLatin1String("${"), QLatin1String("}")) || holds(QLatin1String("{{"), QLatin1String("}}"));
}

static bool isSuspiciousNamespace(const QString &text)
{
    static const QStringList kLeftovers = {QStringLiteral("undefined"), QStringLiteral("null"), QStringLiteral("NaN"),
                                           QStringLiteral("[object Object]"), QStringLiteral("None")};
    return kLeftovers.contains(text) || isUnfilledTemplate(text);
}

Result<QString> checkNamespace(const QString &text, const QString &field)
{
    if (text.isEmpty() || text == QLatin1String("default"))
        return QString();
    if (hasLoneSurrogate(text))
        return invalidField(field, QStringLiteral("must be valid Unicode"));
    if (text.toUtf8().size() > kMaxNamespaceBytes)
        return invalidField(field, QStringLiteral("must be at most 256 bytes of UTF-8"), text);
    if (hasControl(text))
        return invalidField(field, QStringLiteral("must not hold control characters"));
    if (hasOuterSpace(text))
        return invalidField(field, QStringLiteral("must not start or end with white space"), text);
    if (!isNfc(text))
        return invalidField(field, QStringLiteral("must be in Unicode normalisation form C"), text);
    if (isSuspiciousNamespace(text))
        return invalidField(field, QStringLiteral("looks like a tenant id that was never filled in"), text, ErrorCode::SuspiciousNamespace);
    return text;
}

static bool isIdCharacter(QChar c)
{
    const char16_t u = c.unicode();
    return (u >= u'A' && u <= u'Z') || (u >= u'a' && u <= u'z') || (u >= u'0' && u <= u'9') || u == u'.' || u == u'_' ||
           u == u'~' || u == u':' || u == u'@' || u == u'-';
}

Result<QString> checkOwnId(const QString &id, const QString &field)
{
    if (id.size() < kMinIdLength || id.size() > kMaxIdLength || !std::all_of(id.begin(), id.end(), isIdCharacter))
        return invalidField(field, QStringLiteral("must be 5 to 128 characters of A-Z a-z 0-9 . _ ~ : @ -"),
                            hasLoneSurrogate(id) ? QString() : id);
    return id;
}

Result<QString> checkReference(const QString &id, const QString &field)
{
    if (id.isEmpty() || id.size() > kMaxIdLength || hasControl(id) || hasLoneSurrogate(id))
        return invalidField(field, QStringLiteral("must be an id of 1 to 128 characters"));
    return id;
}

Result<QString> checkLine(const QString &text, qsizetype maxLength, const QString &field)
{
    if (text.isEmpty() || codePointCount(text) > maxLength)
        return invalidField(field, QStringLiteral("must be 1 to %1 characters").arg(maxLength));
    if (hasLoneSurrogate(text) || hasControl(text))
        return invalidField(field, QStringLiteral("must not hold control characters"));
    if (text.trimmed().isEmpty())
        return invalidField(field, QStringLiteral("must not be blank"));
    return text;
}

Result<QString> checkDescription(const QString &text, const QString &field)
{
    if (codePointCount(text) > kMaxDescriptionLength)
        return invalidField(field, QStringLiteral("must be at most %1 characters").arg(kMaxDescriptionLength));
    if (hasLoneSurrogate(text))
        return invalidField(field, QStringLiteral("must be valid Unicode"));
    return text;
}

Result<QStringList> checkTags(const JsonSlice &tags, const QString &field)
{
    static constexpr qsizetype kMaxRawTag = 12 * kMaxTagLength + 2; // every character escaped as a pair
    if (!tags.isArray())
        return invalidField(field, QStringLiteral("must be a list of strings"));
    QStringList kept;
    qsizetype index = 0;
    for (JsonCursor cursor(tags); cursor.next(); ++index) {
        const QString name = QStringLiteral("%1[%2]").arg(field).arg(index);
        const JsonSlice value = cursor.value();
        if (!value.isString())
            return invalidField(name, QStringLiteral("must be a string"));
        if (value.raw().size() > kMaxRawTag)
            return invalidField(name, QStringLiteral("must be 1 to 64 characters"));
        const auto tag = value.toText();
        if (!tag || hasControl(*tag))
            return invalidField(name, QStringLiteral("must not hold control characters"));
        if (tag->isEmpty() || codePointCount(*tag) > kMaxTagLength)
            return invalidField(name, QStringLiteral("must be 1 to 64 characters"));
        if (!kept.contains(*tag))
            kept.append(*tag);
        if (kept.size() > kMaxTags)
            return invalidField(field, QStringLiteral("must be at most 50 tags"));
    }
    return kept;
}

static bool isMetadataValue(const JsonSlice &value)
{
    if (!value.isArray())
        return !value.isObject() && !value.isNull();
    const auto elements = value.elements();
    return std::all_of(elements.begin(), elements.end(), [](const JsonSlice &element) { return element.isString(); });
}

Result<QByteArray> checkMetadata(const JsonSlice &metadata, const QString &field)
{
    if (!metadata.isObject())
        return invalidField(field, QStringLiteral("must be an object"));
    if (metadata.raw().size() > kMaxMetadataBytes)
        return invalidField(field, QStringLiteral("must be at most 16 KiB"));
    if (metadata.size() > kMaxMetadataKeys)
        return invalidField(field, QStringLiteral("must have at most 50 keys"));
    for (JsonCursor cursor(metadata); cursor.next();) {
        const QString key = cursor.key();
        if (hasLoneSurrogate(key))
            return invalidField(field, QStringLiteral("must have keys of valid Unicode"));
        if (!isMetadataValue(cursor.value()))
            return invalidField(field + QLatin1Char('.') + key, QStringLiteral("must be a string, a number, a boolean or a list of strings"));
    }
    return metadata.rawBytes();
}

Result<QByteArray> checkState(const JsonSlice &state, const QString &field)
{
    if (!state.isObject())
        return invalidField(field, QStringLiteral("must be an object"));
    if (state.raw().size() > kMaxStateBytes)
        return invalidField(field, QStringLiteral("must be at most 1 MiB"));
    return state.rawBytes();
}

static bool isContentShape(const JsonSlice &content)
{
    if (content.isString())
        return content.raw().size() > 2; // more than the quotes
    if (!content.isArray())
        return content.isObject();
    bool isEmpty = true;
    for (JsonCursor cursor(content); cursor.next(); isEmpty = false) {
        if (!cursor.value().isObject())
            return false;
    }
    return !isEmpty;
}

Result<ContentFacts> checkContent(const JsonSlice &content, const QString &field)
{
    if (!isContentShape(content))
        return invalidField(field, QStringLiteral("must be a non-empty string, an object or a non-empty list of objects"));
    CLOISTER_ASSIGN(const ImageScan scan, scanImages(content, field));
    if (content.raw().size() - scan.removableBytes() > kMaxContentBytes)
        return invalidField(field, QStringLiteral("must be at most 4 MiB besides images"));
    const qsizetype length = content.isString() ? decodeJsonText(content.raw().sliced(1, content.raw().size() - 2)).size()
                                                : content.raw().size();
    return ContentFacts{scan.hasImage, length};
}

Result<DialogueStatus> parseStatus(const QString &name, const QString &field)
{
    for (const DialogueStatus status : {DialogueStatus::Active, DialogueStatus::Ended, DialogueStatus::Archived}) {
        if (name == statusName(status))
            return status;
    }
    return invalidField(field, QStringLiteral("must be active, ended or archived"), name);
}

QLatin1String statusName(DialogueStatus status)
{
    switch (status) {
    case DialogueStatus::Active: return QLatin1String("active");
    case DialogueStatus::Ended: return QLatin1String("ended");
    case DialogueStatus::Archived: return QLatin1String("archived");
    }
    return QLatin1String("active");
}

} // namespace cloister
