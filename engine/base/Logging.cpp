#include "engine/base/Logging.h"

#include "engine/base/Clock.h"
#include "engine/base/JsonWriter.h"
#include "engine/base/Time.h"
#include "engine/base/Utf8.h"

#include <cstdio>

namespace cloister {

Q_LOGGING_CATEGORY(lcStorage, "cloister.storage", QtInfoMsg)
Q_LOGGING_CATEGORY(lcCrypto, "cloister.crypto", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSearch, "cloister.search", QtInfoMsg)
Q_LOGGING_CATEGORY(lcAudit, "cloister.audit", QtInfoMsg)
Q_LOGGING_CATEGORY(lcAuth, "cloister.auth", QtInfoMsg)
Q_LOGGING_CATEGORY(lcService, "cloister.service", QtInfoMsg)
Q_LOGGING_CATEGORY(lcHttp, "cloister.http", QtInfoMsg)
Q_LOGGING_CATEGORY(lcUi, "cloister.ui", QtInfoMsg)
Q_LOGGING_CATEGORY(lcApp, "cloister.app", QtInfoMsg)

static QLatin1String levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg: return QLatin1String("debug");
    case QtInfoMsg: return QLatin1String("info");
    case QtWarningMsg: return QLatin1String("warning");
    case QtCriticalMsg: return QLatin1String("error");
    case QtFatalMsg: return QLatin1String("fatal");
    }
    return QLatin1String("info");
}

QByteArray logLine(qint64 timeMs, QtMsgType type, const char *category, const QString &message)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("time"), toIso(timeMs));
    json.member(QLatin1String("level"), levelName(type));
    json.member(QLatin1String("category"), fromUtf8(category));
    json.member(QLatin1String("message"), message);
    json.endObject();
    return json.take() + '\n';
}

static void writeLogLine(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QByteArray line = logLine(SystemClock().nowMs(), type, context.category, message);
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
}

void installLogHandler()
{
    qInstallMessageHandler(writeLogLine);
}

} // namespace cloister
