#include "engine/partition/NamespaceKeys.h"

#include "engine/crypto/Aad.h"
#include "engine/crypto/Digest.h"
#include "engine/crypto/KeyWrap.h"
#include "engine/storage/Migrator.h"
#include "engine/storage/Schema.h"
#include "engine/storage/Statement.h"
#include "engine/storage/Transaction.h"

namespace cloister {

static constexpr char kFindKey[] = "SELECT generation, tag, wrapped FROM namespace_key WHERE pk = ?1";
static constexpr char kInsertKey[] = "INSERT INTO namespace_key (pk, generation, tag, wrapped) VALUES (?1, ?2, ?3, ?4)";
static constexpr char kDeleteKey[] = "DELETE FROM namespace_key WHERE pk = ?1";
static constexpr char kKeyByTag[] = "SELECT pk FROM namespace_key WHERE tag = ?1";
static constexpr char kErasedGeneration[] = "SELECT generation FROM erased_generation";
static constexpr char kRaiseErasedGeneration[] =
    "UPDATE erased_generation SET generation = max(generation, (SELECT generation FROM namespace_key WHERE pk = ?1))"
    " WHERE EXISTS (SELECT 1 FROM namespace_key WHERE pk = ?1)";

static constexpr char kMarkErasure[] = "INSERT INTO erasure (pk, tag) VALUES (?1, ?2)";
static constexpr char kErasureTag[] = "SELECT tag FROM erasure WHERE pk = ?1";
static constexpr char kErasures[] = "SELECT pk FROM erasure ORDER BY pk";
static constexpr char kUnmarkErasure[] = "DELETE FROM erasure WHERE pk = ?1";

static QByteArray wrapAad(const QByteArray &pk, qint64 generation)
{
    return crypto::Aad().add("namespace-key").add(pk).add(generation).bytes();
}

NamespaceKeys::NamespaceKeys(std::unique_ptr<storage::Connection> connection, crypto::SecretKey projectKey) :
    m_connection(std::move(connection)),
    m_projectKey(std::move(projectKey))
{
}

Result<std::unique_ptr<NamespaceKeys>> NamespaceKeys::open(
    const QString &path, const crypto::SecretKey &fileKey, const crypto::SecretKey &projectKey)
{
    storage::OpenOptions options{.path = path, .key = fileKey.bytes(), .role = storage::Role::KeyFile, .create = true};
    CLOISTER_ASSIGN(auto connection, storage::Connection::open(options));
    CLOISTER_ASSIGN(const storage::Migrator migrator, storage::Schema::keys());
    CLOISTER_TRY(migrator.migrate(*connection));
    CLOISTER_TRY(connection->lockDown());
    return std::unique_ptr<NamespaceKeys>(new NamespaceKeys(std::move(connection), projectKey.clone()));
}

Result<std::shared_ptr<const NamespaceKey>> NamespaceKeys::find(const QByteArray &pk)
{
    const std::lock_guard lock(m_mutex);
    return load(pk);
}

Result<std::shared_ptr<const NamespaceKey>> NamespaceKeys::load(const QByteArray &pk)
{
    if (const auto known = m_byPk.constFind(pk); known != m_byPk.cend()) {
        m_recent.splice(m_recent.begin(), m_recent, *known);
        return (*known)->second;
    }
    auto statement = m_connection->prepare(kFindKey);
    statement.bindText(1, pk);
    std::shared_ptr<const NamespaceKey> found;
    if (statement.next()) {
        const qint64 generation = statement.integer(0);
        auto key = crypto::unwrapKey(m_projectKey, statement.blob(2), wrapAad(pk, generation));
        if (!key)
            return key.unexpected();
        found = std::make_shared<const NamespaceKey>(
            NamespaceKey{std::move(key).value(), generation, statement.text(1)});
    }
    CLOISTER_TRY(statement.done());
    if (found)
        remember(pk, found);
    return found;
}

Result<void> NamespaceKeys::ensure(std::span<const QByteArray> pks)
{
    const std::lock_guard lock(m_mutex);
    std::vector<QByteArray> missing;
    for (const QByteArray &pk : pks) {
        CLOISTER_ASSIGN(const auto key, load(pk));
        if (!key && std::find(missing.begin(), missing.end(), pk) == missing.end())
            missing.push_back(pk);
    }
    if (missing.empty())
        return {};
    CLOISTER_ASSIGN(storage::Transaction transaction, storage::Transaction::begin(*m_connection));
    for (const QByteArray &pk : missing)
        CLOISTER_TRY(insert(pk));
    return transaction.commit();
}

Result<void> NamespaceKeys::insert(const QByteArray &pk)
{
    CLOISTER_ASSIGN(const QString erased, tagOfErasure(pk));
    if (!erased.isEmpty())
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("this namespace is being deleted"));
    CLOISTER_ASSIGN(const qint64 generation, nextGeneration());
    const crypto::SecretKey key = crypto::SecretKey::random();
    const QByteArray tag = crypto::hmac(crypto::subkey(key, 1, "nstag___"), pk).left(16).toHex();
    auto statement = m_connection->prepare(kInsertKey);
    statement.bindText(1, pk);
    statement.bind(2, generation);
    statement.bindText(3, tag);
    statement.bind(4, crypto::wrapKey(m_projectKey, key, wrapAad(pk, generation)));
    return statement.run();
}

