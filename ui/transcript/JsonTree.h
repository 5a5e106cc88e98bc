#pragma once

#include "engine/base/JsonSlice.h"

#include <QTreeWidget>

namespace cloister::ui {

/// Stored JSON as a tree. Branches are filled when they are opened, so that a megabyte costs as little as what is looked
/// at; numbers are shown as they were written. GUI thread.
class JsonTree : public QTreeWidget
{
    Q_OBJECT

public:
    /// Entries of one branch that are shown; the rest is counted.
    static constexpr int kMostEntries = 1000;

    explicit JsonTree(QWidget *parent = nullptr);

    /// What is no JSON is shown as a note that says so.
    void setJson(const QByteArray &json);

private:
    void fill(QTreeWidgetItem *parent, const JsonSlice &container);
    void add(QTreeWidgetItem *parent, const QString &name, const JsonSlice &value);
    void open(QTreeWidgetItem *item);
    void copyCurrent() const;

    QHash<QTreeWidgetItem *, JsonSlice> m_unread; ///< branches not opened yet
};

} // namespace cloister::ui
