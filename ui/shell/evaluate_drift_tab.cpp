#include "ui/shell/evaluate_drift_tab.h"

#include "core/evaluation/opened_log.h"
#include "core/evaluation/over_time.h"
#include "ui/plot/drift_bars.h"
#include "ui/plot/series_colors.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/chart_export.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/evaluate_work.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/workspace.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QGridLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace wg::ui::shell {
namespace {

constexpr int kParts = 1000;
constexpr int kRestMs = 200;
constexpr int kBins = 10;
constexpr int kSliderWidth = theme::size::evaluateList;

using evaluation::ColumnDrift;

Cell numberCell(const std::optional<double>& value)
{
    if (!value || std::isnan(*value))
        return {QStringLiteral("–"), Cell::Tone::Disabled, {}};
    return {metricText(*value), Cell::Tone::Primary, QString::number(*value, 'g', 10)};
}

Cell pCell(const ColumnDrift& column)
{
    const std::optional<double> p = column.numeric ? column.ksP : column.chi2P;
    if (!p || std::isnan(column.pHolm))
        return {QStringLiteral("–"), Cell::Tone::Disabled, {}};
    return {column.pHolm < 0.001 ? QStringLiteral("< 0.001") : QString::number(column.pHolm, 'f', 3), Cell::Tone::Primary,
        EvaluateDriftTab::tr("%1 before Holm's correction").arg(*p, 0, 'g', 3)};
}

Cell verdictCell(const ColumnDrift& column)
{
    if (!column.reason.empty())
        return {theme::shown(column.reason, 80), Cell::Tone::Disabled, {}};
    switch (column.verdict) {
    case ColumnDrift::Verdict::Stable:
        return {EvaluateDriftTab::tr("stable"), Cell::Tone::Ok, EvaluateDriftTab::tr("PSI under 0.1"), {}, "check"};
    case ColumnDrift::Verdict::Moderate:
        return {
            EvaluateDriftTab::tr("moderate"), Cell::Tone::Warning, EvaluateDriftTab::tr("PSI from 0.1 to 0.25"), {}, "warning"};
    case ColumnDrift::Verdict::Drifted:
        return {
            EvaluateDriftTab::tr("drifted"), Cell::Tone::Critical, EvaluateDriftTab::tr("PSI of 0.25 and more"), {}, "error"};
    }
    return {};
}

QString percent(double share)
{
    return QStringLiteral("%1 %").arg(100 * share, 0, 'f', 1);
}

} // namespace

EvaluateDriftTab::EvaluateDriftTab(Workspace& workspace, EvaluateSelection& selection, EvaluateWork& work, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_selection(selection)
    , m_work(work)
    , m_reference(new QComboBox)
    , m_referenceEnd(new QSlider(Qt::Horizontal))
    , m_windowStart(new QSlider(Qt::Horizontal))
    , m_referenceText(plainLabel({}, "small", "secondary"))
    , m_windowText(plainLabel({}, "small", "secondary"))
    , m_problem(plainLabel({}, "small", "secondary"))
    , m_columns(new CellTable(this))
    , m_bins(new CellTable(this))
    , m_bars(new plot::DriftBars)
{
    buildTables();
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(
        theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin);
    layout->setSpacing(theme::size::gutter);
    layout->addWidget(buildSides(), 0, 0);
    layout->addWidget(m_columnBox, 1, 0);
    layout->addWidget(m_binBox, 2, 0);
    layout->setRowStretch(1, 1);
    layout->setRowStretch(2, 1);

    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &EvaluateDriftTab::ask);
    for (QSlider* slider : {m_referenceEnd, m_windowStart})
        connect(slider, &QSlider::valueChanged, this, [this] {
            showEnds();
            m_rest.start();
        });
    connect(m_reference, &QComboBox::activated, this, [this] {
        showEnds();
        ask();
    });
    connect(&selection, &EvaluateSelection::modelsChanged, this, &EvaluateDriftTab::followModels);
    connect(&work, &EvaluateWork::overTimeChanged, this, &EvaluateDriftTab::showEnds);
    connect(&work, &EvaluateWork::driftChanged, this, &EvaluateDriftTab::show);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &EvaluateDriftTab::show);
    followModels();
}

