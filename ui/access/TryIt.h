#pragma once

#include <QString>
#include <QWidget>

namespace cloister::ui {

/// Lines for a terminal that make a first dialogue and read it back, for an API at `url` that is trusted by the
/// authority in `caFile` (empty = by the system's own).
QString curlLines(const QString &url, const QString &caFile, const QString &key, const QString &nameSpace);
QString nodeLines(const QString &url, const QString &caFile, const QString &key, const QString &nameSpace);

/// A new key, shown this once, with a button to copy it and lines to try it with. GUI thread.
class TryIt : public QWidget
{
    Q_OBJECT

public:
    TryIt(const QString &url, const QString &caFile, const QString &key, const QString &nameSpace, QWidget *parent = nullptr);

private:
    QWidget *makeCode(const QString &name, const QString &text, const char *objectName);
};

} // namespace cloister::ui
