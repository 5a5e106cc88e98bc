#include "engine/model/SearchQuery.h"

#include "engine/base/Utf8.h"
#include "engine/model/Fields.h"
#include "engine/model/FilterReader.h"
#include "engine/model/Validate.h"

#include <QHash>

namespace cloister {

namespace {

constexpr qsizetype kMaxQueryBytes = 8192;
constexpr int kMaxLimit = 100;
constexpr qsizetype kMaxName = 128;
constexpr qsizetype kShownBytes = 256;

class SearchQueryReader
{
public:
    Result<SearchQuery> read(const JsonSlice &body);

private:
    void readMember(const QString &key, const JsonSlice &value);
    void readWho(const QString &key, const JsonSlice &value);
    void refuse(const QString &field, const QString &why, const JsonSlice &value);
    void readQuery(const JsonSlice &value);
    void readLimit(const JsonSlice &value);
    std::optional<QString> readName(const QString &field, const JsonSlice &value);

    template<typename T>
    void readChoice(const QString &field, const JsonSlice &value, const QHash<QString, T> &choices, T &target)
    {
        const Result<QString> text = value.toText();
        const auto found = text ? choices.constFind(*text) : choices.constEnd();
        if (found == choices.constEnd()) {
            QStringList names = choices.keys();
            names.sort();
            refuse(field, QStringLiteral("must be one of %1").arg(names.join(QLatin1String(", "))), value);
            return;
        }
        target = *found;
    }

    SearchQuery m_query;
    Fields m_fields;
};

void SearchQueryReader::refuse(const QString &field, const QString &why, const JsonSlice &value)
{
    const QString shown = field == QLatin1String("query") ? QString() : fromUtf8(value.raw().first(std::min(value.raw().size(), kShownBytes)));
    m_fields.add(invalidField(field, why, shown));
}

void SearchQueryReader::readQuery(const JsonSlice &value)
{
    const Result<QString> text = value.toText();
    const qsizetype bytes = text ? text->toUtf8().size() : 0;
    if (!text || bytes == 0 || bytes > kMaxQueryBytes)
        refuse(QStringLiteral("query"), QStringLiteral("must be a string of 1 to 8192 bytes"), value);
    else
        m_query.query = *text;
}

void SearchQueryReader::readLimit(const JsonSlice &value)
{
    const auto limit = value.toInteger();
    if (!limit || *limit < 1 || *limit > kMaxLimit)
        refuse(QStringLiteral("limit"), QStringLiteral("must be a whole number from 1 to 100"), value);
    else
        m_query.limit = static_cast<int>(*limit);
}

std::optional<QString> SearchQueryReader::readName(const QString &field, const JsonSlice &value)
{
    const Result<QString> text = value.toText();
    if (text && !text->isEmpty() && text->size() <= kMaxName)
        return *text;
    refuse(field, QStringLiteral("must be a string of 1 to 128 characters"), value);
    return std::nullopt;
}

/// Members that say where to look.
void SearchQueryReader::readWho(const QString &key, const JsonSlice &value)
{
    if (key == QLatin1String("namespace")) {
        const Result<QString> text = value.toText();
        if (!text)
            refuse(key, QStringLiteral("must be a string"), value);
        else if (const auto nameSpace = m_fields.keep(checkNamespace(*text)))
            m_query.nameSpace = *nameSpace;
    } else if (key == QLatin1String("timezone")) {
        if (const auto zone = readName(key, value))
            m_query.timezone = *zone;
    } else if (key == QLatin1String("dialogueId")) {
        m_query.filter.dialogueId = readName(key, value);
    } else if (key == QLatin1String("role")) {
        m_query.filter.role = readName(key, value);
    } else if (key == QLatin1String("explain")) {
        if (const auto flag = value.toBool())
            m_query.explain = *flag;
        else
            refuse(key, QStringLiteral("must be true or false"), value);
    }
}

void SearchQueryReader::readMember(const QString &key, const JsonSlice &value)
{
    static const QHash<QString, SearchObject> objects = {{QStringLiteral("message"), SearchObject::Message},
        {QStringLiteral("dialogue"), SearchObject::Dialogue}, {QStringLiteral("memory"), SearchObject::Memory}};
    static const QHash<QString, SearchMode> modes = {{QStringLiteral("hybrid"), SearchMode::Hybrid},
        {QStringLiteral("semantic"), SearchMode::Semantic}, {QStringLiteral("keyword"), SearchMode::Keyword}};
    static const QHash<QString, SearchOrder> orders = {{QStringLiteral("relevance"), SearchOrder::Relevance},
        {QStringLiteral("created"), SearchOrder::Created}, {QStringLiteral("modified"), SearchOrder::Modified}};
    static const QHash<QString, Order> directions = {{QStringLiteral("asc"), Order::Ascending},
                                                     {QStringLiteral("desc"), Order::Descending}};
    const FilterReader filters([this](const QString &field, const QString &why, const JsonSlice &bad) { refuse(field, why, bad); });
    if (key == QLatin1String("query"))
        readQuery(value);
    else if (key == QLatin1String("object"))
        readChoice(key, value, objects, m_query.object);
    else if (key == QLatin1String("limit"))
        readLimit(value);
    else if (key == QLatin1String("tags"))
        filters.readTags(value, m_query.filter);
    else if (key == QLatin1String("metadata"))
        filters.readMetadata(value, m_query.filter);
    else if (key == QLatin1String("filter"))
        filters.readDates(value, m_query.filter);
    else if (key == QLatin1String("orderBy"))
        readChoice(key, value, orders, m_query.orderBy);
    else if (key == QLatin1String("order"))
        readChoice(key, value, directions, m_query.order);
    else if (key == QLatin1String("mode"))
        readChoice(key, value, modes, m_query.mode);
    else if (key.startsWith(QLatin1String("created")) || key.startsWith(QLatin1String("modified")))
        refuse(key, QStringLiteral("is not understood; write the date as filter.%1, such as \"2025\", \"March 2025\" "
                                   "or {\"gte\": ..., \"lt\": ...}")
                        .arg(key.startsWith(QLatin1Char('c')) ? QLatin1String("created") : QLatin1String("modified")), value);
    else
        readWho(key, value);
}

Result<SearchQuery> SearchQueryReader::read(const JsonSlice &body)
{
    if (!body.isObject())
        return fail(ErrorCode::InvalidParameter, QStringLiteral("The body must be a JSON object."));
    for (const JsonMember &member : body.members())
        readMember(member.key, member.value);
    for (const QLatin1String name : {QLatin1String("query"), QLatin1String("object")}) {
        if (!body.member(name))
            m_fields.add(missingField(name));
    }
    return m_fields.orElse(m_query);
}

} // namespace

Result<SearchQuery> readSearchQuery(const JsonSlice &body)
{
    return SearchQueryReader().read(body);
}

} // namespace cloister
