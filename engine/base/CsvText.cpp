#include "engine/base/CsvText.h"

namespace cloister {

static bool isTakenForFormula(const QString &cell)
{
    return !cell.isEmpty() && QStringLiteral("=+-@\t\r\n").contains(cell.at(0));
}

QByteArray csvLine(const QStringList &cells)
{
    QByteArray line;
    for (const QString &cell : cells) {
        if (!line.isEmpty())
            line += ',';
        QByteArray text = cell.toUtf8();
        text.replace("\"", "\"\"");
        line += isTakenForFormula(cell) ? "\"'" + text + '"' : '"' + text + '"';
    }
    return line + "\r\n";
}

} // namespace cloister
