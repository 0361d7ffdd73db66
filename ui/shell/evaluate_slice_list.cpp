#include "ui/shell/evaluate_slice_list.h"

#include "ui/shell/evaluate_selection.h"
#include "ui/shell/evaluate_work.h"
#include "ui/shell/page_parts.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace wg::ui::shell {
namespace {

constexpr int kRow = theme::size::control;

/// One line: a mark or an arrow, a name, a count at the right. Looked at: the accent's tint.
class SliceRow : public QAbstractButton {
public:
    SliceRow(const QString& icon, int indent, const QString& name, const QString& count)
        : m_icon(icon)
        , m_indent(indent)
        , m_count(count)
    {
        setText(name);
        setFixedHeight(kRow);
        setFocusPolicy(Qt::TabFocus);
        setCursor(Qt::PointingHandCursor);
        setAccessibleName(name + QStringLiteral(", ") + count);
        setToolTip(name.toHtmlEscaped());
    }
    [[nodiscard]] QSize sizeHint() const override { return {theme::size::evaluateList, kRow}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const auto& c = theme::colors();
        QPainter painter(this);
        if (isChecked() || underMouse())
            painter.fillRect(rect(), isChecked() ? c.selectedOnCanvas : c.hoverRow);
        const int left = theme::space::l + m_indent;
        if (!m_icon.isEmpty())
            painter.drawPixmap(left, (height() - theme::size::iconSmall) / 2,
                theme::iconPixmap(
                    m_icon, isChecked() ? c.accent : c.textSecondary, theme::size::iconSmall, devicePixelRatioF()));
        painter.setFont(theme::font(theme::Text::Small));
        const int countWidth = painter.fontMetrics().horizontalAdvance(m_count) + 1;
        painter.setPen(c.textSecondary);
        painter.drawText(rect().adjusted(0, 0, -theme::space::m, 0), Qt::AlignRight | Qt::AlignVCenter, m_count);
        painter.setFont(theme::font());
        painter.setPen(c.textPrimary);
        const int textLeft = left + (m_icon.isEmpty() ? 0 : theme::size::iconSmall + theme::space::s);
        const int room = width() - textLeft - countWidth - theme::space::m - theme::space::s;
        painter.drawText(QRect(textLeft, 0, room, height()), Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(text(), Qt::ElideRight, room));
    }
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

private:
    QString m_icon;
    int m_indent;
    QString m_count;
};

bool isSame(const evaluation::Slice& a, const evaluation::Slice& b)
{
    return a.column == b.column && a.value == b.value;
}

} // namespace

EvaluateSliceList::EvaluateSliceList(EvaluateSelection& selection, EvaluateWork& work, QWidget* parent)
    : QWidget(parent)
    , m_selection(selection)
    , m_work(work)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    connect(&work, &EvaluateWork::slicesChanged, this, &EvaluateSliceList::scheduleRebuild);
    connect(&selection, &EvaluateSelection::modelsChanged, this, &EvaluateSliceList::scheduleRebuild);
    connect(&selection, &EvaluateSelection::sliceChanged, this, &EvaluateSliceList::scheduleRebuild);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, qOverload<>(&QWidget::update));
    rebuild();
}

/// Not at once: one of the rows may be what caused it.
void EvaluateSliceList::scheduleRebuild()
{
    if (std::exchange(m_scheduled, true))
        return;
    QTimer::singleShot(0, this, [this] {
        m_scheduled = false;
        rebuild();
    });
}

void EvaluateSliceList::rebuild()
{
    while (QLayoutItem* item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const EvaluatedModel* candidate = m_selection.candidate();
    const auto tables = m_work.slices();
    setVisible(candidate && tables);
    if (!candidate || !tables)
        return;
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(theme::space::l, theme::space::s, theme::space::m, theme::space::s);
    row->addWidget(plainLabel(tr("Slices"), "title"), 1);
    auto* add = iconButton("plus", tr("Choose the columns to slice by"));
    connect(add, &QToolButton::clicked, this, &EvaluateSliceList::columnsRequested);
    row->addWidget(add);
    m_layout->addWidget(head);
    auto* all = new SliceRow("tag", 0, tr("All rows"), countText(candidate->result->groups[candidate->group].rows));
    all->setCheckable(true);
    all->setChecked(!m_selection.slice());
    connect(all, &QAbstractButton::clicked, this, [this] {
        m_selection.setSlice(std::nullopt);
        scheduleRebuild();
    });
    m_layout->addWidget(all);
    std::vector<std::string> columns;
    for (const evaluation::Slice& slice : tables->candidate.slices)
        if (std::ranges::find(columns, slice.column) == columns.end())
            columns.push_back(slice.column);
    std::ranges::sort(columns);
    for (const std::string& column : columns)
        addColumn(column);
}

void EvaluateSliceList::addColumn(const std::string& column)
{
    const auto tables = m_work.slices();
    std::vector<evaluation::Slice> slices;
    std::ranges::copy_if(tables->candidate.slices, std::back_inserter(slices),
        [&](const evaluation::Slice& slice) { return slice.column == column; });
    const bool bins = std::ranges::any_of(slices, [](const auto& slice) { return slice.low != slice.high; });
    const bool open = m_open.contains(column);
    auto* head = new SliceRow(open ? "chevron-down" : "chevron-right", 0, theme::shown(column, 40),
        (bins ? tr("%1 bins") : tr("%1 values")).arg(slices.size()));
    connect(head, &QAbstractButton::clicked, this, [this, column, open] {
        if (open)
            m_open.erase(column);
        else
            m_open.insert(column);
        scheduleRebuild();
    });
    m_layout->addWidget(head);
    if (!open)
        return;
    std::ranges::sort(slices, [&](const auto& a, const auto& b) { return bins ? a.low < b.low : a.rows > b.rows; });
    for (const evaluation::Slice& slice : slices) {
        auto* row = new SliceRow({}, theme::space::l - 2, theme::shown(slice.value, 60), countText(slice.rows));
        row->setCheckable(true);
        row->setChecked(m_selection.slice() && isSame(*m_selection.slice(), slice));
        row->setEnabled(!slice.withheld);
        connect(row, &QAbstractButton::clicked, this, [this, slice] {
            m_selection.setSlice(slice);
            scheduleRebuild();
        });
        m_layout->addWidget(row);
    }
}

} // namespace wg::ui::shell
