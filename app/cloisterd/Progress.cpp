#include "app/cloisterd/Progress.h"

#include "app/cloisterd/Terminal.h"

#include <cstdio>

namespace cloister::cli {

static constexpr qint64 kRenewMs = 200;

static QString amount(ProgressUnit unit, qint64 number)
{
    return unit == ProgressUnit::Bytes ? sizeText(number) : grouped(number);
}

static QString duration(qint64 seconds)
{
    if (seconds < 60)
        return QStringLiteral("%1 s").arg(seconds);
    if (seconds < 3600)
        return QStringLiteral("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    return QStringLiteral("%1 h %2 min").arg(seconds / 3600).arg(seconds / 60 % 60);
}

QString progressText(ProgressUnit unit, qint64 done, qint64 total, qint64 elapsedMs)
{
    const qint64 rate = elapsedMs > 0 ? done * 1000 / elapsedMs : 0; // a second
    const QString speed = amount(unit, rate) + QLatin1String("/s");
    if (total <= 0)
        return QStringLiteral("%1, %2").arg(amount(unit, done), speed);
    const qint64 shown = qMin(done, total);
    QString text = QStringLiteral("%1 %, %2 of %3, %4")
                       .arg(QString::number(shown * 100 / total), amount(unit, shown), amount(unit, total), speed);
    if (rate > 0)
        text += QStringLiteral(", %1 left").arg(duration((total - shown + rate - 1) / rate));
    return text;
}

Progress::Progress(const QString &what, ProgressUnit unit, qint64 total) : m_what(what), m_unit(unit), m_total(total)
{
    m_elapsed.start();
    update(0);
}

Progress::~Progress()
{
    if (m_isShown)
        std::fputs("\r\033[K", stderr);
}

void Progress::update(qint64 done, qint64 total)
{
    m_total = total;
    const qint64 now = m_elapsed.elapsed();
    if (!isTerminal() || now < m_nextMs)
        return;
    m_nextMs = now + kRenewMs;
    m_isShown = true;
    const QByteArray line = (m_what + QLatin1String(": ") + progressText(m_unit, done, total, now)).toUtf8();
    std::fprintf(stderr, "\r\033[K%s", line.constData());
    std::fflush(stderr);
}

} // namespace cloister::cli
