#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Session.h"
#include "engine/base/JsonWriter.h"

namespace cloister::cli {

static Result<ExitCode> runVersion(const Arguments &arguments)
{
    const QString version = QStringLiteral(CLOISTER_VERSION);
    const QString qt = QString::fromLatin1(qVersion());
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("version"), version);
    json.member(QLatin1String("qt"), qt);
    json.endObject();
    return done(arguments, json.take(), QStringLiteral("cloisterd %1 (Qt %2)").arg(version, qt));
}

CommandSpec versionCommand()
{
    return {"version", {}, "print the version", "Prints the version of the program and of the Qt it runs with.",
        "cloisterd version", {}, runVersion};
}

} // namespace cloister::cli
