#include "engine/client/RecordReader.h"

#include "engine/base/Time.h"

namespace cloister::client {

RecordReader::RecordReader(const JsonSlice &record) : m_record(record)
{
    if (!record.isObject())
        m_problem = QStringLiteral("a record is no object");
}

void RecordReader::note(const char *name, const char *what)
{
    if (m_problem.isEmpty())
        m_problem = QStringLiteral("%1 %2").arg(QLatin1String(name), QLatin1String(what));
}

std::optional<QString> RecordReader::optionalText(const char *name)
{
    const std::optional<JsonSlice> member = m_record.member(QLatin1String(name));
    if (!member || member->isNull())
        return std::nullopt;
    if (!member->isString())
        note(name, "is no text");
    return member->toTextReplacing();
}

QString RecordReader::text(const char *name)
{
    return optionalText(name).value_or(QString());
}

QString RecordReader::requiredText(const char *name)
{
    const std::optional<QString> found = optionalText(name);
    if (!found)
        note(name, "is missing");
    return found.value_or(QString());
}

qint64 RecordReader::integer(const char *name)
{
    const std::optional<JsonSlice> member = m_record.member(QLatin1String(name));
    if (!member)
        return 0;
    const std::optional<qint64> number = member->toInteger();
    if (!number)
        note(name, "is no whole number");
    return number.value_or(0);
}

bool RecordReader::truth(const char *name)
{
    const std::optional<JsonSlice> member = m_record.member(QLatin1String(name));
    return member && member->toBool().value_or(false);
}

std::optional<qint64> RecordReader::optionalTime(const char *name)
{
    const std::optional<QString> found = optionalText(name);
    if (!found)
        return std::nullopt;
    const Result<qint64> ms = parseInstant(*found);
    if (!ms)
        note(name, "is no time");
    return ms.value_or(0);
}

qint64 RecordReader::time(const char *name)
{
    const std::optional<qint64> found = optionalTime(name);
    if (!found)
        note(name, "is missing");
    return found.value_or(0);
}

QStringList RecordReader::texts(const char *name)
{
    QStringList found;
    const std::optional<JsonSlice> member = m_record.member(QLatin1String(name));
    if (!member)
        return found;
    if (!member->isArray())
        note(name, "is no list");
    for (JsonCursor cursor(*member); cursor.next();)
        found.append(cursor.value().toTextReplacing());
    return found;
}

QByteArray RecordReader::raw(const char *name, const QByteArray &fallback)
{
    const std::optional<JsonSlice> member = m_record.member(QLatin1String(name));
    return member ? member->rawBytes() : fallback;
}

} // namespace cloister::client