QWidget* EvaluateDriftTab::buildSides()
{
    auto* sides = new QFrame;
    sides->setProperty("surface", "panel");
    auto* row = new QHBoxLayout(sides);
    row->setContentsMargins(theme::size::panelInset, theme::space::s, theme::size::panelInset, theme::space::s);
    row->setSpacing(theme::space::m);
    m_reference->setAccessibleName(tr("Reference"));
    m_referenceEnd->setAccessibleName(tr("Where the reference ends"));
    m_windowStart->setAccessibleName(tr("Where the window begins"));
    for (QSlider* slider : {m_referenceEnd, m_windowStart}) {
        slider->setRange(1, kParts - 1);
        slider->setValue(kParts / 2);
        slider->setPageStep(kParts / 20);
        slider->setSingleStep(kParts / 100);
        slider->setMaximumWidth(kSliderWidth);
    }
    row->addWidget(plainLabel(tr("Reference"), "title"));
    row->addWidget(m_reference);
    row->addWidget(m_referenceEnd, 1);
    row->addWidget(m_referenceText);
    row->addSpacing(theme::space::l);
    row->addWidget(plainLabel(tr("Window"), "title"));
    row->addWidget(m_windowStart, 1);
    row->addWidget(m_windowText);
    row->addStretch(1);
    return sides;
}

void EvaluateDriftTab::buildTables()
{
    m_columnView = makeTableView(m_columns, true, 0);
    m_columnBox = new PanelBox(tr("Columns"));
    m_columnBox->setBody(m_columnView, theme::space::s);
    m_problem->setContentsMargins(theme::space::m, 0, theme::space::m, theme::space::s);
    m_problem->setWordWrap(true);
    m_columnBox->body()->addWidget(m_problem);
    m_columnView->setAccessibleName(tr("Drift by column"));
    connect(m_columnView->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex& now) { showColumn(now.row()); });

    m_binView = makeTableView(m_bins, true, 0);
    m_binView->setAccessibleName(tr("Bins of the chosen column"));
    auto* both = new QWidget;
    auto* row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_bars, 3);
    row->addWidget(m_binView, 2);
    m_binBox = new PanelBox(tr("Bins"));
    addExport(
        m_binBox, tr("Drift"), m_bars, [this](QPainter& painter, const QRect& area) { m_bars->paintTo(painter, area); },
        [this](const QString& text, bool isError) { Q_EMIT message(text, isError); });
    m_binBox->setBody(both, theme::space::s);
}

void EvaluateDriftTab::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale)
        ask();
}

void EvaluateDriftTab::followModels()
{
    const QString before = m_reference->currentData().toString();
    const QSignalBlocker quiet(m_reference);
    m_reference->clear();
    m_reference->addItem(tr("First part of this log"), QString());
    const EvaluatedModel* candidate = m_selection.candidate();
    for (const LogEntry& entry : m_workspace.logs.all())
        if (entry.log && entry.log->kind == evaluation::Kind::Predictions && candidate && entry.log != candidate->log)
            m_reference->addItem(theme::shown(entry.name, 60), QString::fromStdString(entry.name));
    m_reference->setCurrentIndex(std::max(0, m_reference->findData(before)));
    showEnds();
    m_stale = true;
    if (isVisible())
        ask();
}

std::optional<TimeRange> EvaluateDriftTab::extent() const
{
    const auto& lines = m_work.overTime();
    if (lines.empty() || !lines.front()->hasTime || lines.front()->points.empty())
        return std::nullopt;
    return TimeRange{lines.front()->points.front().from, lines.front()->points.back().at};
}

QString EvaluateDriftTab::placeText(int at) const
{
    const EvaluatedModel* candidate = m_selection.candidate();
    if (const auto times = extent())
        return QString::fromStdString(units::formatLocal(times->from + times->length() / kParts * at, m_workspace.time.zone()))
            .left(16);
    const std::uint64_t rows = candidate && candidate->log ? candidate->log->table.rows : 0;
    return tr("row %1").arg(countText(rows * static_cast<std::uint64_t>(at) / kParts));
}

void EvaluateDriftTab::showEnds()
{
    const bool own = m_reference->currentData().toString().isEmpty();
    m_referenceEnd->setVisible(own);
    m_referenceText->setVisible(own);
    m_referenceText->setText(tr("to %1").arg(placeText(m_referenceEnd->value())));
    m_windowText->setText(tr("from %1").arg(placeText(m_windowStart->value())));
}

