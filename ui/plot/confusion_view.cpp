#include "ui/plot/confusion_view.h"

#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <numeric>

namespace wg::ui::plot {
namespace {

using namespace theme;

constexpr int kCellGap = 4;
constexpr int kHeaderLine = 20;
constexpr int kMostNamed = 24; ///< more classes than this get no names

QString grouped(std::uint64_t count)
{
    QString digits = QString::number(count);
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, QChar(0x202f)); // narrow no-break space
    return digits;
}

/// The heat scale between its six stops; `share` in [0, 1].
QColor heat(double share)
{
    const auto& stops = colors().heat;
    const double at = std::clamp(share, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
    const auto low = std::min(static_cast<std::size_t>(at), stops.size() - 2);
    return mix(stops[low], stops[low + 1], at - static_cast<double>(low));
}

// In both themes: one of the two ends reads with 4.5:1 or more on whatever fill, which no other pair does.
constexpr Qt::GlobalColor kDarkInk = Qt::black, kLightInk = Qt::white;
constexpr double kEvenLuminance = 0.179; ///< equal contrast to both

/// Whichever ink reads better on `fill`.
QColor inkOn(const QColor& fill)
{
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    const double y = 0.2126 * linear(fill.redF()) + 0.7152 * linear(fill.greenF()) + 0.0722 * linear(fill.blueF());
    return y > kEvenLuminance ? kDarkInk : kLightInk;
}

} // namespace

ConfusionMatrixView::ConfusionMatrixView(QWidget* parent) : QWidget(parent)
{
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ConfusionMatrixView::setConfusion(
    const evaluation::Confusion& confusion, const QString& referenceName, const evaluation::Confusion& reference)
{
    m_confusion = confusion;
    m_reference = reference.labels == confusion.labels ? reference : evaluation::Confusion{};
    m_referenceName = shown(referenceName, 32);
    update();
}

QRect ConfusionMatrixView::matrixArea(const QRect& area) const
{
    const int side = kHeaderLine + (m_confusion.labels.size() > 2 ? kHeaderLine * 2 : 0);
    return area.adjusted(side + space::xs, kHeaderLine + space::xs, 0, 0);
}

QRect ConfusionMatrixView::cellRect(const QRect& matrix, int row, int column) const
{
    const int n = static_cast<int>(m_confusion.labels.size());
    const int gap = n > 8 ? 1 : kCellGap;
    const auto edge = [&](int length, int i) { return i * (length + gap) / n; };
    return QRect(QPoint(matrix.left() + edge(matrix.width(), column), matrix.top() + edge(matrix.height(), row)),
        QPoint(matrix.left() + edge(matrix.width(), column + 1) - gap - 1,
            matrix.top() + edge(matrix.height(), row + 1) - gap - 1));
}

std::pair<int, int> ConfusionMatrixView::cellAt(const QPoint& at) const
{
    const int n = static_cast<int>(m_confusion.labels.size());
    const QRect matrix = matrixArea(rect());
    for (int row = 0; row < n; ++row) {
        for (int column = 0; column < n; ++column) {
            if (cellRect(matrix, row, column).contains(at))
                return {row, column};
        }
    }
    return {-1, -1};
}

/// Binary matrices come as negative, positive; they are drawn positive first, as the field does.
QString ConfusionMatrixView::cellName(int row, int column) const
{
    if (m_confusion.labels.size() != 2)
        return {};
    if (row == column)
        return row == 1 ? tr("true positive") : tr("true negative");
    return column == 1 ? tr("false positive") : tr("false negative");
}

void ConfusionMatrixView::paintHeaders(QPainter& painter, const QRect& matrix) const
{
    const int n = static_cast<int>(m_confusion.labels.size());
    if (n > kMostNamed)
        return;
    painter.setFont(theme::font(Text::Small));
    painter.setPen(colors().textSecondary);
    for (int i = 0; i < n; ++i) {
        const int index = n == 2 ? 1 - i : i;
        const QString name = shown(m_confusion.labels[static_cast<std::size_t>(index)], 64);
        const QRect column = cellRect(matrix, 0, i);
        const QRect head(column.left(), matrix.top() - kHeaderLine - space::xs, column.width(), kHeaderLine);
        const QString predicted = n == 2 ? tr("Predicted %1").arg(name) : name;
        painter.drawText(head, Qt::AlignCenter | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(predicted, Qt::ElideRight, head.width()));
        const QRect row = cellRect(matrix, i, 0);
        if (n == 2) {
            painter.save();
            painter.translate(matrix.left() - kHeaderLine - space::xs, row.bottom());
            painter.rotate(-90);
            painter.drawText(QRect(0, 0, row.height(), kHeaderLine), Qt::AlignCenter | Qt::TextSingleLine,
                painter.fontMetrics().elidedText(tr("Actual %1").arg(name), Qt::ElideRight, row.height()));
            painter.restore();
        } else {
            const QRect side(matrix.left() - 3 * kHeaderLine - space::xs, row.top(), 3 * kHeaderLine, row.height());
            painter.drawText(side, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                painter.fontMetrics().elidedText(name, Qt::ElideRight, side.width()));
        }
    }
}

void ConfusionMatrixView::paintCell(QPainter& painter, const QRect& rect, int row, int column) const
{
    const auto at = [](const evaluation::Confusion& c, int r, int k) -> std::uint64_t {
        return c.matrix[static_cast<std::size_t>(r)][static_cast<std::size_t>(k)];
    };
    const auto& cells = m_confusion.matrix[static_cast<std::size_t>(row)];
    const auto total = std::accumulate(cells.begin(), cells.end(), std::uint64_t(0));
    const auto count = at(m_confusion, row, column);
    const double share = total ? static_cast<double>(count) / static_cast<double>(total) : 0;
    const QColor fill = heat(0.2 + 0.7 * share); // the ends of the scale are the panel itself and glare
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(rect, radius::cell, radius::cell);

    struct Line {
        QString text;
        Text size;
        bool strong;
    };
    std::vector<Line> lines;
    const bool roomy = rect.height() >= 88 && rect.width() >= 76;
    if (roomy && !cellName(row, column).isEmpty())
        lines.push_back({cellName(row, column), Text::Small, false});
    lines.push_back({grouped(count), rect.height() >= 56 && rect.width() >= 72 ? Text::Large : Text::Small, true});
    if (rect.height() >= 56)
        lines.push_back({QStringLiteral("%1 %").arg(100 * share, 0, 'f', 1), Text::Small, false});
    if (roomy && !m_reference.matrix.empty()) {
        const auto difference = static_cast<std::int64_t>(count) - static_cast<std::int64_t>(at(m_reference, row, column));
        const QString sign = difference < 0 ? QStringLiteral("−") : QStringLiteral("+");
        lines.push_back({tr("%1%2 vs %3").arg(sign, grouped(static_cast<std::uint64_t>(std::abs(difference))), m_referenceName),
            Text::Small, false});
    }
    int height = 0;
    for (const auto& line : lines)
        height += QFontMetrics(theme::font(line.size, line.strong)).height();
    int y = rect.center().y() - height / 2;
    painter.setPen(inkOn(fill));
    for (const auto& line : lines) {
        painter.setFont(theme::font(line.size, line.strong));
        const auto metrics = painter.fontMetrics();
        if (rect.width() < metrics.horizontalAdvance(line.text) || rect.height() < metrics.height())
            continue;
        painter.drawText(
            QRect(rect.left(), y, rect.width(), metrics.height()), Qt::AlignCenter | Qt::TextSingleLine, line.text);
        y += metrics.height();
    }
}

void ConfusionMatrixView::paintTo(QPainter& painter, const QRect& area) const
{
    const int n = static_cast<int>(m_confusion.labels.size());
    if (n == 0 || m_confusion.matrix.size() != m_confusion.labels.size())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect matrix = matrixArea(area);
    paintHeaders(painter, matrix);
    for (int row = 0; row < n; ++row) {
        for (int column = 0; column < n; ++column)
            paintCell(painter, cellRect(matrix, row, column), n == 2 ? 1 - row : row, n == 2 ? 1 - column : column);
    }
    painter.restore();
}

void ConfusionMatrixView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintTo(painter, rect());
}

bool ConfusionMatrixView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    auto [row, column] = cellAt(help->pos());
    if (row < 0) {
        QToolTip::hideText();
        return true;
    }
    if (m_confusion.labels.size() == 2) {
        row = 1 - row;
        column = 1 - column;
    }
    const auto name = [&](int i) { return shown(m_confusion.labels[static_cast<std::size_t>(i)], 64); };
    const auto count = m_confusion.matrix[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
    QToolTip::showText(help->globalPos(),
        tr("Actual %1, predicted %2: %3 rows").arg(name(row), name(column), grouped(count)).toHtmlEscaped(), this);
    return true;
}

} // namespace wg::ui::plot
