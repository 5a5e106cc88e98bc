#include "ui/theme/Icons.h"

#include "ui/theme/Theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace cloister::ui {

static QColor colorOf(Tone tone)
{
    const Colors &colors = Theme::colors();
    switch (tone) {
    case Tone::Text: return colors.text;
    case Tone::Muted: return colors.muted;
    case Tone::Accent: return colors.accent;
    case Tone::OnAccent: return colors.onAccent;
    case Tone::Success: return colors.success;
    case Tone::Warning: return colors.warning;
    case Tone::Danger: return colors.danger;
    }
    return colors.text;
}

static QPixmap drawn(const QByteArray &name, const QSize &size, const QColor &color, qreal scale)
{
    const QString key = QStringLiteral("cloister-icon/%1/%2x%3/%4/%5")
                            .arg(QString::fromLatin1(name)).arg(size.width()).arg(size.height()).arg(color.name()).arg(scale);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(QStringLiteral(":/icons/%1.svg").arg(QString::fromLatin1(name)));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("there is no icon %s", name.constData());
        return {};
    }
    QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
    pixmap = QPixmap(size * scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.end();
    pixmap.setDevicePixelRatio(scale);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

namespace {

class SvgEngine final : public QIconEngine
{
public:
    SvgEngine(const QByteArray &name, Tone tone) : m_name(name), m_tone(tone) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        painter->drawPixmap(rect, drawn(m_name, rect.size(), color(mode, state), painter->device()->devicePixelRatioF()));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return drawn(m_name, size, color(mode, state), 1);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        QPixmap picture = drawn(m_name, size / scale, color(mode, state), scale);
        return picture;
    }
    QIconEngine *clone() const override { return new SvgEngine(m_name, m_tone); }

private:
    QColor color(QIcon::Mode mode, QIcon::State state) const
    {
        if (mode == QIcon::Disabled)
            return Theme::colors().muted;
        return colorOf(state == QIcon::On && m_tone != Tone::OnAccent ? Tone::Accent : m_tone);
    }

    QByteArray m_name;
    Tone m_tone;
};

} // namespace

QIcon themeIcon(const char *name, Tone tone)
{
    return QIcon(new SvgEngine(name, tone));
}

QPixmap iconPixmap(const char *name, int size, Tone tone, qreal scale)
{
    return drawn(name, QSize(size, size), colorOf(tone), scale);
}

} // namespace cloister::ui