Result<qint64> NamespaceKeys::nextGeneration()
{
    auto statement = m_connection->prepare(kErasedGeneration);
    qint64 erased = 0;
    if (statement.next())
        erased = statement.integer(0);
    CLOISTER_TRY(statement.done());
    return erased + 1;
}

Result<void> NamespaceKeys::destroy(const QByteArray &pk)
{
    const std::lock_guard lock(m_mutex);
    CLOISTER_ASSIGN(storage::Transaction transaction, storage::Transaction::begin(*m_connection));
    CLOISTER_TRY(removeKey(pk));
    CLOISTER_TRY(transaction.commit());
    forget(pk);
    return {};
}

Result<void> NamespaceKeys::runWith(const char *sql, const QByteArray &pk)
{
    auto statement = m_connection->prepare(sql);
    statement.bindText(1, pk);
    return statement.run();
}

Result<void> NamespaceKeys::removeKey(const QByteArray &pk)
{
    CLOISTER_TRY(runWith(kRaiseErasedGeneration, pk));
    return runWith(kDeleteKey, pk);
}

Result<QString> NamespaceKeys::tagOfErasure(const QByteArray &pk)
{
    auto statement = m_connection->prepare(kErasureTag);
    statement.bindText(1, pk);
    const QString tag = statement.next() ? statement.text(0) : QString();
    CLOISTER_TRY(statement.done());
    return tag;
}

Result<QString> NamespaceKeys::beginErasure(const QByteArray &pk)
{
    const std::lock_guard lock(m_mutex);
    CLOISTER_ASSIGN(const QString marked, tagOfErasure(pk));
    CLOISTER_ASSIGN(const auto key, load(pk));
    if (!marked.isEmpty() || !key)
        return marked;
    CLOISTER_ASSIGN(storage::Transaction transaction, storage::Transaction::begin(*m_connection));
    CLOISTER_TRY(removeKey(pk));
    {
        auto statement = m_connection->prepare(kMarkErasure);
        statement.bindText(1, pk);
        statement.bind(2, key->tag);
        CLOISTER_TRY(statement.run());
    }
    CLOISTER_TRY(transaction.commit());
    forget(pk);
    return key->tag;
}

Result<void> NamespaceKeys::endErasure(const QByteArray &pk)
{
    const std::lock_guard lock(m_mutex);
    return runWith(kUnmarkErasure, pk);
}

Result<QList<QByteArray>> NamespaceKeys::erasures()
{
    const std::lock_guard lock(m_mutex);
    auto statement = m_connection->prepare(kErasures);
    QList<QByteArray> marked;
    while (statement.next())
        marked.append(statement.text(0).toUtf8());
    CLOISTER_TRY(statement.done());
    return marked;
}

Result<QByteArray> NamespaceKeys::partitionOf(const QString &tag)
{
    const std::lock_guard lock(m_mutex);
    auto statement = m_connection->prepare(kKeyByTag);
    statement.bind(1, tag);
    QByteArray pk;
    if (statement.next())
        pk = statement.text(0).toUtf8();
    CLOISTER_TRY(statement.done());
    return pk;
}

Result<QStringList> NamespaceKeys::integrityCheck()
{
    const std::lock_guard lock(m_mutex);
    return storage::integrityCheck(*m_connection);
}

void NamespaceKeys::remember(const QByteArray &pk, std::shared_ptr<const NamespaceKey> key)
{
    m_recent.emplace_front(pk, std::move(key));
    m_byPk.insert(pk, m_recent.begin());
    if (m_recent.size() > kCachedKeys) {
        m_byPk.remove(m_recent.back().first);
        m_recent.pop_back();
    }
}

void NamespaceKeys::forget(const QByteArray &pk)
{
    if (const auto known = m_byPk.constFind(pk); known != m_byPk.cend()) {
        m_recent.erase(*known);
        m_byPk.erase(known);
    }
}

} // namespace cloister
