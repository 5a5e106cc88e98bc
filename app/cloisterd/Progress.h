#pragma once

#include <QElapsedTimer>
#include <QString>

namespace cloister::cli {

/// What a progress counts.
enum class ProgressUnit { Bytes, Records };

/// "45 %, 3.1 MB of 6.9 MB, 2.4 MB/s, 2 s left"; without a total only how much and how fast.
QString progressText(ProgressUnit unit, qint64 done, qint64 total, qint64 elapsedMs);

/// One line on stderr that renews itself while long work goes on; nothing where stderr is no terminal.
class Progress
{
public:
    /// `total` 0 = unknown.
    Progress(const QString &what, ProgressUnit unit, qint64 total);
    /// Takes the line away.
    ~Progress();
    Progress(const Progress &) = delete;
    Progress &operator=(const Progress &) = delete;

    void update(qint64 done, qint64 total);
    void update(qint64 done) { update(done, m_total); }

private:
    const QString m_what;
    const ProgressUnit m_unit;
    qint64 m_total;
    qint64 m_nextMs = 0; ///< when the line may be renewed
    bool m_isShown = false;
    QElapsedTimer m_elapsed;
};

} // namespace cloister::cli
