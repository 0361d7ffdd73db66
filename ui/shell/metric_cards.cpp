#include "ui/shell/metric_cards.h"

#include "ui/shell/page_parts.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace wg::ui::shell {
namespace {

using namespace theme;

constexpr int kInset = size::panelInset;
constexpr int kTextLeft = kInset + 16; ///< right of the swatch
constexpr int kTitleTop = 8, kTitleHeight = 20;
constexpr int kLargeTop = 28, kLargeHeight = 30, kLargeMiddle = 44;
constexpr int kSecondMiddle = 68, kThirdMiddle = 86, kLine = 16;
constexpr double kLopsided = 2; ///< one half of the interval this many times the other

void drawSwatch(QPainter& painter, const QColor& color, int middle)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(
        QRectF(kInset, middle - size::swatch / 2.0, size::swatch, size::swatch), radius::control / 2.0, radius::control / 2.0);
}

QString textOf(const CardValue& value)
{
    return value.value ? metricText(*value.value) : MetricCard::tr("undefined");
}

QString marginOf(const CardValue& value)
{
    return value.value && value.interval ? marginText(*value.value, *value.interval) : QString();
}

} // namespace

QString marginText(double value, const evaluation::Interval& interval)
{
    if (!interval.defined())
        return {};
    const double above = interval.high - value, below = value - interval.low;
    const double longer = std::max(above, below), shorter = std::min(above, below);
    const QString half = metricText((interval.high - interval.low) / 2);
    const QString least = metricText(0);
    if (shorter < 0 || (longer > kLopsided * shorter && half != least))
        return MetricCard::tr("%1 to %2").arg(metricText(interval.low), metricText(interval.high));
    return QStringLiteral("± ") + half;
}

QString significanceText(double p, bool significant)
{
    QString text = p < 0.001 ? QStringLiteral("p < 0.001") : QStringLiteral("p = ") + QString::number(p, 'f', p < 0.01 ? 3 : 2);
    return significant ? text : MetricCard::tr("%1, unclear").arg(text);
}

MetricCard::MetricCard(QWidget* parent) : QFrame(parent)
{
    setProperty("surface", "panel");
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus); // its words are for those who cannot hover
}

void MetricCard::set(CardContent content)
{
    const bool sameWords = content.title == m_content.title && content.tip == m_content.tip;
    m_content = std::move(content);
    QString why;
    for (const CardValue& value : m_content.values)
        if (!value.value && why.isEmpty())
            why = value.reason;
    if (!sameWords || !why.isEmpty())
        setToolTip(QString(why + (why.isEmpty() ? QString() : QStringLiteral("\n\n")) + m_content.tip)
                .toHtmlEscaped()
                .replace('\n', QLatin1String("<br>")));
    setAccessibleName(QStringList{m_content.title, valueText(),
        m_content.values.empty() ? QString() : marginOf(m_content.values.front()), m_content.significance}
            .join(' '));
    setAccessibleDescription(m_content.tip);
    update();
}

QString MetricCard::valueText() const
{
    return m_content.values.empty() ? QString() : textOf(m_content.values.front());
}

void MetricCard::paintEvent(QPaintEvent* event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int right = width() - kInset;
    paintTitle(painter, right);
    if (m_content.values.empty())
        return;
    paintCandidate(painter, right);
    paintOthers(painter, right);
    paintDifference(painter, right);
}

void MetricCard::paintTitle(QPainter& painter, int right) const
{
    const QFontMetrics strong(theme::font(Text::Body, true)), small(theme::font(Text::Small));
    const int titleWidth = std::min(strong.horizontalAdvance(m_content.title) + 1, right - kInset);
    const int room = right - kInset - titleWidth - space::s;
    painter.setFont(theme::font(Text::Body, true));
    painter.setPen(colors().textPrimary);
    painter.drawText(QRect(kInset, kTitleTop, titleWidth, kTitleHeight), Qt::AlignLeft | Qt::AlignVCenter,
        strong.elidedText(m_content.title, Qt::ElideRight, titleWidth));
    if (small.horizontalAdvance(m_content.note) > room)
        return; // the title is worth more
    painter.setFont(theme::font(Text::Small));
    painter.setPen(colors().textSecondary);
    painter.drawText(QRect(right - room, kTitleTop, room, kTitleHeight), Qt::AlignRight | Qt::AlignVCenter, m_content.note);
}

