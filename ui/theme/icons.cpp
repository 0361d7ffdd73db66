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

/// Draws the icon at whatever size and resolution is asked for, at the left of what is wider than high: the rest is the gap
/// to a button's text.
class Engine : public QIconEngine {
public:
    Engine(QString name, const QColor& color) : m_name(std::move(name)), m_color(color) { }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        paintIcon(painter, m_name, mode == QIcon::Disabled ? colors().textDisabled : m_color, rect);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override
    {
        const int side = std::min(size.width(), size.height());
        QPixmap square = iconPixmap(m_name, mode == QIcon::Disabled ? colors().textDisabled : m_color, side, 1);
        if (size.width() <= size.height())
            return square;
        QPixmap wide(size.width(), side);
        wide.fill(Qt::transparent);
        QPainter(&wide).drawPixmap(0, 0, square);
        return wide;
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
