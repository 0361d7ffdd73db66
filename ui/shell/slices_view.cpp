#include "ui/shell/slices_view.h"

#include "ui/shell/page_parts.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace wg::ui::shell {
namespace {

using evaluation::Slice;

constexpr int kInset = 9; ///< of a cell's text, as the style sheet has it
constexpr int kDot = 3;
constexpr int kApart = 4; ///< of the two bars from the row's middle, px
constexpr double kSpare = 0.05; ///< of the scale, at both ends
constexpr int kNumber = 2 * theme::size::control; ///< width of a column of numbers
constexpr int kLeastName = 5 * theme::space::l, kLeastBars = 2 * theme::size::control;

/// The bars, and names in two tones.
class ForestDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyleOptionViewItem plain(option);
        initStyleOption(&plain, index);
        if (index.column() == SliceModel::Name || index.column() == SliceModel::Bars)
            plain.text.clear();
        option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &plain, painter, option.widget);
        const auto& model = *static_cast<const SliceModel*>(index.model());
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (index.column() == SliceModel::Name)
            paintName(*painter, option.rect, model.slice(index.row()));
        else if (index.column() == SliceModel::Bars)
            paintBars(*painter, option.rect, model, index.row());
        painter->restore();
    }

private:
    static void paintName(QPainter& painter, const QRect& cell, const Slice& slice)
    {
        const QRect line = cell.adjusted(kInset, 0, -kInset, 0);
        painter.setFont(theme::font());
        const QFontMetrics metrics(painter.font());
        const QString value = theme::shown(slice.value, 60); // says more than the column's name
        const int room = std::max(line.width() - metrics.horizontalAdvance(value) - theme::space::xs, line.width() / 4);
        const QString column = metrics.elidedText(theme::shown(slice.column, 40), Qt::ElideRight, room);
        painter.setPen(theme::colors().textSecondary);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, column);
        const QRect rest = line.adjusted(metrics.horizontalAdvance(column + ' '), 0, 0, 0);
        painter.setPen(theme::colors().textPrimary);
        painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(value, Qt::ElideRight, rest.width()));
    }

    static void paintBars(QPainter& painter, const QRect& cell, const SliceModel& model, int row)
    {
        const QRectF area = QRectF(cell).adjusted(kInset, 0, -kInset, 0);
        const auto x = [&](double value) { return area.left() + model.place(value) * area.width(); };
        QPen dotted(theme::colors().textSecondary, theme::stroke::hairline, Qt::CustomDashLine);
        dotted.setDashPattern({1, 2});
        painter.setPen(dotted);
        const double whole = std::floor(x(model.tables()->candidate.whole)) + 0.5;
        painter.drawLine(QLineF(whole, cell.top(), whole, cell.bottom() + 1));
        const auto bar = [&](const Slice& slice, const QColor& color, double y) {
            if (!slice.metric)
                return;
            painter.setPen(QPen(color, theme::stroke::dataLine));
            if (slice.interval.defined())
                painter.drawLine(QLineF(x(slice.interval.low), y, x(slice.interval.high), y));
            painter.setPen(Qt::NoPen);
            painter.setBrush(color);
            painter.drawEllipse(QPointF(x(*slice.metric), y), kDot, kDot);
        };
        const Slice* reference = model.referenceSlice(row);
        const double middle = area.center().y();
        if (reference)
            bar(*reference, model.color(true), middle + kApart);
        bar(model.slice(row), model.color(false), reference ? middle - kApart : middle);
    }
};

/// Names the ends of the bars' scale: its least value, and where all rows stand.
class ForestHeader : public QHeaderView {
public:
    explicit ForestHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) { setSectionsClickable(true); }

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override
    {
        painter->save();
        QHeaderView::paintSection(painter, rect, section);
        painter->restore();
        const auto* slices = static_cast<const SliceModel*>(model());
        if (section != SliceModel::Bars || !slices->tables())
            return;
        painter->save();
        painter->setFont(theme::font(theme::Text::Small));
        painter->setPen(theme::colors().textSecondary);
        const QRect area = rect.adjusted(kInset, 0, -kInset, 0);
        const double whole = slices->tables()->candidate.whole;
        const QString low = metricText(slices->low()), all = metricText(whole);
        const int width = painter->fontMetrics().horizontalAdvance(all) + 1;
        const int middle = area.left() + static_cast<int>(slices->place(whole) * area.width());
        const QRect place(std::min(middle - width / 2, area.right() - width), area.top(), width, area.height());
        if (painter->fontMetrics().horizontalAdvance(low) + theme::space::s < place.left() - area.left())
            painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter, low);
        painter->setPen(theme::colors().textPrimary);
        painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter, all);
        painter->restore();
    }
};

} // namespace

