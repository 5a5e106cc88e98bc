#include "engine/service/NamespaceService.h"

#include "engine/crypto/Digest.h"
#include "engine/model/PartitionKey.h"
#include "engine/service/PartitionMint.h"
#include "engine/service/Workspace.h"

#include <algorithm>
#include <utility>

namespace cloister {

static constexpr qsizetype kNamespaceTokenMacBytes = 16;
static constexpr QByteArray::Base64Options kNamespaceTokenCoding
    = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

static NamespaceInfo infoOf(const tables::NamespaceRow &row)
{
    NamespaceInfo info;
    info.nameSpace = row.name;
    info.state = row.state;
    info.dialogues = row.dialogues;
    info.messages = row.messages;
    info.memories = row.memories;
    info.bytes = row.bytes;
    info.lastActivity = row.lastActivity;
    info.created = row.created;
    return info;
}

static Unexpected refusedQuery(const QString &field, const QString &why)
{
    return Unexpected{
        Error{ErrorCode::InvalidParameter, why, {{field, QStringLiteral("INVALID"), why, {}}}}};
}

// The last key of a page, behind a digest that binds it to the list. Both are of one project: so is the digest's key.
static QByteArray tokenMac(const crypto::SecretKey &key, const NamespaceQuery &query, const QByteArray &pk)
{
    const QByteArray list = "namespaces\n" + QByteArray::number(query.prefix.toUtf8().size()) + '\n'
        + query.prefix.toUtf8() + (query.order == Order::Descending ? "\ndesc\n" : "\nasc\n");
    return crypto::hmac(key, list + pk).left(kNamespaceTokenMacBytes);
}

static QByteArray tokenOf(const crypto::SecretKey &key, const NamespaceQuery &query, const QByteArray &pk)
{
    return (tokenMac(key, query, pk) + pk).toBase64(kNamespaceTokenCoding);
}

static Result<QByteArray> keyOfToken(const crypto::SecretKey &key, const NamespaceQuery &query)
{
    if (query.next.isEmpty())
        return QByteArray();
    const auto decoded = QByteArray::fromBase64Encoding(query.next, kNamespaceTokenCoding | QByteArray::AbortOnBase64DecodingErrors);
    const QByteArray pk = decoded ? (*decoded).mid(kNamespaceTokenMacBytes) : QByteArray();
    if (!decoded || !crypto::isEqual((*decoded).left(kNamespaceTokenMacBytes), tokenMac(key, query, pk)))
        return refusedQuery(QStringLiteral("next"), QStringLiteral("the page token is not one of this list"));
    return pk;
}

// The keys from the prefix up to the first that does not start with it: text in UTF-8 never ends in 0xff.
static std::pair<QByteArray, QByteArray> rangeOfPrefix(const QString &prefix)
{
    const QByteArray from = PartitionKey::rangeStart(prefix);
    QByteArray to = from;
    to.back() = static_cast<char>(static_cast<unsigned char>(to.back()) + 1);
    return {from, to};
}

// Up to limit + 1 rows, so that a next page shows.
static Result<QList<tables::NamespaceRow>> rowsOfProject(
    ProjectFile &file, const NamespaceQuery &query, const QByteArray &after, qint64 *total)
{
    tables::NamespaceListQuery range;
    std::tie(range.pkFrom, range.pkTo) = rangeOfPrefix(query.prefix);
    range.sort = query.sort;
    range.isDescending = query.order == Order::Descending;
    range.limit = query.limit + 1;
    range.offset = query.offset;
    range.afterPk = after;
    CLOISTER_ASSIGN(storage::ReaderPool::Lease lease, file.readers().lease());
    const tables::Maintenance maintenance(lease.connection());
    if (total) {
        CLOISTER_ASSIGN(*total, maintenance.countNamespaces(range.pkFrom, range.pkTo));
    }
    return maintenance.namespaces(range);
}

// A bound key's namespaces are looked up one by one, each through its own partition.
static Result<QList<tables::NamespaceRow>> rowsOfKey(
    Workspace &workspace, const Caller &caller, const NamespaceQuery &query, const QByteArray &after)
{
    QList<PartitionKey> keys;
    for (const QString &name : *caller.namespaces) {
        const PartitionKey key(name, caller.projectId);
        if (name.startsWith(query.prefix) && key.bytes() > after)
            keys.append(key);
    }
    std::sort(keys.begin(), keys.end(),
        [](const PartitionKey &a, const PartitionKey &b) { return a.bytes() < b.bytes(); });
    using Found = std::optional<tables::NamespaceRow>;
    PartitionMint mint(workspace);
    QList<tables::NamespaceRow> rows;
    for (const PartitionKey &key : std::as_const(keys)) {
        CLOISTER_ASSIGN(
            const Partition partition, mint.open(caller, key.nameSpace(), PartitionMint::Access::Existing));
        CLOISTER_ASSIGN(const Found row, partition.read<Found>([](PartitionSession &session) {
            return tables::NamespaceTable(session.scope()).find();
        }));
        if (row)
            rows.append(*row);
        if (rows.size() > query.limit)
            break;
    }
    return rows;
}

Result<NamespacePage> NamespaceService::list(const Caller &caller, const NamespaceQuery &query) const
{
    const bool isByName = query.sort == tables::NamespaceSort::Name && query.order == Order::Ascending;
    if (!caller.isAdmin() && (!isByName || query.offset != 0))
        return refusedQuery(QStringLiteral("sort"), QStringLiteral("namespaces are listed by name"));
    if (!query.next.isEmpty() && (!isByName || query.offset != 0))
        return refusedQuery(QStringLiteral("next"), QStringLiteral("a page token goes with the order by name alone"));
    CLOISTER_ASSIGN(const std::shared_ptr<ProjectFile> file, m_workspace.project(caller.projectId));
    CLOISTER_ASSIGN(const QByteArray after, keyOfToken(file->tokenKey(), query));

    NamespacePage page;
    CLOISTER_ASSIGN(QList<tables::NamespaceRow> rows,
        caller.namespaces ? rowsOfKey(m_workspace, caller, query, after)
                          : rowsOfProject(*file, query, after, caller.isAdmin() ? &page.total : nullptr));
    const bool hasMore = rows.size() > query.limit;
    if (hasMore)
        rows.resize(query.limit);
    for (const tables::NamespaceRow &row : std::as_const(rows))
        page.items.append(infoOf(row));
    if (hasMore && isByName) {
        const QByteArray last = PartitionKey(rows.last().name, caller.projectId).bytes();
        page.next = tokenOf(file->tokenKey(), query, last);
    }
    return page;
}

} // namespace cloister
