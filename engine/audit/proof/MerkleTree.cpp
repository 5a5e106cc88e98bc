#include "engine/audit/proof/MerkleTree.h"

#include "engine/crypto/Digest.h"

#include <bit>

namespace cloister::audit {

static constexpr qsizetype kNodeBytes = 32;

static QByteArray nodeHash(QByteArrayView left, QByteArrayView right)
{
    return crypto::sha256(QByteArray("\1", 1) + left.toByteArray() + right.toByteArray());
}

void MerkleTree::add(QByteArrayView hash)
{
    QByteArray node = crypto::sha256(QByteArray("\0", 1) + hash.toByteArray());
    ++m_size;
    for (qint64 size = m_size; size % 2 == 0; size /= 2)
        node = nodeHash(m_roots.takeLast(), node);
    m_roots.append(node);
}

QByteArray MerkleTree::root() const
{
    if (m_roots.isEmpty())
        return crypto::sha256({});
    QByteArray root = m_roots.last();
    for (qsizetype i = m_roots.size() - 2; i >= 0; --i)
        root = nodeHash(m_roots.at(i), root);
    return root;
}

QByteArray MerkleTree::frontier() const
{
    return QByteArrayList(m_roots.cbegin(), m_roots.cend()).join();
}

Result<MerkleTree> MerkleTree::resume(qint64 size, const QByteArray &frontier)
{
    if (size < 0 || frontier.size() != kNodeBytes * std::popcount(static_cast<quint64>(size)))
        return fail(ErrorCode::Integrity, QStringLiteral("a checkpoint's tree is damaged"));
    MerkleTree tree;
    tree.m_size = size;
    for (qsizetype at = 0; at < frontier.size(); at += kNodeBytes)
        tree.m_roots.append(frontier.mid(at, kNodeBytes));
    return tree;
}

} // namespace cloister::audit