void SliceModel::set(std::shared_ptr<const SliceTables> tables, const QColor& candidate, const QColor& reference)
{
    beginResetModel();
    m_tables = std::move(tables);
    m_candidate = candidate;
    m_reference = reference;
    m_order.clear();
    if (m_tables)
        for (std::size_t i = 0; i < m_tables->candidate.slices.size(); ++i)
            if (!m_tables->candidate.slices[i].withheld)
                m_order.push_back(i);
    takeScale();
    endResetModel();
}

void SliceModel::setMost(int rows)
{
    if (rows == m_most)
        return;
    beginResetModel();
    m_most = rows;
    takeScale();
    endResetModel();
}

void SliceModel::takeScale()
{
    m_low = std::numeric_limits<double>::infinity();
    m_high = -m_low;
    const auto reach = [this](double value) {
        if (std::isfinite(value)) {
            m_low = std::min(m_low, value);
            m_high = std::max(m_high, value);
        }
    };
    if (m_tables)
        reach(m_tables->candidate.whole);
    for (int row = 0; row < rowCount(); ++row) {
        for (const Slice* one : {&slice(row), referenceSlice(row)}) {
            if (!one || !one->metric)
                continue;
            reach(*one->metric);
            reach(one->interval.low);
            reach(one->interval.high);
        }
    }
    if (!(m_low < m_high)) {
        m_low = m_low <= m_high ? m_low - 0.5 : 0;
        m_high = m_low + 1;
    }
    const double spare = (m_high - m_low) * kSpare;
    m_low -= spare;
    m_high += spare;
}

void SliceModel::sort(int column, Qt::SortOrder order)
{
    if (!m_tables)
        return;
    const auto& slices = m_tables->candidate.slices;
    const auto less = [&](std::size_t a, std::size_t b) {
        const Slice &x = slices[a], &y = slices[b];
        switch (column) {
        case Name:
            return std::tie(x.column, x.low, x.value) < std::tie(y.column, y.low, y.value);
        case Rows:
            return x.rows < y.rows;
        case Metric:
        case Bars:
            return x.metric.value_or(NAN) < y.metric.value_or(NAN) || (x.metric && !y.metric);
        default:
            return x.metric && y.metric ? x.gap < y.gap : x.metric.has_value() && !y.metric;
        }
    };
    beginResetModel();
    std::ranges::sort(m_order); // worst first stays the order of equal ones
    std::ranges::stable_sort(
        m_order, [&](std::size_t a, std::size_t b) { return order == Qt::AscendingOrder ? less(a, b) : less(b, a); });
    endResetModel();
}

const Slice& SliceModel::slice(int row) const
{
    return m_tables->candidate.slices[m_order[static_cast<std::size_t>(row)]];
}

const Slice* SliceModel::referenceSlice(int row) const
{
    if (!m_tables->reference)
        return nullptr;
    const Slice& wanted = slice(row);
    const auto& all = m_tables->reference->slices;
    const auto found = std::ranges::find_if(all,
        [&](const Slice& other) { return other.column == wanted.column && other.value == wanted.value && !other.withheld; });
    return found == all.end() ? nullptr : &*found;
}

double SliceModel::place(double value) const
{
    return std::clamp((value - m_low) / (m_high - m_low), 0.0, 1.0);
}

int SliceModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_most < 0 ? known() : std::min(m_most, known());
}

int SliceModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString SliceModel::text(const Slice& slice, int column) const
{
    switch (column) {
    case Name:
        return theme::shown(slice.column, 40) + ' ' + theme::shown(slice.value, 60);
    case Rows:
        return countText(slice.rows);
    case Metric:
        return slice.metric ? metricText(*slice.metric) : tr("undefined");
    case Gap:
        return slice.metric ? signedText(slice.gap) : QString();
    default:
        return {};
    }
}

QString SliceModel::tip(int row) const
{
    const Slice& one = slice(row);
    QStringList lines{text(one, Name), tr("%1 rows").arg(countText(one.rows))};
    if (!one.metric)
        lines << theme::shown(one.reason);
    else if (one.interval.defined())
        lines << QStringLiteral("%1 [%2, %3]")
                     .arg(metricText(*one.metric), metricText(one.interval.low), metricText(one.interval.high));
    if (one.metric)
        lines << (one.clear ? tr("The interval excludes that of all rows, %1").arg(metricText(m_tables->candidate.whole))
                            : tr("Not clearly other than all rows"));
    return lines.join('\n').toHtmlEscaped().replace('\n', QLatin1String("<br>"));
}

