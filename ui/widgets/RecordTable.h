#pragma once

#include <QTableView>

namespace cloister::ui {

/// A table of records: whole rows, copied as tab-separated values with Ctrl+C, opened with Enter or a double click; its
/// columns stay as they were left. GUI thread.
class RecordTable : public QTableView
{
    Q_OBJECT

public:
    /// `name` is the table's in the preferences and for tests: "tenants/projects".
    explicit RecordTable(const QString &name, const QString &accessibleName, QWidget *parent = nullptr);

    /// As setModel(); afterwards the remembered columns and order are put back, at first those of the first column.
    /// `stretched` takes the room that is left.
    void setRecords(QAbstractItemModel *model, int stretched);
    /// -1 without one.
    int currentRow() const { return currentIndex().row(); }
    void copyRows() const;

Q_SIGNALS:
    void opened(int row);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void remember() const;

    QString m_name;
};

} // namespace cloister::ui
