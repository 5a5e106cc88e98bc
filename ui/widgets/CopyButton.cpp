#include "ui/widgets/CopyButton.h"

#include "ui/theme/Icons.h"

#include <QGuiApplication>
#include <QClipboard>
#include <QTimer>
#include <QToolTip>

#include <chrono>

namespace cloister::ui {

CopyButton::CopyButton(const QString &what, QWidget *parent) :
    QToolButton(parent),
    m_what(what)
{
    setIcon(themeIcon("copy"));
    setToolTip(what);
    setAccessibleName(what);
    connect(this, &QToolButton::clicked, this, &CopyButton::copy);
}

void CopyButton::copy()
{
    QGuiApplication::clipboard()->setText(m_copied);
    setIcon(themeIcon("check", Tone::Success));
    setToolTip(tr("Copied"));
    QToolTip::showText(mapToGlobal(QPoint(0, height())), tr("Copied"), this);
    QTimer::singleShot(std::chrono::seconds(2), this, [this] {
        setIcon(themeIcon("copy"));
        setToolTip(m_what);
    });
}

} // namespace cloister::ui
