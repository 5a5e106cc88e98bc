#include "ui/charts/ChartPanel.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"

#include <QAreaSeries>
#include <QBarCategoryAxis>
#include <QBarSeries>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QHorizontalBarSeries>
#include <QLineSeries>
#include <QStackedWidget>
#include <QTableWidget>
#include <QToolButton>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace cloister::ui {

static constexpr int kLeastHeight = 18 * kGrid;

// The least of 2, 4, 10, 20, 40, 100, ... that is not below: its half, which is named too, is whole.
static double roundUp(double value)
{
    if (value <= 2)
        return 2;
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 4.0}) {
        if (value <= step * power)
            return step * power;
    }
    return 10 * power;
}

ChartPanel::ChartPanel(ChartKind kind, const QString &name, const QString &valueName, QWidget *parent) :
    QWidget(parent),
    m_kind(kind),
    m_valueName(valueName),
    m_stack(new QStackedWidget),
    m_view(new QChartView),
    m_table(new QTableWidget),
    m_switch(new QToolButton(this)),
    m_first(label({}, "small")),
    m_last(label({}, "small"))
{
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setMinimumHeight(kLeastHeight);
    m_view->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    m_view->setAccessibleName(name);
    m_view->setAccessibleDescription(tr("The same figures stand in the table behind the chart."));
    m_table->setAccessibleName(name);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->verticalHeader()->setVisible(false);
    m_table->setShowGrid(false);
    m_switch->setIcon(themeIcon("chart", Tone::Muted));
    m_switch->setCheckable(true);
    m_switch->setToolTip(tr("Show as a table"));
    m_switch->setAccessibleName(m_switch->toolTip());
    m_stack->addWidget(makeDrawing());
    m_stack->addWidget(m_table);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_stack);
    connect(m_switch, &QToolButton::toggled, this, [this](bool isTable) { m_stack->setCurrentIndex(isTable ? 1 : 0); });
    draw();
}

QWidget *ChartPanel::makeDrawing()
{
    auto *drawing = new QWidget;
    auto *column = new QVBoxLayout(drawing);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    auto *ends = new QHBoxLayout;
    ends->addWidget(m_first);
    ends->addStretch();
    ends->addWidget(m_last);
    column->addLayout(ends);
    for (QLabel *end : {m_first, m_last}) {
        if (m_kind != ChartKind::Line)
            end->hide();
    }
    return drawing;
}

QWidget *ChartPanel::tableSwitch() const
{
    return m_switch;
}

void ChartPanel::setValues(const QList<ChartValue> &values)
{
    m_values = values;
    m_first->setText(values.isEmpty() ? QString() : values.first().name);
    m_last->setText(values.isEmpty() ? QString() : values.last().name);
    draw();
    fillTable();
}

void ChartPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        draw();
}

void ChartPanel::draw()
{
    auto *chart = new QChart;
    chart->setBackgroundVisible(false);
    chart->setMargins({});
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    chart->legend()->setVisible(false);
    m_view->setBackgroundBrush(Qt::NoBrush);
    m_view->setStyleSheet(QStringLiteral("background: transparent; border: none;"));
    if (m_kind == ChartKind::Line)
        drawLine(*chart);
    else
        drawBars(*chart);
    QChart *old = m_view->chart();
    m_view->setChart(chart);
    delete old;
}

void ChartPanel::drawLine(QChart &chart)
{
    const Colors &colors = Theme::colors();
    auto *line = new QLineSeries;
    for (qsizetype i = 0; i < m_values.size(); ++i)
        line->append(static_cast<double>(i), m_values.at(i).value);
    auto *area = new QAreaSeries(line);
    line->setParent(area);
    QColor fill = colors.accent;
    fill.setAlphaF(0.14F);
    area->setBrush(fill);
    area->setPen(QPen(colors.accent, 2));
    chart.addSeries(area);
    QStringList names;
    for (const ChartValue &value : m_values)
        names.append(value.name);
    addAxes(chart, *area, names);
}

void ChartPanel::drawBars(QChart &chart)
{
    auto *set = new QBarSet(m_valueName);
    set->setColor(Theme::colors().accent);
    set->setBorderColor(Qt::transparent);
    QStringList names;
    QList<ChartValue> values = m_values;
    if (m_kind == ChartKind::Lying)
        std::reverse(values.begin(), values.end());
    for (const ChartValue &value : values) {
        set->append(value.value);
        names.append(value.name);
    }
    QAbstractBarSeries *bars = m_kind == ChartKind::Lying ? static_cast<QAbstractBarSeries *>(new QHorizontalBarSeries)
                                                          : new QBarSeries;
    bars->append(set);
    bars->setBarWidth(m_kind == ChartKind::Lying ? qMin(0.5, 0.12 * static_cast<double>(values.size())) : 0.7);
    chart.addSeries(bars);
    addAxes(chart, *bars, names);
}

// Lying bars say their values in words, and the longest takes all the room; the others are read off lines.
QAbstractAxis *ChartPanel::makeValueAxis() const
{
    const Colors &colors = Theme::colors();
    const bool isLying = m_kind == ChartKind::Lying;
    double most = 0;
    for (const ChartValue &value : m_values)
        most = qMax(most, value.value);
    auto *values = new QValueAxis;
    values->setRange(0, isLying ? qMax(1.0, most) : roundUp(most));
    values->setTickCount(3);
    values->setLabelFormat(QStringLiteral("%.0f"));
    values->setLabelsVisible(!isLying);
    values->setGridLineVisible(!isLying);
    values->setGridLineColor(colors.border);
    values->setLinePen(Qt::NoPen);
    values->setLabelsColor(colors.muted);
    return values;
}

void ChartPanel::addAxes(QChart &chart, QAbstractSeries &series, QStringList names)
{
    const Colors &colors = Theme::colors();
    const bool isLying = m_kind == ChartKind::Lying;
    QAbstractAxis *values = makeValueAxis();
    chart.addAxis(values, isLying ? Qt::AlignBottom : Qt::AlignLeft);
    series.attachAxis(values);
    QAbstractAxis *across = nullptr;
    if (m_kind == ChartKind::Line) {
        auto *steps = new QValueAxis;
        steps->setRange(0, qMax<double>(1, static_cast<double>(m_values.size()) - 1));
        steps->setLabelsVisible(false);
        across = steps;
    } else {
        auto *categories = new QBarCategoryAxis;
        names.removeDuplicates();
        categories->append(names);
        across = categories;
    }
    across->setGridLineVisible(false);
    across->setLinePen(QPen(colors.border));
    across->setLabelsColor(colors.muted);
    chart.addAxis(across, isLying ? Qt::AlignLeft : Qt::AlignBottom);
    series.attachAxis(across);
}

void ChartPanel::fillTable()
{
    m_table->clear();
    m_table->setColumnCount(2);
    m_table->setRowCount(static_cast<int>(m_values.size()));
    m_table->setHorizontalHeaderLabels({QString(), m_valueName});
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (int row = 0; row < m_values.size(); ++row) {
        m_table->setItem(row, 0, new QTableWidgetItem(m_values.at(row).name));
        m_table->setItem(row, 1, new QTableWidgetItem(m_values.at(row).shown));
    }
}

} // namespace cloister::ui
