#include "engine/client/QueryText.h"

#include "engine/base/PercentCoding.h"

namespace cloister::client {

QueryText &QueryText::add(const char *name, const QString &value)
{
    if (value.isEmpty())
        return *this;
    if (!m_text.isEmpty())
        m_text += '&';
    m_text += name;
    m_text += '=';
    m_text += percentEncode(value);
    return *this;
}

QueryText &QueryText::add(const char *name, qint64 value)
{
    return add(name, QString::number(value));
}

QueryText &QueryText::add(const char *name, const std::optional<qint64> &value)
{
    return value ? add(name, *value) : *this;
}

QueryText &QueryText::add(const ListFilter &filter)
{
    add("limit", qint64(filter.limit)).add("order", filter.order).add("next", filter.next);
    add("created", filter.created).add("startDate", filter.startDate).add("endDate", filter.endDate);
    add("tags", filter.tags.join(QLatin1Char(',')));
    return add("threadOf", filter.threadOf).add("status", filter.status).add("label", filter.label);
}

QueryText &QueryText::add(const EventFilter &filter)
{
    add("limit", qint64(filter.limit)).add("after", filter.after).add("before", filter.before);
    add("from", filter.from).add("to", filter.to).add("namespace", filter.nameSpace).add("action", filter.action);
    add("entity", filter.entity).add("actor", filter.actor).add("outcome", filter.outcome);
    return add("address", filter.address).add("order", filter.order);
}

} // namespace cloister::client
