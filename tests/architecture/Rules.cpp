#include "tests/architecture/Rules.h"

#include <QHash>

namespace cloister::test {

namespace {

using Visit = std::function<void(const SourceFile &, qsizetype line, const QString &text)>;

void visitLines(const QList<SourceFile> &files, const Visit &visit)
{
    for (const SourceFile &file : files) {
        const QStringList lines = file.text.split(u'\n');
        for (qsizetype i = 0; i < lines.size(); ++i)
            visit(file, i + 1, lines.at(i));
    }
}

QString complaint(const SourceFile &file, qsizetype line, const QString &what)
{
    return QStringLiteral("%1:%2: %3").arg(file.path).arg(line).arg(what.trimmed());
}

QStringList engineFolders(const QString &layers)
{
    QStringList folders;
    for (const QString &layer : layers.split(u' ', Qt::SkipEmptyParts))
        folders.append(QStringLiteral("engine/") + layer);
    return folders;
}

/// The layer table of ARCHITECTURE.md: which folders a folder may include, itself aside.
const QHash<QString, QStringList> &layerTable()
{
    const auto row = [](const char *text) { return engineFolders(QString::fromLatin1(text)); };
    static const QHash<QString, QStringList> table {
        {QStringLiteral("engine/base"), {}},
        {QStringLiteral("engine/model"), row("base")},
        {QStringLiteral("engine/crypto"), row("base")},
        {QStringLiteral("engine/storage"), row("base crypto")},
        {QStringLiteral("engine/tables"), row("base model storage")},
        {QStringLiteral("engine/search"), row("base model")},
        {QStringLiteral("engine/partition"), row("base model crypto storage tables audit search")},
        {QStringLiteral("engine/audit"), row("base model crypto tables")},
        {QStringLiteral("engine/auth"), row("base model crypto tables")},
        {QStringLiteral("engine/service"), row("base model crypto storage tables search partition audit auth")},
        {QStringLiteral("engine/client"), row("base model")},
        {QStringLiteral("engine/http"), row("base model auth service client")},
        {QStringLiteral("ui"), row("base model client")},
        {QStringLiteral("app"),
            row("base model crypto storage tables search partition audit auth service client http")
                << QStringLiteral("ui")},
    };
    return table;
}

/// `engine/storage/Statement.h` → `engine/storage`; `ui/pages/AuditPage.h` → `ui`.
QString folderOf(const QString &path)
{
    return path.section(u'/', 0, path.startsWith(QLatin1String("engine/")) ? 1 : 0);
}

} // namespace

QStringList layerViolations(const QList<SourceFile> &files)
{
    static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*\"((engine|ui|app|tests)/[^\"]+)\""));
    QStringList found;
    visitLines(files, [&](const SourceFile &file, qsizetype line, const QString &text) {
        const QString from = folderOf(file.path);
        if (line == 1 && !layerTable().contains(from))
            found.append(complaint(file, line, QStringLiteral("a folder that the layer table does not know")));
        const auto match = include.match(text);
        if (!match.hasMatch())
            return;
        const QString to = folderOf(match.captured(1));
        if (to != from && !layerTable().value(from).contains(to))
            found.append(complaint(file, line, text));
    });
    return found;
}

QStringList foreignIncludes(
    const QList<SourceFile> &files, const QRegularExpression &include, const QRegularExpression &allowedPath)
{
    static const QRegularExpression directive(QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"));
    QStringList found;
    visitLines(files, [&](const SourceFile &file, qsizetype line, const QString &text) {
        const auto match = directive.match(text);
        if (match.hasMatch() && include.match(match.captured(1)).hasMatch() && !allowedPath.match(file.path).hasMatch())
            found.append(complaint(file, line, text));
    });
    return found;
}

QStringList linesWith(const QList<SourceFile> &files, const QRegularExpression &text)
{
    QStringList found;
    visitLines(files, [&](const SourceFile &file, qsizetype line, const QString &content) {
        if (text.match(content).hasMatch())
            found.append(complaint(file, line, content));
    });
    return found;
}

QStringList filesTooLong(const QList<SourceFile> &files)
{
    QStringList found;
    for (const SourceFile &file : files) {
        const qsizetype lines = file.text.count(u'\n');
        const QString head = file.text.section(u'\n', 0, 9);
        if (lines > 500 && !head.contains(QLatin1String("500 lines")))
            found.append(complaint(file, lines, QStringLiteral("over 500 lines and no reason given")));
    }
    return found;
}

QStringList functionsTooLong(const QList<SourceFile> &files)
{
    QStringList found;
    qsizetype start = 0;
    visitLines(files, [&](const SourceFile &file, qsizetype line, const QString &text) {
        if (line == 1)
            start = 0;
        if (text == QLatin1String("{"))
            start = line;
        if (text == QLatin1String("}") && start > 0 && line - start - 1 > 60)
            found.append(complaint(file, start, QStringLiteral("a function of %1 lines").arg(line - start - 1)));
        if (text.startsWith(u'}'))
            start = 0;
    });
    return found;
}

QStringList missingPaths(const QString &document, const std::function<bool(const QString &)> &exists)
{
    static const QRegularExpression quoted(QStringLiteral("`([A-Za-z0-9_.][A-Za-z0-9_./-]*)`"));
    static const QRegularExpression path(QStringLiteral("^(app|engine|ui|resources|translations|installer|tests|\\.ci)"
                                                        "(/|$)|^[A-Za-z]+\\.(md|txt|json)$"));
    QStringList found;
    auto matches = quoted.globalMatch(document);
    while (matches.hasNext()) {
        const QString name = matches.next().captured(1);
        if (path.match(name).hasMatch() && !exists(name))
            found.append(name);
    }
    return found;
}

qsizetype filledLines(const QList<SourceFile> &files, const QStringList &folders)
{
    qsizetype count = 0;
    visitLines(files, [&](const SourceFile &file, qsizetype, const QString &text) {
        for (const QString &folder : folders) {
            if (file.path.startsWith(folder + u'/') && !text.trimmed().isEmpty())
                ++count;
        }
    });
    return count;
}

} // namespace cloister::test
