#include "app/cloisterd/Terminal.h"

#include "engine/base/Time.h"

#include <QScopeGuard>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace cloister::cli {

Result<void> printBytes(const QByteArray &bytes)
{
    const auto size = static_cast<size_t>(bytes.size());
    if (std::fwrite(bytes.constData(), 1, size, stdout) != size) {
        return fail(ErrorCode::StorageUnavailable,
            QStringLiteral("cannot write the output: %1").arg(QString::fromLocal8Bit(std::strerror(errno))));
    }
    return {};
}

void print(const QString &text)
{
    const QByteArray line = text.toUtf8() + '\n';
    (void)printBytes(line).has_value(); // stdout remembers; finishOutput() tells
}

void note(const QString &text)
{
    const QByteArray line = text.toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
}

bool finishOutput()
{
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

bool isTerminal()
{
    return ::isatty(STDERR_FILENO) == 1;
}

Result<crypto::SecureBytes> askSecret(const QString &question, const QString &otherwise)
{
    const Unexpected noTerminal = fail(ErrorCode::Unauthenticated, otherwise);
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0)
        return noTerminal;
    const auto closed = qScopeGuard([terminal] { ::close(terminal); });
    termios shown = {};
    if (::tcgetattr(terminal, &shown) != 0)
        return noTerminal;
    termios hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    const QByteArray prompt = question.toUtf8();
    (void)!::write(terminal, prompt.constData(), static_cast<size_t>(prompt.size()));
    ::tcsetattr(terminal, TCSAFLUSH, &hidden);
    const auto restored = qScopeGuard([terminal, &shown] {
        ::tcsetattr(terminal, TCSAFLUSH, &shown);
        (void)!::write(terminal, "\n", 1);
    });
    char line[4096]; // what a terminal's line can hold
    const ssize_t size = ::read(terminal, line, sizeof line);
    const auto wiped = qScopeGuard([&line] { ::explicit_bzero(line, sizeof line); });
    if (size <= 0)
        return fail(ErrorCode::Unauthenticated, QStringLiteral("no passphrase was given"));
    return crypto::SecureBytes(QByteArrayView(line, line[size - 1] == '\n' ? size - 1 : size));
}

QString visible(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        const bool isHidden = c.category() == QChar::Other_Control || c.category() == QChar::Other_Format
            || c.category() == QChar::Separator_Line || c.category() == QChar::Separator_Paragraph;
        if (isHidden)
            out += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            out += c;
    }
    return out;
}

QString table(const QStringList &headers, const QList<QStringList> &rows)
{
    QList<QStringList> lines{headers};
    for (const QStringList &row : rows) {
        QStringList cells;
        for (const QString &cell : row)
            cells.append(visible(cell));
        lines.append(cells);
    }
    QList<qsizetype> widths(headers.size(), 0);
    for (const QStringList &line : lines) {
        for (qsizetype i = 0; i < line.size(); ++i)
            widths[i] = qMax(widths.at(i), line.at(i).size());
    }
    QStringList out;
    for (const QStringList &line : lines) {
        QString text;
        for (qsizetype i = 0; i < line.size(); ++i)
            text += i + 1 < line.size() ? line.at(i).leftJustified(widths.at(i) + 2) : line.at(i);
        out.append(text);
    }
    return out.join(QLatin1Char('\n'));
}

QString grouped(qint64 number)
{
    QString text = QString::number(qAbs(number));
    for (qsizetype at = text.size() - 3; at > 0; at -= 3)
        text.insert(at, QLatin1Char(','));
    return number < 0 ? QLatin1Char('-') + text : text;
}

QString sizeText(qint64 bytes)
{
    static constexpr const char *kUnits[] = {"kB", "MB", "GB", "TB"};
    if (bytes < 1000)
        return QStringLiteral("%1 bytes").arg(bytes);
    double size = static_cast<double>(bytes) / 1000;
    size_t unit = 0;
    while (size >= 999.95 && unit + 1 < std::size(kUnits)) {
        size /= 1000;
        ++unit;
    }
    return QStringLiteral("%1 %2").arg(size, 0, 'f', 1).arg(QLatin1String(kUnits[unit]));
}

QString timeText(qint64 ms)
{
    const QString iso = toIso(ms);
    return iso.left(10) + QLatin1Char(' ') + iso.mid(11, 8) + QLatin1Char('Z');
}

QString counted(qint64 number, const char *noun, const char *plural)
{
    const QString many = plural ? QLatin1String(plural) : QLatin1String(noun) + QLatin1Char('s');
    return grouped(number) + QLatin1Char(' ') + (number == 1 ? QString(QLatin1String(noun)) : many);
}

} // namespace cloister::cli
