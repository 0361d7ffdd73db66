#include "ui/shell/runs_scalars.h"

#include "ui/plot/run_plot.h"
#include "ui/shell/chart_export.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/runs_selection.h"
#include "ui/shell/workspace.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>

namespace wg::ui::shell {

namespace {

constexpr int kChartHeight = 236, kLeastWidth = 400;

QString groupOf(const std::string& tag)
{
    const auto slash = tag.find('/');
    return slash == std::string::npos ? QString() : QString::fromStdString(tag.substr(0, slash));
}

} // namespace

RunsScalars::RunsScalars(RunsSelection& selection, Workspace& workspace, QWidget* parent)
    : QScrollArea(parent)
    , m_selection(selection)
    , m_workspace(workspace)
    , m_content(new QWidget)
    , m_grid(new QGridLayout)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(theme::size::gutter);
    column->addLayout(m_grid);
    column->addStretch(1);
    setWidget(m_content);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &RunsScalars::fillVisible);
    connect(&selection, &RunsSelection::runsChanged, this, &RunsScalars::rebuild);
    connect(&selection, &RunsSelection::lookChanged, this, &RunsScalars::spoil);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &RunsScalars::spoil); // lines carry colours
    rebuild();
}

plot::RunPlot* RunsScalars::chart(const std::string& tag) const
{
    const auto found = m_charts.find(tag);
    return found == m_charts.end() ? nullptr : found->second.plot;
}

void RunsScalars::setIgnoreOutliers(bool ignore)
{
    m_ignoreOutliers = ignore;
    for (auto& [tag, chart] : m_charts)
        chart.plot->setIgnoreOutliers(ignore);
}

void RunsScalars::setLogarithmic(bool logarithmic)
{
    m_log = logarithmic;
    for (auto& [tag, chart] : m_charts)
        chart.plot->setLogarithmic(logarithmic);
}

RunsScalars::Chart RunsScalars::make(const std::string& tag)
{
    const QString title = theme::shown(QString::fromStdString(tag));
    Chart chart{new PanelBox(title, m_content), new plot::RunPlot, true};
    chart.plot->setIgnoreOutliers(m_ignoreOutliers);
    chart.plot->setLogarithmic(m_log);
    chart.plot->setSpan(m_span);
    chart.plot->setAccessibleName(title);
    chart.box->setBody(chart.plot, theme::space::xs);
    chart.box->setFixedHeight(kChartHeight);
    addExport(
        chart.box, title, chart.plot,
        [plot = chart.plot](QPainter& painter, const QRect& area) { plot->paintTo(painter, area); },
        [this](const QString& text, bool isError) { Q_EMIT message(text, isError); });
    connect(chart.plot, &plot::RunPlot::zoomed, this, [this](std::optional<wg::plot::Interval> span) {
        m_span = span;
        for (auto& [other, one] : m_charts)
            one.plot->setSpan(span);
    });
    return chart;
}

void RunsScalars::rebuild()
{
    auto tags = m_selection.tags(&evaluation::Run::scalars);
    m_groups.clear();
    for (const std::string& tag : tags)
        ++m_groups[groupOf(tag)];
    std::ranges::stable_sort(tags, {}, [this](const std::string& tag) { return headingOf(tag); });
    if (tags != m_tags) {
        std::erase_if(m_charts, [&](auto& one) {
            const bool gone = std::ranges::find(tags, one.first) == tags.end();
            if (gone)
                delete one.second.box;
            return gone;
        });
        for (const std::string& tag : tags) {
            if (!m_charts.contains(tag))
                m_charts[tag] = make(tag);
        }
        m_tags = std::move(tags);
        m_columns = 0;
        arrange();
    }
    spoil();
}

/// Tags that are alone in their group stand together, before the groups.
QString RunsScalars::headingOf(const std::string& tag) const
{
    const QString group = groupOf(tag);
    const auto found = m_groups.find(group);
    return found == m_groups.end() || found->second < 2 ? QString() : group;
}

/// As many columns as have room; a heading before each group.
void RunsScalars::arrange()
{
    std::map<QString, int> together;
    int most = 1;
    for (const std::string& tag : m_tags)
        most = std::max(most, ++together[headingOf(tag)]);
    const int columns = std::clamp(viewport()->width() / kLeastWidth, 1, most);
    if (columns == m_columns)
        return;
    m_columns = columns;
    while (QLayoutItem* item = m_grid->takeAt(0))
        delete item;
    qDeleteAll(m_headings);
    m_headings.clear();
    int row = -1, column = columns;
    QString group;
    bool first = true;
    for (const std::string& tag : m_tags) {
        if (first || headingOf(tag) != group) {
            group = headingOf(tag);
            first = false;
            column = columns;
            if (!group.isEmpty()) {
                auto* heading = plainLabel(theme::shown(group), "title");
                m_headings.push_back(heading);
                m_grid->addWidget(heading, ++row, 0, 1, columns);
            }
        }
        if (column >= columns) {
            ++row;
            column = 0;
        }
        m_grid->addWidget(m_charts[tag].box, row, column++);
        m_charts[tag].box->show();
    }
    for (int i = 0; i < std::max(columns, m_grid->columnCount()); ++i) {
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
        m_grid->setColumnMinimumWidth(i, i < columns ? 1 : 0);
    }
}

void RunsScalars::spoil()
{
    for (auto& [tag, chart] : m_charts)
        chart.stale = true;
    QTimer::singleShot(0, this, &RunsScalars::fillVisible);
}

void RunsScalars::fillVisible()
{
    if (!isVisible())
        return;
    const QRect seen(0, verticalScrollBar()->value(), viewport()->width(), viewport()->height());
    for (auto& [tag, chart] : m_charts) {
        if (!chart.stale || !chart.box->geometry().intersects(seen))
            continue;
        chart.plot->setLines(m_selection.lines(tag), m_selection.axis(), m_workspace.time.zone());
        chart.stale = false;
    }
}

void RunsScalars::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    arrange();
    QTimer::singleShot(0, this, &RunsScalars::fillVisible);
}

void RunsScalars::showEvent(QShowEvent* event)
{
    QScrollArea::showEvent(event);
    QTimer::singleShot(0, this, &RunsScalars::fillVisible);
}

} // namespace wg::ui::shell
