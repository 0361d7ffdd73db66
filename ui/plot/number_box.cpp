#include "ui/plot/number_box.h"

#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace wg::ui::plot {
namespace {

using namespace theme;

constexpr int kRow = 18;
constexpr std::size_t kMostRows = 8;
constexpr int kMostName = 140; ///< px
constexpr double kMostHeight = 0.6; ///< of the area
constexpr double kVeil = 0.9; ///< how much of the curves the box hides

} // namespace

void NumberBox::setContent(const QString& title, std::vector<NumberBoxRow> rows)
{
    m_title = shown(title, 64);
    m_rows = std::move(rows);
    if (m_rows.size() > kMostRows)
        m_rows.resize(kMostRows);
    for (NumberBoxRow& row : m_rows)
        row.name = shown(row.name, 48);
}

const QString& NumberBox::valueOf(const NumberBoxRow& row, bool brief)
{
    return brief && !row.brief.isEmpty() ? row.brief : row.value;
}

QSizeF NumberBox::sizeOf(bool titled, bool brief) const
{
    const QFontMetrics plain(theme::font(Text::Small)), strong(theme::font(Text::Small, true));
    int name = 0, value = 0;
    for (const NumberBoxRow& row : m_rows) {
        name = std::max(name, std::min(plain.horizontalAdvance(row.name), kMostName));
        value = std::max(value, strong.horizontalAdvance(valueOf(row, brief)));
    }
    const int width = size::swatch + space::s + name + (value ? space::l : 0) + value;
    const int title = titled ? plain.horizontalAdvance(m_title) : 0;
    const int lines = static_cast<int>(m_rows.size()) + (titled ? 1 : 0);
    return QSizeF(std::max(width, title) + 2 * space::s, kRow * lines + space::s);
}

void NumberBox::place(const QRectF& area, const std::vector<int>& corners, const std::function<double(const QRectF&)>& cost)
{
    m_rect = {};
    if (m_rows.empty() || (m_title.isEmpty() && m_rows.size() < 2))
        return;
    double best = std::numeric_limits<double>::infinity();
    for (const bool brief : {false, true}) {
        for (const bool titled : {!m_title.isEmpty(), false}) {
            const QSizeF size = sizeOf(titled, brief);
            if (size.width() > area.width() || size.height() > area.height() * kMostHeight)
                continue;
            for (const int corner : corners) {
                const double x = corner % 2 == 0 ? area.left() : area.right() - size.width();
                const double y = corner < 2 ? area.top() : area.bottom() - size.height();
                const QRectF there(QPointF(x, y), size);
                const double price = cost(there);
                if (price < best) {
                    best = price;
                    m_rect = there;
                    m_titled = titled;
                    m_brief = brief;
                }
            }
        }
        if (!m_rect.isEmpty())
            return;
    }
}

void NumberBox::paint(QPainter& painter) const
{
    if (m_rect.isEmpty())
        return;
    const auto& c = colors();
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(c.panel, kVeil));
    painter.drawRoundedRect(m_rect, radius::control, radius::control);
    QRectF line(m_rect.left() + space::s, m_rect.top() + space::xs, m_rect.width() - 2 * space::s, kRow);
    painter.setFont(theme::font(Text::Small));
    if (m_titled) {
        painter.setPen(c.textSecondary);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, m_title);
        line.translate(0, kRow);
    }
    for (const NumberBoxRow& row : m_rows) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(row.color);
        const QRectF swatch(line.left(), line.center().y() - size::swatch / 2.0, size::swatch, size::swatch);
        painter.drawRoundedRect(swatch, radius::control / 2.0, radius::control / 2.0);
        painter.setFont(theme::font(Text::Small));
        painter.setPen(c.textPrimary);
        painter.drawText(line.adjusted(size::swatch + space::s, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(row.name, Qt::ElideRight, kMostName));
        painter.setFont(theme::font(Text::Small, true));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, valueOf(row, m_brief));
        line.translate(0, kRow);
    }
}

double pixelsUnder(const QRectF& box, const std::vector<QPointF>& line)
{
    double under = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const QPointF way = line[i] - line[i - 1];
        const int steps = std::max(1, static_cast<int>(std::hypot(way.x(), way.y())));
        for (int k = 0; k < steps; ++k)
            under += box.contains(line[i - 1] + way * k / steps) ? 1 : 0;
    }
    return under;
}

} // namespace wg::ui::plot
