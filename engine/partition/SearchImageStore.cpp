#include "engine/partition/SearchImageStore.h"

namespace cloister {

static constexpr QLatin1String kImage("search_image.image");
static const QString kMessages = QStringLiteral("message");
// Row 0 is written last and tells the number of parts, row 1 marks what is being written, the parts follow.
static constexpr int kHead = 0;
static constexpr int kMark = 1;
static constexpr int kFirstPart = 2;

Result<void> SearchImageStore::insert(int row, QByteArrayView plain)
{
    return m_table.insert(kMessages, row, m_session.sealer().seal({kImage, kMessages, row}, plain));
}

Result<void> SearchImageStore::begin()
{
    CLOISTER_TRY(m_table.removeAll());
    return insert(kMark, {});
}

Result<bool> SearchImageStore::add(int number, QByteArrayView plain)
{
    CLOISTER_ASSIGN(const bool isThere, m_table.exists(kMessages, kFirstPart + number - 1));
    if (isThere)
        CLOISTER_TRY(insert(kFirstPart + number, plain));
    return isThere;
}

Result<bool> SearchImageStore::finish(int parts)
{
    CLOISTER_ASSIGN(const bool isThere, m_table.exists(kMessages, kFirstPart + parts - 1));
    if (isThere)
        CLOISTER_TRY(insert(kHead, QByteArray::number(parts)));
    return isThere;
}

Result<QByteArray> SearchImageStore::read() const
{
    CLOISTER_ASSIGN(const bool isWhole, isSaved());
    if (!isWhole)
        return QByteArray();
    CLOISTER_ASSIGN(const QList<QByteArray> rows, m_table.find(kMessages));
    QByteArray whole;
    for (int row = 0; row < rows.size(); ++row) {
        CLOISTER_ASSIGN(const QByteArray plain, m_session.sealer().open({kImage, kMessages, row}, rows.at(row)));
        if (row == kHead && plain.toInt() != rows.size() - kFirstPart)
            return fail(ErrorCode::Integrity, QStringLiteral("parts of a saved search index are missing"));
        if (row >= kFirstPart)
            whole += plain;
    }
    return whole;
}

Result<bool> SearchImageStore::isSaved() const
{
    return m_table.exists(kMessages, kHead);
}

} // namespace cloister
