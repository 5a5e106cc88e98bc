#pragma once

#include <QByteArray>
#include <QList>

namespace cloister {

enum class Order { Ascending, Descending };

/// One page of a list. `next` is the opaque token of the page after it; empty on the last page.
template<typename T>
struct Page
{
    QList<T> items;
    QByteArray next;
};

} // namespace cloister
