#include "ui/shell/explore_graph.h"

#include "core/frames/table.h"
#include "core/promql/completion.h"
#include "ui/panels/legend.h"
#include "ui/plot/series_colors.h"
#include "ui/plot/time_series_plot.h"
#include "ui/shell/chart_export.h"
#include "ui/shell/explore_table.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace wg::ui::shell {
namespace {

constexpr int kExampleCharacters = 110;
constexpr int kMostLegendHeight = 72;
constexpr std::array kCountedEndings{"_total", "_bucket", "_count", "_sum", "_created", "_info"};

/// As it stands in an expression: names of other characters must be quoted.
QString promqlName(const QString& name)
{
    promql::CompletionContext context;
    context.kind = promql::CompletionKind::Expression;
    return QString::fromStdString(promql::completionText(context, name.toStdString()));
}

/// The labels' text, or the format filled in; the query's letter before it where several queries are drawn.
QString nameOf(const series::Labels& labels, const ExploreGraphPart& part, bool several)
{
    const std::string text = frames::legendText(labels, part.legendFormat);
    const QString name = theme::shown(text.empty() ? "{}" : text);
    return several ? QStringLiteral("%1: %2").arg(part.letter).arg(name) : name;
}

void addLines(
    const ExploreGraphPart& part, bool several, std::vector<plot::PlotSeries>& lines, std::vector<plot::SeriesKey>& keys)
{
    const auto* matrix = part.value ? std::get_if<series::Matrix>(part.value.get()) : nullptr;
    if (!matrix)
        return;
    for (std::size_t i = 0; i < std::min(matrix->series.size(), kMostRows); ++i) {
        const series::Series& one = matrix->series[i];
        plot::PlotSeries line;
        line.name = nameOf(one.labels, part, several);
        line.owner = part.value;
        line.t = one.t;
        line.v = one.v;
        keys.push_back({one.labels, several ? line.name.toStdString() : std::string()});
        lines.push_back(std::move(line));
    }
}

} // namespace

ExploreGraph::ExploreGraph(QWidget* parent)
    : PanelBox(tr("Graph"), parent)
    , m_plot(new plot::TimeSeriesPlot)
    , m_legend(new panels::Legend)
    , m_legendArea(nullptr)
    , m_hint(plainLabel({}, nullptr, "secondary"))
    , m_examples(new QWidget)
{
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_legend);
    scroll->setWidgetResizable(false);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_legendArea = scroll;
    m_legend->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    (new QVBoxLayout(m_examples))->setSpacing(theme::space::s);

    body()->setContentsMargins(theme::space::s, 0, theme::space::s, theme::space::s);
    body()->addWidget(m_plot, 1);
    body()->addWidget(m_legendArea);
    auto* none = new QVBoxLayout;
    none->setSpacing(theme::space::m);
    none->addStretch(1);
    none->addWidget(m_hint);
    none->addWidget(m_examples, 0, Qt::AlignCenter);
    none->addStretch(1);
    body()->addLayout(none);
    addExport(
        this, tr("Graph"), m_plot, [this](QPainter& painter, const QRect& area) { m_plot->paintTo(painter, area); },
        [this](const QString& text, bool isError) { Q_EMIT told(text, isError); });
    m_legend->setForm(panels::Legend::Form::List, {});
    connect(m_legend, &panels::Legend::hiddenChanged, this, [this] {
        for (std::size_t i = 0; i < m_plot->series().size(); ++i)
            m_plot->setSeriesHidden(i, m_legend->hiddenEntries().contains(i));
    });
    connect(m_legend, &panels::Legend::entryHovered, m_plot, &plot::TimeSeriesPlot::setEmphasised);
}

std::vector<std::vector<QColor>> ExploreGraph::set(
    std::span<const ExploreGraphPart> parts, TimeRange range, const units::Zone& zone)
{
    std::vector<plot::PlotSeries> lines;
    std::vector<plot::SeriesKey> keys;
    std::vector<std::size_t> ends; // of each part, in `lines`
    for (const ExploreGraphPart& part : parts) {
        addLines(part, parts.size() > 1, lines, keys);
        ends.push_back(lines.size());
    }
    const auto styles = plot::SeriesColors::instance().assign(keys);
    std::vector<panels::LegendEntry> entries;
    std::vector<std::vector<QColor>> colors(parts.size());
    std::size_t part = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        lines[i].color = plot::seriesColor(styles[i].color);
        lines[i].dash = styles[i].dash;
        while (i >= ends[part])
            ++part;
        colors[part].push_back(lines[i].color);
        entries.push_back({lines[i].name, lines[i].color, {}});
    }
    m_plot->setRange(range, zone);
    m_plot->setSeries(std::move(lines));
    m_legend->setEntries(std::move(entries));
    for (std::size_t i = 0; i < m_plot->series().size(); ++i)
        m_plot->setSeriesHidden(i, m_legend->hiddenEntries().contains(i));
    showLegend();
    return colors;
}

void ExploreGraph::showLegend()
{
    const int room = std::max(m_legendArea->width(), 200);
    const int wanted = m_legend->heightFor(room);
    m_legend->resize(room, wanted);
    m_legendArea->setFixedHeight(std::min(wanted, kMostLegendHeight));
    m_legendArea->setVisible(m_hint->isHidden() && !m_legend->empty());
}

void ExploreGraph::setHint(const QString& hint, const QStringList& examples)
{
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_plot->setVisible(hint.isEmpty());
    showExamples(examples);
    showLegend();
}

QString ExploreGraph::hint() const
{
    return m_hint->text();
}

void ExploreGraph::showExamples(const QStringList& examples)
{
    m_examples->setVisible(!examples.isEmpty());
    if (examples == m_shownExamples)
        return;
    m_shownExamples = examples;
    for (auto* button : m_examples->findChildren<QPushButton*>())
        button->deleteLater(); // one of them may be the sender
    for (const QString& example : examples) {
        auto* button = textButton(theme::shown(example, kExampleCharacters).replace('&', QStringLiteral("&&")));
        button->setFont(theme::fixedFont());
        button->setToolTip(tr("Run this query"));
        connect(button, &QPushButton::clicked, this, [this, example] { Q_EMIT exampleChosen(example); });
        m_examples->layout()->addWidget(button);
    }
}

QStringList exampleQueries(const QStringList& metrics)
{
    constexpr qsizetype kMost = 4;
    const auto ending = [&](QLatin1String end) {
        const auto found = std::ranges::find_if(metrics, [&](const QString& name) { return name.endsWith(end); });
        return found == metrics.end() ? QString() : promqlName(*found);
    };
    QStringList examples;
    if (const QString buckets = ending(QLatin1String("_bucket")); !buckets.isEmpty())
        examples << QStringLiteral("histogram_quantile(0.99, sum by (le) (rate(%1)))").arg(buckets + "[$__rate_interval]");
    if (const QString counter = ending(QLatin1String("_total")); !counter.isEmpty())
        examples << QStringLiteral("sum(rate(%1))").arg(counter + "[$__rate_interval]");
    for (const QString& name : metrics) {
        const bool counted =
            std::ranges::any_of(kCountedEndings, [&](const char* end) { return name.endsWith(QLatin1String(end)); });
        if (!counted && examples.size() < kMost)
            examples << promqlName(name);
    }
    return examples;
}

} // namespace wg::ui::shell
