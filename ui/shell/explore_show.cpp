// What the Explore page shows of its queries' answers.
#include "ui/plot/time_series_plot.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/explore_graph.h"
#include "ui/shell/explore_page.h"
#include "ui/shell/explore_row.h"
#include "ui/shell/explore_side.h"
#include "ui/shell/explore_table.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/source_chooser.h"
#include "ui/shell/workspace.h"
#include "ui/theme/text.h"

#include <QPushButton>

#include <algorithm>

namespace wg::ui::shell {
namespace {

bool hasAnswer(const ExploreRow* row)
{
    return row->shown() && row->query().answer() && row->query().answer()->result.value;
}

std::size_t listedSeries(const series::Value& value)
{
    if (const auto* matrix = std::get_if<series::Matrix>(&value))
        return std::min(matrix->series.size(), kMostRows);
    if (const auto* vector = std::get_if<series::Vector>(&value))
        return std::min(vector->samples.size(), kMostRows);
    return 1;
}

} // namespace

void ExplorePage::showAnswers()
{
    showGraph();
    showTable();
    showNotes();
    showTreeTitle();
    showState();
}

void ExplorePage::showGraph()
{
    std::vector<ExploreGraphPart> parts;
    TimeRange range = m_workspace.time.resolve(m_workspace.clock());
    for (const ExploreRow* row : m_rows) {
        if (!hasAnswer(row) || !row->query().answer()->request.range)
            continue;
        const ExploreAnswer& answer = *row->query().answer();
        parts.push_back({row->letter(), answer.result.value, row->legendFormat()});
        range = answer.request.shown;
    }
    m_colors = m_graph->set(parts, range, m_workspace.time.zone());
}

void ExplorePage::showTable()
{
    std::vector<ExploreTablePart> parts;
    m_lineOfRow.clear();
    std::size_t line = 0;
    std::size_t drawn = 0; // in m_colors
    std::optional<TimeMs> at; // of an instant answer
    bool anyRange = false;
    for (const ExploreRow* row : m_rows) {
        if (!hasAnswer(row))
            continue;
        const ExploreAnswer& answer = *row->query().answer();
        const bool range = answer.request.range;
        ExploreTablePart part{row->letter(), answer.result.value, {}};
        for (std::size_t i = 0; i < listedSeries(*part.value); ++i)
            m_lineOfRow.push_back(range ? std::optional(line++) : std::nullopt);
        if (range && drawn < m_colors.size())
            part.colors = m_colors[drawn++];
        anyRange = anyRange || range;
        at = range ? at : std::optional(answer.request.shown.to);
        parts.push_back(std::move(part));
    }
    const units::Zone& zone = m_workspace.time.zone();
    ExploreTable table = exploreTable(parts, anyRange ? m_hovered : std::nullopt, zone);
    m_table->set(std::move(table.columns), std::move(table.rows));
    const auto moment = [&](TimeMs t) { return tr("at %1").arg(momentText(t, m_workspace.clock(), zone)); };
    m_tableBox->setSubtitle(parts.empty() ? QString()
            : anyRange && m_hovered       ? moment(*m_hovered)
            : anyRange                    ? tr("last values")
                                          : moment(*at));
    m_graph->setSubtitle(table.common);
}

void ExplorePage::showNotes()
{
    std::vector<ExploreSide::Note> notes;
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        for (Warning& warning : m_rows[i]->warnings())
            notes.push_back({static_cast<int>(i), m_rows[i]->letter(), std::move(warning)});
    m_side->setNotes(std::move(notes));
}

void ExplorePage::showTreeTitle()
{
    if (!m_current) // while the page is being made
        return;
    const ExploreQuery& query = m_current->query();
    const QString moment = momentText(query.askedAt(), m_workspace.clock(), m_workspace.time.zone());
    const bool asked = !query.asked().text.empty();
    QString hint = tr("Run a query to see what each part of it gives.");
    if (asked && query.error())
        hint = tr("The expression has no tree: %1").arg(theme::shown(query.error()->message));
    m_side->setTreeTitle(asked ? tr("query %1, %2").arg(m_current->letter()).arg(moment) : QString(), hint);
}

QString ExplorePage::emptyHint() const
{
    if (!m_source->source())
        return tr("No source is connected. Connect a server or open logs first.");
    bool running = false;
    QStringList nothing;
    std::size_t answers = 0;
    std::size_t histograms = 0;
    for (const ExploreRow* row : m_rows) {
        running = running || row->query().running();
        const auto& answer = row->query().answer();
        if (!hasAnswer(row))
            continue;
        ++answers;
        if (answer->seriesCount == 0)
            nothing << (answer->result.matchedSeries == false
                    ? tr("No data: no series matches %1").arg(theme::shown(answer->request.expression))
                    : tr("No data: %1 gives no series in this range").arg(theme::shown(answer->request.expression)));
        histograms += series::histogramSeries(*answer->result.value);
    }
    const bool failed = std::ranges::any_of(m_rows, [](const ExploreRow* row) { return row->query().error().has_value(); });
    if (answers == 0)
        return running || failed   ? (running ? QString() : tr("There is no answer yet to show."))
            : m_examples.isEmpty() ? tr("Write an expression and press Ctrl+Enter.")
                                   : tr("Write an expression and press Ctrl+Enter, or begin with one of these.");
    if (nothing.size() == static_cast<qsizetype>(answers))
        return nothing.join('\n');
    const auto& drawn = graph()->series();
    const bool blank = std::ranges::all_of(drawn, [](const plot::PlotSeries& line) { return line.t.empty(); });
    if (histograms > 0 && blank)
        return tr("These series are native histograms, which a graph of numbers cannot draw.\n"
                  "The table shows their count, sum and quantiles; histogram_quantile() makes lines of them on the server.");
    return {};
}

void ExplorePage::showState()
{
    m_run->setEnabled(m_source->source() != nullptr);
    const bool answered = std::ranges::any_of(m_rows, hasAnswer);
    const bool busy =
        std::ranges::any_of(m_rows, [](const ExploreRow* row) { return row->query().running() || row->query().error(); });
    const QString hint = emptyHint();
    m_graph->setHint(hint, !answered && !busy && m_source->source() ? m_examples : QStringList());
    const bool allInstant = answered && std::ranges::all_of(m_rows, [](const ExploreRow* row) {
        return !hasAnswer(row) || !row->query().answer()->request.range;
    });
    m_graph->setVisible(!allInstant || !hint.isEmpty());
    m_tableBox->setVisible(answered && m_table->rowCount() > 0);
}

} // namespace wg::ui::shell
