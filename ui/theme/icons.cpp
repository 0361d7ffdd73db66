#include "ui/theme/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace wg::ui::theme {
namespace {

QByteArray source(const QString& name, const QColor& color)
{
    QFile file(QStringLiteral(":/watchglass/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().replace("currentColor", color.name().toLatin1());
}

void paintIcon(QPainter* painter, const QString& name, const QColor& color, const QRectF& rect)
{
    QSvgRenderer renderer(source(name, color));
    if (renderer.isValid())
        renderer.render(painter, rect);
}

/// Draws the icon at whatever size and resolution is asked for.
class Engine : public QIconEngine {
public:
    Engine(QString name, const QColor& color) : m_name(std::move(name)), m_color(color) { }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        paintIcon(painter, m_name, mode == QIcon::Disabled ? colors().textDisabled : m_color, rect);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override
    {
        return iconPixmap(
            m_name, mode == QIcon::Disabled ? colors().textDisabled : m_color, std::min(size.width(), size.height()), 1);
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        return pixmap(size, mode, state); // `size` is already in device pixels
    }
    [[nodiscard]] QIconEngine* clone() const override { return new Engine(m_name, m_color); }

private:
    QString m_name;
    QColor m_color;
};

} // namespace

QIcon icon(const QString& name, const QColor& color)
{
    return QIcon(new Engine(name, color));
}

QPixmap iconPixmap(const QString& name, const QColor& color, int size, double devicePixelRatio)
{
    const auto key = QStringLiteral("wg-icon/%1/%2/%3/%4").arg(name, color.name()).arg(size).arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(QSize(size, size) * devicePixelRatio);
    pixmap.fill(Qt::transparent);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    paintIcon(&painter, name, color, QRectF(0, 0, size, size));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace wg::ui::theme
