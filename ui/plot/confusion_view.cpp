#include "ui/plot/confusion_view.h"

#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QImage>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <utility>

namespace wg::ui::plot {
namespace {

using namespace theme;

constexpr int kCellGap = 4;
constexpr int kHeaderLine = 20;
constexpr int kMostNamed = 24; ///< more classes than this get no names
constexpr int kLeastCell = 4; ///< px; smaller cells are condensed
constexpr int kManyClasses = 8; ///< more than this stand closer
constexpr double kFaintest = 0.2, kFullest = 0.7; ///< of the heat scale: its ends are the panel itself and glare

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
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ConfusionMatrixView::setConfusion(
    const evaluation::Confusion& confusion, const QString& referenceName, const evaluation::Confusion& reference)
{
    m_confusion = confusion;
    m_reference = reference.labels == confusion.labels ? reference : evaluation::Confusion{};
    m_referenceName = shown(referenceName, 32);
    m_totals.clear();
    for (const auto& row : m_confusion.matrix)
        m_totals.push_back(std::accumulate(row.begin(), row.end(), std::uint64_t(0)));
    const int n = static_cast<int>(m_confusion.labels.size());
    if (m_current.first >= n || m_current.second >= n)
        m_current = {0, 0};
    if (m_hovered.first >= n || m_hovered.second >= n)
        m_hovered = {-1, -1};
    setCursor(n > 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setAccessibleDescription(n > 0 ? words(classOf(m_current.first), classOf(m_current.second)) : QString());
    update();
}

int ConfusionMatrixView::classOf(int drawn) const
{
    return m_confusion.labels.size() == 2 ? 1 - drawn : drawn;
}

QRect ConfusionMatrixView::rectOf(int actual, int predicted) const
{
    return cellRect(matrixArea(rect()), classOf(actual), classOf(predicted));
}

QString ConfusionMatrixView::words(int actual, int predicted) const
{
    const auto name = [&](int i) { return shown(m_confusion.labels[static_cast<std::size_t>(i)], 64); };
    return tr("Actual %1, predicted %2: %3 rows")
        .arg(name(actual), name(predicted),
            grouped(m_confusion.matrix[static_cast<std::size_t>(actual)][static_cast<std::size_t>(predicted)]));
}

void ConfusionMatrixView::setHovered(std::pair<int, int> cell)
{
    if (std::exchange(m_hovered, cell) != cell)
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
    const int gap = n > kManyClasses ? (matrix.width() / n < kLeastCell ? 0 : 1) : kCellGap;
    const auto edge = [&](int length, int i) { return i * (length + gap) / n; };
    return QRect(QPoint(matrix.left() + edge(matrix.width(), column), matrix.top() + edge(matrix.height(), row)),
        QPoint(matrix.left() + edge(matrix.width(), column + 1) - gap - 1,
            matrix.top() + edge(matrix.height(), row + 1) - gap - 1));
}

std::pair<int, int> ConfusionMatrixView::cellAt(const QPoint& at) const
{
    const int n = static_cast<int>(m_confusion.labels.size());
    const QRect matrix = matrixArea(rect());
    if (n == 0 || !matrix.contains(at))
        return {-1, -1};
    const int row = (at.y() - matrix.top()) * n / matrix.height(), column = (at.x() - matrix.left()) * n / matrix.width();
    return {std::clamp(row, 0, n - 1), std::clamp(column, 0, n - 1)};
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
    const auto total = m_totals[static_cast<std::size_t>(row)];
    const auto count = at(m_confusion, row, column);
    const double share = total ? static_cast<double>(count) / static_cast<double>(total) : 0;
    const QColor fill = heat(kFaintest + kFullest * share);
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
    if (matrix.width() / n < kLeastCell || matrix.height() / n < kLeastCell) {
        paintCondensed(painter, matrix);
    } else {
        for (int row = 0; row < n; ++row) {
            for (int column = 0; column < n; ++column)
                paintCell(painter, cellRect(matrix, row, column), classOf(row), classOf(column));
        }
    }
    painter.restore();
}

/// One pixel of the picture for each on the screen: with a thousand classes a lone wrong cell must still be seen.
void ConfusionMatrixView::paintCondensed(QPainter& painter, const QRect& matrix) const
{
    const auto n = m_confusion.labels.size();
    const auto width = static_cast<std::size_t>(std::max(1, std::min(matrix.width(), static_cast<int>(n))));
    const auto height = static_cast<std::size_t>(std::max(1, std::min(matrix.height(), static_cast<int>(n))));
    std::vector<double> greatest(width * height, 0);
    for (std::size_t row = 0; row < n; ++row) {
        const double total = m_totals[row] ? static_cast<double>(m_totals[row]) : 1;
        double* line = &greatest[row * height / n * width];
        for (std::size_t column = 0; column < n; ++column) {
            double& cell = line[column * width / n];
            cell = std::max(cell, static_cast<double>(m_confusion.matrix[row][column]) / total);
        }
    }
    QImage image(static_cast<int>(width), static_cast<int>(height), QImage::Format_RGB32);
    for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t x = 0; x < width; ++x) {
            const double share = greatest[y * width + x];
            image.setPixelColor(static_cast<int>(x), static_cast<int>(y),
                share > 0 ? heat(kFaintest + kFullest * share) : heat(0.5 * kFaintest));
        }
    }
    painter.drawImage(matrix, image);
}

void ConfusionMatrixView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintTo(painter, rect());
    const auto outline = [&](std::pair<int, int> cell, const QColor& color) {
        if (cell.first < 0 || m_confusion.labels.empty())
            return;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, stroke::focusRing));
        painter.drawRoundedRect(cellRect(matrixArea(rect()), cell.first, cell.second), radius::cell, radius::cell);
    };
    outline(m_hovered, colors().textPrimary);
    if (hasFocus())
        outline(m_current, colors().accent);
}

void ConfusionMatrixView::mousePressEvent(QMouseEvent* event)
{
    const auto cell = cellAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || cell.first < 0)
        return QWidget::mousePressEvent(event);
    m_current = cell;
    update();
    Q_EMIT cellChosen(classOf(cell.first), classOf(cell.second));
}

void ConfusionMatrixView::mouseMoveEvent(QMouseEvent* event)
{
    setHovered(cellAt(event->position().toPoint()));
}

void ConfusionMatrixView::leaveEvent(QEvent*)
{
    setHovered({-1, -1});
}

void ConfusionMatrixView::keyPressEvent(QKeyEvent* event)
{
    const int n = static_cast<int>(m_confusion.labels.size());
    if (n == 0)
        return QWidget::keyPressEvent(event);
    auto [row, column] = m_current;
    switch (event->key()) {
    case Qt::Key_Left:
        --column;
        break;
    case Qt::Key_Right:
        ++column;
        break;
    case Qt::Key_Up:
        --row;
        break;
    case Qt::Key_Down:
        ++row;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        Q_EMIT cellChosen(classOf(row), classOf(column));
        return;
    default:
        return QWidget::keyPressEvent(event);
    }
    m_current = {std::clamp(row, 0, n - 1), std::clamp(column, 0, n - 1)};
    setAccessibleDescription(words(classOf(m_current.first), classOf(m_current.second)));
    update();
}

void ConfusionMatrixView::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void ConfusionMatrixView::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

bool ConfusionMatrixView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto [row, column] = cellAt(help->pos());
    if (row < 0)
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), words(classOf(row), classOf(column)).toHtmlEscaped(), this);
    return true;
}

} // namespace wg::ui::plot
