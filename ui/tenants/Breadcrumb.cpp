#include "ui/tenants/Breadcrumb.h"

#include "ui/models/RecordText.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace cloister::ui {

Breadcrumb::Breadcrumb(QWidget *parent) : QWidget(parent), m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins({});
    m_row->setSpacing(kGrid);
}

void Breadcrumb::setSteps(const QStringList &steps)
{
    while (QLayoutItem *item = m_row->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater(); // one of them may be what called
        delete item;
    }
    for (int i = 0; i < steps.size(); ++i) {
        QString text = visibleLine(steps.at(i), 60);
        if (i + 1 == steps.size()) {
            m_row->addWidget(label(text, "heading"));
            break;
        }
        auto *step = new QPushButton(text.replace(u'&', QLatin1String("&&")));
        setKind(step, "link");
        step->setObjectName(QStringLiteral("step%1").arg(i));
        connect(step, &QPushButton::clicked, this, [this, i] { Q_EMIT chosen(i); });
        m_row->addWidget(step);
        m_row->addWidget(label(QStringLiteral("›"), "muted"));
    }
    m_row->addStretch(1);
}

} // namespace cloister::ui
