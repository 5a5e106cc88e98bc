#pragma once

#include "engine/client/Records.h"

#include <QByteArray>

namespace cloister::client {

/// Builds the encoded query of a request. Empty values are left out.
class QueryText
{
public:
    QueryText &add(const char *name, const QString &value);
    QueryText &add(const char *name, qint64 value);
    QueryText &add(const char *name, const std::optional<qint64> &value);
    /// The namespace of a place; the default one needs no word.
    QueryText &add(const Place &place) { return add("namespace", place.nameSpace); }
    QueryText &add(const ListFilter &filter);
    QueryText &add(const EventFilter &filter);

    const QByteArray &bytes() const { return m_text; }

private:
    QByteArray m_text;
};

} // namespace cloister::client
