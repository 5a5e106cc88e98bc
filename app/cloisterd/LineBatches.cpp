#include "app/cloisterd/LineBatches.h"

namespace cloister::cli {

static constexpr qsizetype kChunkBytes = 1024 * 1024;

// The next line into m_line. The last one may be without a line feed.
Result<LineBatches::Found> LineBatches::readLine()
{
    m_line.clear();
    m_isTooLong = false;
    while (true) {
        const qsizetype end = m_buffer.indexOf('\n', m_at);
        const qsizetype size = (end < 0 ? m_buffer.size() : end) - m_at;
        if (m_line.size() + size > kLineBytes)
            m_isTooLong = true;
        if (m_isTooLong)
            m_line.clear();
        else
            m_line += QByteArrayView(m_buffer).sliced(m_at, size);
        if (end >= 0) {
            m_at = end + 1;
            break;
        }
        m_at = 0;
        m_buffer = m_isAtEnd ? QByteArray() : m_source.read(kChunkBytes);
        if (m_buffer.isEmpty()) {
            if (!m_isAtEnd && m_source.isOpen() && !m_source.atEnd())
                return fail(ErrorCode::StorageUnavailable, QStringLiteral("cannot read: %1").arg(m_source.errorString()));
            m_isAtEnd = true;
            if (m_line.isEmpty() && !m_isTooLong)
                return Found::End;
            break;
        }
        m_bytesRead += m_buffer.size();
    }
    m_line += '\n';
    ++m_lineNumber;
    return Found::Line;
}

Result<std::optional<LineBatch>> LineBatches::next()
{
    LineBatch batch;
    while (batch.lines < kBatchLines) {
        if (!m_hasLine) {
            CLOISTER_ASSIGN(const Found found, readLine());
            if (found == Found::End)
                break;
            m_hasLine = true;
        }
        if (batch.lines > 0 && batch.text.size() + m_line.size() > kBatchBytes)
            break;
        if (batch.lines == 0)
            batch.firstLine = m_lineNumber;
        if (m_isTooLong)
            batch.tooLong.append(m_lineNumber);
        batch.text += m_line;
        ++batch.lines;
        m_hasLine = false;
    }
    if (batch.lines == 0)
        return std::optional<LineBatch>();
    return std::optional(std::move(batch));
}

} // namespace cloister::cli