QVariant SliceModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Slice& one = slice(index.row());
    const auto& c = theme::colors();
    switch (role) {
    case Qt::DisplayRole:
        return text(one, index.column());
    case Qt::AccessibleTextRole:
        return QStringList{text(one, Name), text(one, Rows), text(one, Metric), text(one, Gap)}.join(QStringLiteral(", "));
    case Qt::ToolTipRole:
        return tip(index.row());
    case Qt::TextAlignmentRole:
        return int((index.column() == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::FontRole:
        return theme::font(theme::Text::Body, index.column() == Metric || (index.column() == Gap && one.clear));
    case Qt::ForegroundRole:
        if (index.column() == Rows || (index.column() == Gap && !one.clear))
            return c.textSecondary;
        if (index.column() == Gap)
            return (one.gap < 0) == m_tables->candidate.lowerIsWorse ? c.critical : c.textPrimary;
        return one.metric ? c.textPrimary : c.textDisabled;
    default:
        return {};
    }
}

QVariant SliceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Slice");
    case Rows:
        return tr("Rows");
    case Metric:
        return m_tables ? metricTitle(m_tables->candidate.metric) : tr("Metric");
    case Gap:
        return tr("Gap");
    default:
        return QString();
    }
}

SlicesView::SlicesView(bool fits, QWidget* parent) : QTableView(parent), m_model(new SliceModel(this)), m_fits(fits)
{
    setModel(m_model);
    setHorizontalHeader(new ForestHeader(this));
    theme::styleTable(this, true);
    setItemDelegate(new ForestDelegate(this));
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTabKeyNavigation(false);
    setAccessibleName(tr("Slices"));
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setSortingEnabled(!fits);
    if (fits) {
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    } else {
        horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder); // worst first, as it comes
    }
    connect(this, &QTableView::clicked, this,
        [this](const QModelIndex& index) { Q_EMIT sliceChosen(m_model->slice(index.row())); });
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, [this] { viewport()->update(); });
}

void SlicesView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    // Columns go by what they are worth: the rows first, then the bars.
    const int width = viewport()->width();
    const int bars = std::max(kLeastBars, width / 4);
    const int metric = std::max(kNumber, horizontalHeader()->sectionSizeHint(SliceModel::Metric));
    int name = width - bars - metric - 2 * kNumber;
    setColumnHidden(SliceModel::Rows, name < kLeastName);
    if (name < kLeastName)
        name += kNumber;
    setColumnHidden(SliceModel::Bars, name < kLeastName);
    if (name < kLeastName)
        name += bars;
    horizontalHeader()->resizeSection(SliceModel::Name, name);
    for (const auto column : {SliceModel::Rows, SliceModel::Gap})
        horizontalHeader()->resizeSection(column, kNumber);
    horizontalHeader()->resizeSection(SliceModel::Metric, metric);
    horizontalHeader()->resizeSection(SliceModel::Bars, bars);
    if (!m_fits)
        return;
    const int most = std::max(1, viewport()->height() / theme::size::tableRowDense);
    if (most != m_model->rowCount()) {
        m_model->setMost(most);
        Q_EMIT mostChanged();
    }
}

void SlicesView::keyPressEvent(QKeyEvent* event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid())
        Q_EMIT sliceChosen(m_model->slice(currentIndex().row()));
    else
        QTableView::keyPressEvent(event);
}

void SlicesView::paintTo(QPainter& painter, const QRect& area)
{
    painter.save();
    painter.translate(area.topLeft());
    render(&painter, {}, rect(), QWidget::DrawChildren);
    painter.restore();
}

QString leftOutText(const SliceTables& tables, int shown, std::uint64_t leastRows)
{
    const auto known = std::ranges::count(tables.candidate.slices, false, &Slice::withheld);
    QStringList parts;
    if (known > shown)
        parts << SlicesView::tr("%1 more.").arg(known - shown);
    if (tables.candidate.withheld > 0)
        parts << (tables.candidate.withheld == 1
                ? SlicesView::tr("1 slice under %1 rows is withheld.").arg(leastRows)
                : SlicesView::tr("%1 slices under %2 rows are withheld.").arg(tables.candidate.withheld).arg(leastRows));
    return parts.join(' ');
}

} // namespace wg::ui::shell
