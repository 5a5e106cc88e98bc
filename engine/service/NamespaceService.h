#pragma once

#include "engine/base/Page.h"
#include "engine/base/Result.h"
#include "engine/model/Caller.h"
#include "engine/model/NamespaceInfo.h"
#include "engine/tables/Maintenance.h"

#include <QList>

namespace cloister {

class Workspace;

struct NamespaceQuery
{
    QString prefix;
    tables::NamespaceSort sort = tables::NamespaceSort::Name;
    Order order = Order::Ascending;
    int limit = 100;
    int offset = 0;  ///< for admins, who page by row number; with `next` it must be 0
    QByteArray next; ///< page token; by name only
};

struct NamespacePage
{
    QList<NamespaceInfo> items;
    QByteArray next;
    qint64 total = 0; ///< of the prefix, for admins only
};

/// What namespaces a project has, with their counts. No content. Any thread.
class NamespaceService
{
public:
    explicit NamespaceService(Workspace &workspace) : m_workspace(workspace) {}

    /// The namespaces of the caller's project that the caller may see. A token from another list is InvalidParameter.
    Result<NamespacePage> list(const Caller &caller, const NamespaceQuery &query) const;

private:
    Workspace &m_workspace;
};

} // namespace cloister
