#pragma once

#include <QString>
#include <QWidget>

namespace cloister::ui {

/// Lines for a terminal that make a first dialogue and read it back, for an API at `url` that is trusted by the
/// authority in `caFile` (empty = by the system's own).
QString curlLines(const QString &url, const QString &caFile, const QString &key, const QString &nameSpace);
QString nodeLines(const QString &url, const QString &caFile, const QString &key, const QString &nameSpace);

/// A new key, shown this once, with a button to copy it and lines to try it with. The focus goes to the button. GUI
/// thread.
class TryIt : public QWidget
{
    Q_OBJECT

public:
    TryIt(const QString &url, const QString &caFile, const QString &key, const QString &nameSpace, QWidget *parent = nullptr);

Q_SIGNALS:
    /// The key is on the clipboard, by itself or in a line.
    void copied();

private:
    QWidget *makeCode(const QString &name, const QString &text, const char *objectName);
};

} // namespace cloister::ui
