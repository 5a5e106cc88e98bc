#include "engine/tables/ErasureTable.h"

namespace cloister::tables {

static const TenantSql kEraseDialogues("DELETE FROM dialogue WHERE pk = ?1");
static const TenantSql kEraseMessages("DELETE FROM message WHERE pk = ?1");
static const TenantSql kEraseMessageIds("DELETE FROM message_id WHERE pk = ?1");
static const TenantSql kEraseMemories("DELETE FROM memory WHERE pk = ?1");
static const TenantSql kEraseSummaries("DELETE FROM summary WHERE pk = ?1");
static const TenantSql kEraseImages("DELETE FROM image WHERE pk = ?1");
static const TenantSql kEraseChunks("DELETE FROM chunk WHERE pk = ?1");
static const TenantSql kEraseTags("DELETE FROM tag WHERE pk = ?1");
static const TenantSql kEraseEntries("DELETE FROM search_entry WHERE pk = ?1");
static const TenantSql kEraseIndexes("DELETE FROM search_image WHERE pk = ?1");
static const TenantSql kEraseAnswers("DELETE FROM idempotency WHERE pk = ?1");
static const TenantSql kEraseNamespace("DELETE FROM namespace WHERE pk = ?1");

Result<void> ErasureTable::removeAll()
{
    for (const TenantSql *sql : {&kEraseDialogues, &kEraseMessages, &kEraseMessageIds, &kEraseMemories,
             &kEraseSummaries, &kEraseImages, &kEraseChunks, &kEraseTags, &kEraseEntries, &kEraseIndexes,
             &kEraseAnswers, &kEraseNamespace})
        CLOISTER_TRY(m_scope.prepare(*sql).run());
    return {};
}

} // namespace cloister::tables
