#pragma once

#include <QByteArray>
#include <QLoggingCategory>
#include <QString>

namespace cloister {

// One category for each part that logs. Messages never hold secrets, stored content, tags or metadata.
Q_DECLARE_LOGGING_CATEGORY(lcStorage)
Q_DECLARE_LOGGING_CATEGORY(lcCrypto)
Q_DECLARE_LOGGING_CATEGORY(lcSearch)
Q_DECLARE_LOGGING_CATEGORY(lcAudit)
Q_DECLARE_LOGGING_CATEGORY(lcAuth)
Q_DECLARE_LOGGING_CATEGORY(lcService)
Q_DECLARE_LOGGING_CATEGORY(lcHttp)
Q_DECLARE_LOGGING_CATEGORY(lcUi)
Q_DECLARE_LOGGING_CATEGORY(lcApp)

/// One message as a line of JSON with its newline: time, level, category, message.
QByteArray logLine(qint64 timeMs, QtMsgType type, const char *category, const QString &message);

/// Sends every Qt message to stderr as logLine(), one write for each so that threads do not mix lines.
/// Call once, early in main; replaces Qt's own handler.
void installLogHandler();

} // namespace cloister
