#pragma once

#include "engine/base/Result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace cloister::audit {

/// The Merkle tree over the hashes of a log's events, as in RFC 6962: a leaf is SHA-256(0x00 ‖ event hash), a node
/// SHA-256(0x01 ‖ left ‖ right). It keeps the roots of its whole subtrees alone, so that it grows by an event in constant
/// memory and can be taken up again where it was left. One thread.
class MerkleTree
{
public:
    /// `hash` is that of the next event, 32 bytes.
    void add(QByteArrayView hash);

    qint64 size() const { return m_size; }
    /// 32 bytes; those of SHA-256 of nothing while the tree is empty.
    QByteArray root() const;

    /// What resume() takes: the roots of the whole subtrees, the largest first.
    QByteArray frontier() const;
    /// Integrity when `frontier` is not that of a tree of `size` leaves.
    static Result<MerkleTree> resume(qint64 size, const QByteArray &frontier);

private:
    qint64 m_size = 0;
    QList<QByteArray> m_roots;
};

} // namespace cloister::audit
