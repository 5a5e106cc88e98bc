#include "app/cloisterd/Output.h"

#include "app/cloisterd/Session.h"
#include "app/cloisterd/Terminal.h"
#include "engine/base/JsonWriter.h"

#include <QSaveFile>

namespace cloister::cli {

Result<ExitCode> produceOutput(
    const Arguments &arguments, const char *noun, const std::function<Result<qint64>(const Sink &)> &produce)
{
    if (!arguments.has("output")) {
        CLOISTER_TRY(produce(printBytes));
        return ExitCode::Ok;
    }
    const QString path = arguments.value("output");
    const auto failed = [&path](const QString &why) {
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("cannot write %1: %2").arg(path, why));
    };
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failed(file.errorString());
    CLOISTER_ASSIGN(const qint64 written, produce([&](const QByteArray &piece) -> Result<void> {
        return file.write(piece) == piece.size() ? Result<void>() : Result<void>(failed(file.errorString()));
    }));
    if (!file.commit())
        return failed(file.errorString());
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("file"), path);
    json.key(QString::fromLatin1(noun) + QLatin1Char('s'));
    json.value(written);
    json.endObject();
    return done(arguments, json.take(), QStringLiteral("Exported %1 to %2.").arg(counted(written, noun), visible(path)));
}

} // namespace cloister::cli
