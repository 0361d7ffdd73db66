#include "ui/shell/metric_cards.h"

#include "ui/shell/page_parts.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyleOption>

namespace wg::ui::shell {
namespace {

constexpr int kInset = theme::size::panelInset;

void drawSwatch(QPainter& painter, const QColor& color, int middle)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(kInset, middle - theme::size::swatch / 2.0, theme::size::swatch, theme::size::swatch), 2, 2);
}

QString textOf(const CardValue& value)
{
    return value.value ? metricText(*value.value) : MetricCard::tr("undefined");
}

} // namespace

std::vector<std::string> cardMetrics(evaluation::Task task, bool hasScores)
{
    switch (task) {
    case evaluation::Task::Binary:
        if (hasScores)
            return {"roc_auc", "average_precision", "f1", "precision", "recall", "brier"};
        return {"accuracy", "balanced_accuracy", "f1", "precision", "recall", "mcc"};
    case evaluation::Task::Multiclass:
        return {"accuracy", "balanced_accuracy", "f1_macro", "f1_weighted", "mcc", "log_loss"};
    case evaluation::Task::Regression:
        return {"rmse", "mae", "r2", "mse"};
    default:
        break;
    }
    return {};
}

MetricCard::MetricCard(QWidget* parent) : QFrame(parent)
{
    setProperty("surface", "panel");
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void MetricCard::set(const QString& title, const QString& note, std::vector<CardValue> values)
{
    m_title = title;
    m_note = note;
    m_values = std::move(values);
    QString why;
    for (const CardValue& value : m_values)
        if (!value.value && why.isEmpty())
            why = value.reason;
    setToolTip(why.toHtmlEscaped());
    setAccessibleName(m_title + " " + valueText());
    update();
}

QString MetricCard::valueText() const
{
    return m_values.empty() ? QString() : textOf(m_values.front());
}

void MetricCard::paintEvent(QPaintEvent* event)
{
    QFrame::paintEvent(event);
    const auto& c = theme::colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int right = width() - kInset;

    painter.setFont(theme::font(theme::Text::Small));
    const int noteWidth = painter.fontMetrics().horizontalAdvance(m_note);
    painter.setPen(c.textSecondary);
    painter.drawText(QRect(right - noteWidth, 8, noteWidth, 20), Qt::AlignRight | Qt::AlignVCenter, m_note);
    painter.setFont(theme::font(theme::Text::Body, true));
    painter.setPen(c.textPrimary);
    const QRect titleRect(kInset, 8, right - kInset - (noteWidth ? noteWidth + theme::space::s : 0), 20);
    painter.drawText(titleRect, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(m_title, Qt::ElideRight, titleRect.width()));
    if (m_values.empty())
        return;

    const int textLeft = kInset + 16;
    const CardValue& candidate = m_values.front();
    drawSwatch(painter, candidate.color, 44);
    painter.setFont(theme::font(candidate.value ? theme::Text::Large : theme::Text::Body, candidate.value.has_value()));
    painter.setPen(candidate.value ? c.textPrimary : c.textDisabled);
    painter.drawText(QRect(textLeft, 28, right - textLeft, 30), Qt::AlignLeft | Qt::AlignVCenter, textOf(candidate));

    painter.setFont(theme::font(theme::Text::Small));
    const std::size_t shown = std::min<std::size_t>(m_values.size(), 3);
    for (std::size_t i = 1; i < shown; ++i) {
        const int middle = i == 1 ? 68 : 86;
        drawSwatch(painter, m_values[i].color, middle);
        painter.setPen(c.textSecondary);
        painter.drawText(
            QRect(textLeft, middle - 8, right - textLeft, 16), Qt::AlignLeft | Qt::AlignVCenter, textOf(m_values[i]));
    }
    if (m_values.size() == 2 && candidate.value && m_values[1].value) {
        painter.setFont(theme::font(theme::Text::Small, true));
        painter.setPen(c.textPrimary);
        painter.drawText(QRect(textLeft, 78, right - textLeft, 16), Qt::AlignLeft | Qt::AlignVCenter,
            signedText(*candidate.value - *m_values[1].value));
    } else if (!candidate.value && m_values.size() == 1) {
        painter.setPen(c.textSecondary);
        painter.drawText(
            QRect(textLeft, 58, right - textLeft, 34), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, candidate.reason);
    }
}

} // namespace wg::ui::shell
