#include "ui/shell/PageRegistry.h"

#include <QCoreApplication>

#include <algorithm>

namespace cloister::ui {

static QList<PageInfo> &pages()
{
    static QList<PageInfo> all;
    return all;
}

int PageRegistry::add(const PageInfo &info)
{
    const auto place = std::upper_bound(pages().cbegin(), pages().cend(), info,
        [](const PageInfo &a, const PageInfo &b) { return a.order < b.order; });
    pages().insert(place, info);
    return static_cast<int>(pages().size());
}

QList<PageInfo> PageRegistry::all()
{
    return pages();
}

QString PageRegistry::titleOf(const PageInfo &info)
{
    return QCoreApplication::translate("PageRegistry", info.title);
}

} // namespace cloister::ui
