#include "ui/widgets/ScopeChip.h"

#include "ui/models/RecordText.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace cloister::ui {

static constexpr int kMostChipCharacters = 40;

ScopeChip::ScopeChip(QWidget *parent) :
    QWidget(parent),
    m_project(new QLabel),
    m_namespace(new QLabel)
{
    m_project->setTextFormat(Qt::PlainText);
    setKind(m_project, "muted");
    m_namespace->setTextFormat(Qt::PlainText);
    m_namespace->setObjectName(QStringLiteral("scopeNamespace"));
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_namespace->setFont(bold);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(3 * kGrid, kGrid / 2, 3 * kGrid / 2, kGrid / 2);
    row->setSpacing(kGrid);
    row->addWidget(m_project);
    row->addWidget(m_namespace);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    clear();
}

void ScopeChip::setScope(const QString &projectName, const std::optional<QString> &nameSpace)
{
    const QString scope = nameSpace ? namespaceText(*nameSpace) : tr("all namespaces");
    m_project->setText(visibleLine(projectName, kMostChipCharacters));
    m_namespace->setText(visibleLine(scope, kMostChipCharacters));
    m_namespace->setVisible(true);
    m_hue = static_cast<int>(qHash(projectName + QChar(0) + nameSpace.value_or(QString())) % 360);
    const QString whole = tr("Project %1, %2").arg(visibleLine(projectName), scope);
    setToolTip(plainToolTip(whole));
    setAccessibleName(whole);
    update();
}

void ScopeChip::clear()
{
    m_project->setText(tr("No namespace chosen"));
    m_namespace->setVisible(false);
    m_hue = -1;
    setToolTip({});
    setAccessibleName(m_project->text());
    update();
}

void ScopeChip::paintEvent(QPaintEvent *)
{
    const Colors &colors = Theme::colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colors.border);
    painter.setBrush(colors.surface);
    const double radius = height() / 2.0;
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_hue < 0 ? colors.border : QColor::fromHsl(m_hue, 150, colors.isDark ? 150 : 110));
    painter.drawEllipse(QPointF(3 * kGrid / 2.0, height() / 2.0), kGrid / 2.0, kGrid / 2.0);
}

} // namespace cloister::ui