void MetricCard::paintCandidate(QPainter& painter, int right) const
{
    const auto& c = colors();
    const CardValue& candidate = m_content.values.front();
    drawSwatch(painter, candidate.color, kLargeMiddle);
    painter.setFont(theme::font(candidate.value ? Text::Large : Text::Body, candidate.value.has_value()));
    painter.setPen(candidate.value ? c.textPrimary : c.textDisabled);
    const QString text = textOf(candidate);
    const int width = painter.fontMetrics().horizontalAdvance(text);
    painter.drawText(QRect(kTextLeft, kLargeTop, right - kTextLeft, kLargeHeight), Qt::AlignLeft | Qt::AlignVCenter, text);
    if (!candidate.value && m_content.values.size() == 1) {
        painter.setFont(theme::font(Text::Small));
        painter.setPen(c.textSecondary);
        painter.drawText(QRect(kTextLeft, kLargeTop + kLargeHeight, right - kTextLeft, 2 * kLine + 2),
            Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, candidate.reason);
        return;
    }
    QString margin = marginOf(candidate);
    if (candidate.uncertain && !margin.isEmpty())
        margin = tr("%1, uncertain").arg(margin);
    painter.setFont(theme::font(Text::Small));
    painter.setPen(candidate.uncertain ? c.warning : c.textSecondary);
    const QRect at(kTextLeft + width + space::s, kLargeTop + 2, right - kTextLeft - width - space::s, kLargeHeight);
    painter.drawText(at, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(margin, Qt::ElideRight, at.width()));
}

void MetricCard::paintOthers(QPainter& painter, int right) const
{
    painter.setFont(theme::font(Text::Small));
    const std::size_t last = std::min<std::size_t>(m_content.values.size(), m_content.difference ? 2 : 3);
    for (std::size_t i = 1; i < last; ++i) {
        const int middle = i == 1 ? kSecondMiddle : kThirdMiddle;
        drawSwatch(painter, m_content.values[i].color, middle);
        painter.setPen(colors().textSecondary);
        const QString margin = marginOf(m_content.values[i]);
        painter.drawText(QRect(kTextLeft, middle - kLine / 2, right - kTextLeft, kLine), Qt::AlignLeft | Qt::AlignVCenter,
            textOf(m_content.values[i]) + (margin.isEmpty() ? QString() : ' ' + margin));
    }
}

void MetricCard::paintDifference(QPainter& painter, int right) const
{
    if (!m_content.difference)
        return;
    const auto& c = colors();
    const QRect line(kTextLeft, kThirdMiddle - kLine / 2, right - kTextLeft, kLine);
    painter.setFont(theme::font(Text::Small, true));
    painter.setPen(m_content.verdict == CardContent::Verdict::Better ? c.ok
            : m_content.verdict == CardContent::Verdict::Worse       ? c.critical
                                                                     : c.textPrimary);
    const QString difference = signedText(*m_content.difference);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, difference);
    const int room = line.width() - painter.fontMetrics().horizontalAdvance(difference) - space::s;
    painter.setFont(theme::font(Text::Small));
    painter.setPen(c.textSecondary);
    QString words = m_content.significance;
    if (painter.fontMetrics().horizontalAdvance(words) > room && words.contains(u','))
        words = words.section(u',', 1).trimmed(); // "unclear": the number is in the tooltip
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, painter.fontMetrics().elidedText(words, Qt::ElideRight, room));
}

} // namespace wg::ui::shell
