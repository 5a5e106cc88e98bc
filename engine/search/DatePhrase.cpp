#include "engine/search/DatePhrase.h"

#include "engine/search/CalendarPhrase.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

namespace cloister::search {

namespace {

constexpr qsizetype kMaxPhrase = 200;
constexpr qsizetype kMaxZone = 64;

QStringList phraseWords(const QString &phrase)
{
    QString text = phrase.toLower();
    text.replace(QLatin1Char(','), QLatin1Char(' '));
    text = text.simplified();
    while (text.endsWith(QLatin1Char('.')) || text.endsWith(QLatin1Char('?')))
        text.chop(1);
    QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (QString &word : words) {
        if (word.size() > 1 && word.endsWith(QLatin1Char('.')))
            word.chop(1);
    }
    return words;
}

QStringList withoutFillers(QStringList words)
{
    static const QStringList fillers = {QStringLiteral("in"),  QStringLiteral("on"),   QStringLiteral("at"),
                                        QStringLiteral("the"), QStringLiteral("during"), QStringLiteral("within"),
                                        QStringLiteral("over")};
    while (words.size() > 1 && fillers.contains(words.front()))
        words.removeFirst();
    return words;
}

std::optional<TimeRange> readPeriod(const CalendarPhrase &calendar, const QStringList &words)
{
    return calendar.read(withoutFillers(words));
}

/// The start of a span that ends with `second`. A month, day of a month or quarter without a year is the latest one that
/// goes before that end: "January" of "January to March 2025" is that year's, "December" of "December to February" not.
std::optional<TimeRange> readSpanStart(const CalendarPhrase &calendar, const QStringList &words, const TimeRange &second)
{
    const int year = calendar.yearOf(*second.from);
    for (int back = 0; back < 2; ++back) {
        const auto dated = readPeriod(calendar, words + QStringList{QString::number(year - back)});
        if (dated && (*dated->from <= *second.from || *dated->until <= *second.until))
            return dated;
    }
    return readPeriod(calendar, words);
}

/// "X and Y" or "X to Y": everything from the start of X to the end of Y, which must come later.
std::optional<TimeRange> readSpan(const CalendarPhrase &calendar, const QStringList &words, const QStringList &separators)
{
    for (qsizetype i = 1; i + 1 < words.size(); ++i) {
        if (!separators.contains(words.at(i)))
            continue;
        const auto second = readPeriod(calendar, words.mid(i + 1));
        const auto first = second ? readSpanStart(calendar, words.mid(0, i), *second) : std::nullopt;
        if (first && *first->from < *second->until)
            return TimeRange{*first->from, *second->until};
    }
    return std::nullopt;
}

/// "since X", "before X", "until X", "older than N days": ranges with one end.
std::optional<TimeRange> readHalf(const CalendarPhrase &calendar, const QStringList &words)
{
    const QString &head = words.front();
    const bool isThan = words.size() > 2 && words.at(1) == QLatin1String("than");
    if (isThan && (head == QLatin1String("older") || head == QLatin1String("newer"))) {
        const auto ago = readPeriod(calendar, words.mid(2) + QStringList{QStringLiteral("ago")});
        if (!ago)
            return std::nullopt;
        return head == QLatin1String("older") ? TimeRange{std::nullopt, ago->from} : TimeRange{ago->from, std::nullopt};
    }
    const bool isUpTo = head == QLatin1String("up") && words.size() > 2 && words.at(1) == QLatin1String("to");
    const auto period = readPeriod(calendar, words.mid(isUpTo ? 2 : 1));
    if (!period)
        return std::nullopt;
    if (head == QLatin1String("since") || head == QLatin1String("from"))
        return TimeRange{period->from, std::nullopt};
    if (head == QLatin1String("after"))
        return TimeRange{period->until, std::nullopt};
    if (head == QLatin1String("before"))
        return TimeRange{std::nullopt, period->from};
    static const QStringList through = {QStringLiteral("until"), QStringLiteral("till"), QStringLiteral("through"), QStringLiteral("by")};
    if (isUpTo || through.contains(head))
        return TimeRange{std::nullopt, period->until};
    return std::nullopt;
}

std::optional<TimeRange> readWords(const CalendarPhrase &calendar, const QStringList &words)
{
    if (words.isEmpty())
        return std::nullopt;
    const QString &head = words.front();
    static const QStringList spans = {QStringLiteral("to"), QStringLiteral("until"), QStringLiteral("till"),
                                      QStringLiteral("through"), QStringLiteral("-"), QString(QChar(u'–'))};
    if (head == QLatin1String("between"))
        return readSpan(calendar, words.mid(1), {QStringLiteral("and")});
    if (head == QLatin1String("from")) {
        if (const auto span = readSpan(calendar, words.mid(1), spans))
            return span;
    }
    if (const auto period = readPeriod(calendar, words))
        return period;
    if (words.size() > 1) {
        if (const auto half = readHalf(calendar, words))
            return half;
    }
    return readSpan(calendar, words, spans);
}

/// Whether the system's time zone database has it, under its own name or an older one (Asia/Calcutta): Qt lists those
/// of zone.tab alone, and itself reads much else as a zone ("UTC+3", "ABC5"). right/ counts leap seconds; localtime and
/// the like are no zones.
bool isInDatabase(const QString &name)
{
    static const QRegularExpression pattern(QRegularExpression::anchoredPattern(
        QStringLiteral("(?!right/|posix/|posixrules$|localtime$|Factory$)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")));
    if (name.size() > kMaxZone || !pattern.match(name).hasMatch())
        return false;
    if (name == QLatin1String("UTC"))
        return true;
    for (const char *directory : {"/usr/share/zoneinfo/", "/usr/lib/zoneinfo/"}) {
        QFile file(QLatin1String(directory) + name);
        if (QFileInfo(file).isFile() && file.open(QIODevice::ReadOnly))
            return file.read(4) == "TZif";
    }
    return false;
}

Result<CalendarPhrase> calendarOf(const QString &timezone, qint64 nowMs)
{
    const QTimeZone zone = isInDatabase(timezone) ? QTimeZone(timezone.toLatin1()) : QTimeZone();
    if (!zone.isValid()) {
        const QString why = QStringLiteral("is not an IANA time zone such as Europe/Berlin");
        return Unexpected{Error{ErrorCode::InvalidParameter, QStringLiteral("timezone %1.").arg(why),
                                {{QStringLiteral("timezone"), QStringLiteral("INVALID"), why, timezone.left(kMaxPhrase)}}}};
    }
    return CalendarPhrase(zone, nowMs);
}

Unexpected notUnderstood(const QString &phrase)
{
    return fail(ErrorCode::InvalidParameter,
                QStringLiteral("The date '%1' is not understood. Use an ISO date or a phrase such as 'last 30 days', "
                               "'March 2025' or 'since Monday'.").arg(phrase.left(60)));
}

Result<TimeRange> readWith(const CalendarPhrase &calendar, const QString &phrase)
{
    if (phrase.size() > kMaxPhrase)
        return notUnderstood(phrase);
    const auto range = readWords(calendar, phraseWords(phrase));
    return range ? Result<TimeRange>(*range) : notUnderstood(phrase);
}

} // namespace

Result<TimeRange> readDatePhrase(const QString &phrase, const QString &timezone, qint64 nowMs)
{
    CLOISTER_ASSIGN(const CalendarPhrase calendar, calendarOf(timezone, nowMs));
    return readWith(calendar, phrase);
}

Result<TimeRange> readDateFilter(const DateFilter &filter, const QString &timezone, qint64 nowMs)
{
    CLOISTER_ASSIGN(const CalendarPhrase calendar, calendarOf(timezone, nowMs));
    TimeRange result;
    const auto narrow = [&result](std::optional<qint64> from, std::optional<qint64> until) {
        if (from)
            result.from = result.from ? std::max(*result.from, *from) : *from;
        if (until)
            result.until = result.until ? std::min(*result.until, *until) : *until;
    };
    if (filter.phrase) {
        CLOISTER_ASSIGN(const TimeRange range, readWith(calendar, *filter.phrase));
        narrow(range.from, range.until);
    }
    const auto bound = [&](const std::optional<QString> &text, auto &&use) -> Result<void> {
        if (!text)
            return {};
        CLOISTER_ASSIGN(const TimeRange range, readWith(calendar, *text));
        if (!range.from || !range.until)
            return notUnderstood(*text);
        use(range);
        return {};
    };
    CLOISTER_TRY(bound(filter.gte, [&](const TimeRange &range) { narrow(range.from, {}); }));
    CLOISTER_TRY(bound(filter.gt, [&](const TimeRange &range) { narrow(range.until, {}); }));
    CLOISTER_TRY(bound(filter.lte, [&](const TimeRange &range) { narrow({}, range.until); }));
    CLOISTER_TRY(bound(filter.lt, [&](const TimeRange &range) { narrow({}, range.from); }));
    return result;
}

} // namespace cloister::search
