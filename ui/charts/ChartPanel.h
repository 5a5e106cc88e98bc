#pragma once

#include <QWidget>

class QAbstractAxis;
class QAbstractSeries;
class QChart;
class QChartView;
class QStackedWidget;
class QTableWidget;
class QLabel;
class QToolButton;

namespace cloister::ui {

/// One column of bars, or one point of a line, with the words that stand for it.
struct ChartValue
{
    QString name;
    double value = 0;
    QString shown; ///< the value as text
};

enum class ChartKind {
    Line,  ///< values over time, equally spaced
    Bars,  ///< columns
    Lying, ///< bars that lie, the first at the top
};

/// One quiet chart of one idea, and behind it the same as a table, for those who cannot see it and for copying. GUI
/// thread.
class ChartPanel : public QWidget
{
    Q_OBJECT

public:
    /// `name` says what the chart shows; `valueName` heads the table's second column.
    ChartPanel(ChartKind kind, const QString &name, const QString &valueName, QWidget *parent = nullptr);

    void setValues(const QList<ChartValue> &values);
    /// The button that shows the table instead, for the head of what holds the panel; the panel's until it is put there.
    QWidget *tableSwitch() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void draw();
    void drawLine(QChart &chart);
    void drawBars(QChart &chart);
    QWidget *makeDrawing();
    void addAxes(QChart &chart, QAbstractSeries &series, QStringList names);
    QAbstractAxis *makeValueAxis() const;
    void fillTable();

    ChartKind m_kind;
    QString m_valueName;
    QList<ChartValue> m_values;
    QStackedWidget *m_stack;
    QChartView *m_view;
    QTableWidget *m_table;
    QToolButton *m_switch;
    QLabel *m_first; ///< where a line begins
    QLabel *m_last;  ///< and ends
};

} // namespace cloister::ui
