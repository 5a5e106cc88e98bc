#include "app/cloister-verify/Options.h"

#include <QFile>

namespace cloister::verify {

static constexpr qint64 kMaxKeyFileBytes = 1024;
static constexpr qsizetype kKeyDigits = 64;

static Unexpected misused(const QString &why)
{
    return fail(ErrorCode::InvalidParameter, why);
}

// 64 hexadecimal digits, as they are or in a file.
static Result<QByteArray> keyOf(const QString &text)
{
    QByteArray digits = text.toLatin1();
    if (digits.size() != kKeyDigits) {
        QFile file(text);
        if (!file.open(QIODevice::ReadOnly))
            return misused(QStringLiteral("--key must be 64 hexadecimal digits or a file with them, not '%1'").arg(text));
        digits = file.read(kMaxKeyFileBytes).trimmed();
    }
    const QByteArray key = QByteArray::fromHex(digits);
    if (digits.size() != kKeyDigits || key.toHex() != digits.toLower())
        return misused(QStringLiteral("the public key must be 64 hexadecimal digits"));
    return key;
}

Result<Options> Options::parse(const QStringList &words)
{
    Options options;
    QStringList rest = words;
    const auto valueOf = [&rest](const QString &name) -> Result<QString> {
        if (rest.isEmpty())
            return misused(name + QStringLiteral(" needs a value"));
        return rest.takeFirst();
    };
    while (!rest.isEmpty()) {
        const QString word = rest.takeFirst();
        if (word == QLatin1String("--help") || word == QLatin1String("-h")) {
            options.wantsHelp = true;
            return options;
        }
        if (word == QLatin1String("--version")) {
            options.wantsVersion = true;
            return options;
        }
        if (word == QLatin1String("--json")) {
            options.wantsJson = true;
        } else if (word == QLatin1String("--key")) {
            CLOISTER_ASSIGN(const QString text, valueOf(word));
            CLOISTER_ASSIGN(options.publicKey, keyOf(text));
        } else if (word == QLatin1String("--checkpoints")) {
            CLOISTER_ASSIGN(const QString file, valueOf(word));
            options.checkpoints.append(file);
        } else if (word.startsWith(QLatin1Char('-')) && word != QLatin1String("-")) {
            return misused(QStringLiteral("there is no option %1").arg(word));
        } else if (!options.log.isEmpty()) {
            return misused(QStringLiteral("'%1' is one word too many").arg(word));
        } else {
            options.log = word;
        }
    }
    if (options.log.isEmpty())
        return misused(QStringLiteral("the exported log is missing"));
    if (options.publicKey.isEmpty())
        return misused(QStringLiteral("--key is missing"));
    return options;
}

QString helpText()
{
    return QStringLiteral(
        "Usage: cloister-verify --key KEY [--checkpoints FILE]... [--json] LOG\n\n"
        "Examines an exported audit log without any secret: that every event is as it was\n"
        "written and in its place (integrity), and that none is missing up to the newest\n"
        "checkpoint (completeness). Names the first bad event.\n\n"
        "  LOG                 the log, as 'cloisterd events export' writes it; - reads it from\n"
        "                      standard input\n"
        "  --key KEY           the workspace's public key, 64 hexadecimal digits, or a file with\n"
        "                      them. Take it from somewhere that whoever has the log cannot change\n"
        "  --checkpoints FILE  checkpoints that were kept elsewhere, one a line, or an older export.\n"
        "                      What was cut off after the newest one given cannot be noticed\n"
        "  --json              print the verdict as one JSON object\n"
        "  --version           print the version\n"
        "  --help              show this help\n\n"
        "Exit codes: 0 both hold; 1 a file cannot be read, or a checkpoint is not one of this key;\n"
        "2 not understood; 3 nothing is wrong, and without a checkpoint nothing is proven;\n"
        "4 the log was changed; 5 events are missing.\n\n"
        "Example:\n"
        "  cloister-verify --key audit-key.txt --checkpoints kept-in-march.jsonl events.jsonl\n");
}

} // namespace cloister::verify