DriftRequest EvaluateDriftTab::request() const
{
    DriftRequest out;
    out.bins = kBins;
    const EvaluatedModel* candidate = m_selection.candidate();
    const LogEntry* other = m_workspace.logs.find(m_reference->currentData().toString().toStdString());
    const auto times = extent();
    const std::uint64_t rows = candidate->log->table.rows;
    const auto timeAt = [&](int part) { return times->from + times->length() / kParts * part; };
    const auto rowAt = [&](int part) { return rows * static_cast<std::uint64_t>(part) / kParts; };
    out.window.log = candidate->log;
    out.reference.log = other ? other->log : candidate->log;
    if (times)
        out.window.time = TimeRange{timeAt(m_windowStart->value()), times->to + 1};
    else
        out.window.rows = std::pair{rowAt(m_windowStart->value()), rows};
    if (!other && times)
        out.reference.time = TimeRange{times->from, timeAt(m_referenceEnd->value())};
    else if (!other)
        out.reference.rows = std::pair{std::uint64_t{0}, rowAt(m_referenceEnd->value())};
    return out;
}

void EvaluateDriftTab::ask()
{
    const EvaluatedModel* candidate = m_selection.candidate();
    m_stale = false;
    if (candidate && candidate->log)
        m_work.setDrift(request());
}

void EvaluateDriftTab::show()
{
    const auto report = m_work.drift();
    QString problem = m_work.driftProblem();
    std::vector<std::vector<Cell>> rows;
    if (report) {
        for (const ColumnDrift& column : report->columns)
            rows.push_back({{theme::shown(column.column, 60), Cell::Tone::Primary, {}},
                {theme::shown(column.role), Cell::Tone::Secondary, {}}, numberCell(column.psi),
                numberCell(column.jensenShannon), numberCell(column.ks), numberCell(column.chi2), pCell(column),
                numberCell(column.wasserstein), verdictCell(column)});
        for (const Warning& note : report->notes)
            problem += (problem.isEmpty() ? QString() : QStringLiteral("\n")) + theme::shown(note.message, 300);
    }
    m_columnBox->setSubtitle(report ? tr("greatest change first") : QString());
    m_columns->set({{tr("Column"), false, {}}, {tr("Role"), false, {}}, {tr("PSI"), true, {}}, {tr("Jensen-Shannon"), true, {}},
                       {tr("KS"), true, {}}, {tr("χ²"), true, {}}, {tr("p (Holm)"), true, {}}, {tr("Wasserstein"), true, {}},
                       {tr("Verdict"), false, {}}},
        std::move(rows));
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    int chosen = 0;
    for (int i = 0; report && i < static_cast<int>(report->columns.size()); ++i)
        if (report->columns[static_cast<std::size_t>(i)].column == m_chosen)
            chosen = i;
    if (m_columns->rowCount() > 0)
        m_columnView->selectRow(chosen);
    showColumn(m_columns->rowCount() > 0 ? chosen : -1);
}

void EvaluateDriftTab::showColumn(int row)
{
    const auto report = m_work.drift();
    const EvaluatedModel* candidate = m_selection.candidate();
    const QColor color = plot::seriesColor(candidate ? candidate->color : 0);
    if (!report || row < 0 || row >= static_cast<int>(report->columns.size())) {
        m_bars->setBins({}, color);
        m_bins->set({{tr("Bin"), false, {}}}, {});
        return m_binBox->setTitle(tr("Bins"));
    }
    const ColumnDrift& column = report->columns[static_cast<std::size_t>(row)];
    m_chosen = column.column;
    m_binBox->setTitle(theme::shown(column.column, 60));
    m_binBox->setSubtitle(tr("%1 rows in the reference (grey), %2 in the window")
            .arg(countText(column.referenceRows), countText(column.windowRows)));
    m_bars->setBins(column.bins, color);
    std::vector<std::vector<Cell>> rows;
    rows.reserve(column.bins.size());
    for (const evaluation::DriftBin& bin : column.bins)
        rows.push_back(
            {{theme::shown(bin.name, 60), Cell::Tone::Primary, {}}, {percent(bin.reference), Cell::Tone::Primary, {}},
                {percent(bin.window), Cell::Tone::Primary, {}}, numberCell(bin.psi)});
    m_bins->set({{tr("Bin"), false, {}}, {tr("Reference"), true, {}}, {tr("Window"), true, {}}, {tr("PSI"), true, {}}},
        std::move(rows));
}

} // namespace wg::ui::shell
