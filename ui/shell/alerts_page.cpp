#include "ui/shell/alerts_page.h"

#include "ui/editors/promql_highlighter.h"
#include "ui/plot/time_series_plot.h"
#include "ui/shell/alert_map.h"
#include "ui/shell/alert_tables.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/chart_export.h"
#include "ui/shell/explore_query.h"
#include "ui/shell/explore_table.h"
#include "ui/shell/matrix_lines.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/rule_limit.h"
#include "ui/shell/rule_list.h"
#include "ui/shell/workspace.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace wg::ui::shell {
namespace {

using alerting::RuleStatus;

constexpr int kTickMs = 10'000;
constexpr int kExpressionLines = 4;

theme::Tone badgeTone(StateLook::Tone tone)
{
    switch (tone) {
    case StateLook::Tone::Ok:
        return theme::Tone::Ok;
    case StateLook::Tone::Warning:
        return theme::Tone::Warning;
    case StateLook::Tone::Critical:
        return theme::Tone::Critical;
    case StateLook::Tone::Neutral:
        break;
    }
    return theme::Tone::Neutral;
}

/// The states of the rule within the chart's range, as far as they are known.
std::vector<plot::AlertSpan> spansOf(const RuleStatus& rule, TimeRange range, TimeMs now)
{
    using Shown = panels::AlertSummary::State;
    std::vector<plot::AlertSpan> spans;
    for (const auto& span : alertStrip({&rule}, range, now)) {
        const auto level = span.state == Shown::Firing ? plot::AlertLevel::Firing
            : span.state == Shown::Pending             ? plot::AlertLevel::Pending
                                                       : plot::AlertLevel::Ok;
        spans.push_back({span.from, span.to, level});
    }
    return spans;
}

} // namespace

AlertsPage::AlertsPage(Workspace& workspace, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_query(new ExploreQuery(this))
    , m_stack(new QStackedWidget)
    , m_list(new RuleList)
    , m_filter(new QLineEdit)
    , m_summary(plainLabel({}, nullptr, "secondary"))
    , m_fileProblem(plainLabel({}, "small", "critical"))
    , m_fileWarning(plainLabel({}, "small", "warning"))
    , m_chartProblem(plainLabel({}, "small", "critical"))
    , m_open(textButton(tr("Open rules…"), "secondary", "folder"))
    , m_explore(textButton(tr("Explore")))
    , m_state(new theme::Badge)
    , m_ruleBox(new PanelBox({}))
    , m_chartBox(new PanelBox(tr("Chart")))
    , m_alertsBox(new PanelBox(tr("Alerts now")))
    , m_expression(new QPlainTextEdit)
    , m_graph(new plot::TimeSeriesPlot)
    , m_details(new CellTable(this))
    , m_alerts(new CellTable(this))
    , m_tick(new QTimer(this))
{
    build();
    connect(m_open, &QPushButton::clicked, this, &Page::openDialogRequested);
    connect(m_filter, &QLineEdit::textChanged, this, &AlertsPage::follow);
    connect(m_list, &RuleList::selectedChanged, this, &AlertsPage::showRule);
    connect(m_query, &ExploreQuery::changed, this, &AlertsPage::showChart);
    connect(m_explore, &QPushButton::clicked, this, [this] {
        if (const RuleStatus* rule = selected())
            Q_EMIT exploreRequested(QString::fromStdString(rule->rule.expr), QString::fromStdString(rule->source));
    });
    connect(m_graph, &plot::TimeSeriesPlot::zoomRequested, this, [this](TimeRange range) { m_workspace.time.zoomTo(range); });
    connect(m_graph, &plot::TimeSeriesPlot::zoomOutRequested, this, [this] { m_workspace.time.zoomOut(m_workspace.clock()); });
    connect(&workspace.alerts, &alerting::AlertService::changed, this, [this] {
        follow();
        askChart();
    });
    connect(&workspace.sources, &SourceList::aboutToRemove, m_query, &ExploreQuery::clear);
    connect(&workspace.time, &TimeState::rangeChanged, this, &AlertsPage::askChart);
    connect(&workspace.time, &TimeState::zoneChanged, this, &AlertsPage::showRule);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &AlertsPage::showRule);
    connect(m_tick, &QTimer::timeout, this, &AlertsPage::follow);
    follow();
}

void AlertsPage::build()
{
    auto* empty = new QWidget;
    auto* words = new QVBoxLayout(empty);
    words->addStretch(1);
    words->addWidget(plainLabel(tr("No rules are loaded"), "title"), 0, Qt::AlignCenter);
    words->addWidget(plainLabel(tr("Open a Prometheus rule file: its alerts are evaluated on the sources that are open."),
                         nullptr, "secondary"),
        0, Qt::AlignCenter);
    words->addStretch(1);

    auto* parts = new QWidget;
    auto* row = new QHBoxLayout(parts);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(buildLeft());
    row->addWidget(buildRight(), 1);
    m_stack->addWidget(parts);
    m_stack->addWidget(empty);
    for (QLabel* told : {m_fileProblem, m_fileWarning}) {
        told->setWordWrap(true);
        told->setTextInteractionFlags(Qt::TextSelectableByMouse);
        told->setContentsMargins(theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin, 0);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_fileProblem);
    layout->addWidget(m_fileWarning);
    layout->addWidget(m_stack, 1);
}

QWidget* AlertsPage::buildLeft()
{
    auto* left = new QWidget;
    left->setFixedWidth(theme::size::alertsList);
    m_filter->setPlaceholderText(tr("Filter rules"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setAccessibleName(tr("Filter rules"));
    auto* top = new QWidget;
    auto* filter = new QVBoxLayout(top);
    filter->setContentsMargins(theme::space::s, theme::space::s, theme::space::s, theme::space::xs);
    filter->addWidget(m_filter);
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(top);
    layout->addWidget(m_list, 1);
    return left;
}

QWidget* AlertsPage::buildRight()
{
    m_expression->setReadOnly(true);
    m_expression->setFrameShape(QFrame::NoFrame);
    m_expression->setFont(theme::fixedFont());
    m_expression->setFixedHeight(kExpressionLines * theme::size::tooltipRow + theme::space::s);
    m_expression->setAccessibleName(tr("Expression"));
    new editors::PromqlHighlighter(m_expression->document());
    m_explore->setProperty("small", true);
    m_explore->setFixedHeight(theme::size::controlSmall);
    m_expression->setProperty("noFocusRing", true);
    m_ruleBox->addControl(m_state);
    m_ruleBox->addControl(m_explore);
    auto* details = makeTableView(m_details, true, 1);
    details->horizontalHeader()->hide();
    details->setWordWrap(true);
    details->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    details->setSelectionMode(QAbstractItemView::NoSelection);
    details->setAccessibleName(tr("Rule"));
    m_ruleBox->body()->setContentsMargins(theme::space::m, 0, theme::space::m, theme::space::m);
    m_ruleBox->body()->setSpacing(theme::space::s);
    m_ruleBox->body()->addWidget(m_expression);
    m_ruleBox->body()->addWidget(details, 1);

    m_chartProblem->setWordWrap(true);
    m_chartProblem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_chartBox->body()->setContentsMargins(theme::space::s, 0, theme::space::s, theme::space::s);
    m_chartBox->body()->addWidget(m_chartProblem);
    m_chartBox->body()->addWidget(m_graph, 1);
    addExport(
        m_chartBox, tr("Alert chart"), m_graph,
        [this](QPainter& painter, const QRect& area) { m_graph->paintTo(painter, area); },
        [this](const QString& text, bool isError) { Q_EMIT message(text, isError); });
    auto* alerts = makeTableView(m_alerts, false, 0);
    alerts->setAccessibleName(tr("Alerts now"));
    m_alertsBox->setBody(alerts, theme::space::s);

    auto* middle = new QSplitter(Qt::Vertical);
    middle->addWidget(m_chartBox);
    middle->addWidget(m_alertsBox);
    middle->setSizes({400, 252});
    auto* both = new QSplitter(Qt::Horizontal);
    both->addWidget(middle);
    both->addWidget(m_ruleBox);
    both->setSizes({792, theme::size::alertsRight});
    both->setStretchFactor(0, 792);
    both->setStretchFactor(1, theme::size::alertsRight);
    for (QSplitter* splitter : {middle, both}) {
        splitter->setHandleWidth(theme::size::gutter);
        splitter->setChildrenCollapsible(false);
    }
    auto* right = new QWidget;
    auto* layout = new QVBoxLayout(right);
    layout->setContentsMargins(
        theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin);
    layout->addWidget(both);
    return right;
}

QStringList AlertsPage::breadcrumb() const
{
    const RuleStatus* rule = selected();
    return rule ? QStringList{tr("Alerts"), theme::shown(rule->rule.name, 60)} : QStringList{tr("Alerts")};
}

QList<QWidget*> AlertsPage::topBarWidgets()
{
    return {m_summary, m_open};
}

QString AlertsPage::summary() const
{
    return m_summary->text();
}

void AlertsPage::activated()
{
    m_active = true;
    m_tick->start(kTickMs);
    follow();
    askChart();
}

void AlertsPage::deactivated()
{
    m_active = false;
    m_tick->stop();
    m_query->cancel();
}

void AlertsPage::refresh()
{
    m_workspace.alerts.evaluateNow();
}

void AlertsPage::follow()
{
    m_rules = m_workspace.alerts.status();
    m_list->setRules(m_rules, m_filter->text().trimmed(), m_workspace.clock());
    m_stack->setCurrentIndex(m_rules.empty() ? 1 : 0);
    m_summary->setText(m_rules.empty() ? QString()
                                       : tr("%1 firing, %2 pending, %3 rules")
                                             .arg(m_workspace.alerts.firingCount())
                                             .arg(m_workspace.alerts.pendingCount())
                                             .arg(m_rules.size()));
    QStringList problems;
    bool lastGood = false;
    for (const auto& [path, errors] : m_workspace.alerts.fileErrors()) {
        for (const Error& error : errors)
            problems.append(errorText(error));
        lastGood =
            lastGood || std::ranges::any_of(m_rules, [&file = path](const RuleStatus& rule) { return rule.file == file; });
    }
    if (lastGood)
        problems.append(tr("The last good version is evaluated meanwhile."));
    m_fileProblem->setText(problems.join('\n'));
    m_fileProblem->setVisible(!problems.isEmpty());
    QStringList warnings;
    for (const auto& [path, said] : m_workspace.alerts.fileWarnings())
        for (const Warning& warning : said)
            warnings.append(errorText({ErrorCode::Unsupported, warning.message, warning.position}));
    m_fileWarning->setText(warnings.join('\n'));
    m_fileWarning->setVisible(!warnings.isEmpty());
    showRule();
}

const RuleStatus* AlertsPage::selected() const
{
    const std::string key = m_list->selectedKey();
    const auto found = std::ranges::find_if(m_rules, [&](const RuleStatus& rule) { return ruleKey(rule) == key; });
    return found == m_rules.end() ? nullptr : &*found;
}

void AlertsPage::showRule()
{
    const RuleStatus* rule = selected();
    if (!rule)
        return;
    m_ruleBox->setTitle(theme::shown(rule->rule.name));
    const StateLook look = lookOf(rule->state);
    m_state->set(badgeTone(look.tone), look.icon, tr(look.word));
    const QString expression = QString::fromStdString(rule->rule.expr).trimmed();
    if (m_expression->toPlainText() != expression)
        m_expression->setPlainText(expression);
    setRuleDetails(*m_details, *rule, m_workspace.time.zone(), m_workspace.clock());
    setAlerts(*m_alerts, *rule, m_workspace.time.zone(), m_workspace.clock());
    m_alertsBox->setSubtitle(m_alerts->rowCount() == 0 ? tr("none") : QString());
    if (m_charted != ruleKey(*rule))
        askChart();
    else
        showChart();
    Q_EMIT breadcrumbChanged();
}

void AlertsPage::askChart()
{
    const RuleStatus* rule = selected();
    sources::Source* source = rule ? m_workspace.sources.find(rule->source) : nullptr;
    if (!m_active || !source)
        return;
    if (m_charted != ruleKey(*rule)) {
        m_charted = ruleKey(*rule);
        m_query->clear();
    }
    ExploreRequest request;
    request.expression = ruleLimit(rule->rule.expr).watched;
    request.shown = m_workspace.time.resolve(m_workspace.clock());
    request.width = m_graph->width();
    m_query->run(source, request);
}

void AlertsPage::showChart()
{
    const RuleStatus* rule = selected();
    const auto& answer = m_query->answer();
    const auto& error = m_query->error();
    m_chartProblem->setText(error ? errorText(*error) : QString());
    m_chartProblem->setVisible(error.has_value());
    std::vector<plot::PlotSeries> lines;
    if (rule && answer)
        lines = linesOf(answer->result.value, kMostRows);
    const std::optional<double> limit = rule ? ruleLimit(rule->rule.expr).limit : std::nullopt;
    std::vector<plot::PlotThreshold> thresholds;
    if (limit)
        thresholds.push_back({*limit, theme::colors().critical});
    const bool none = answer && lines.empty();
    m_chartBox->setSubtitle(none ? tr("no series in this range")
            : limit              ? tr("limit %1").arg(QString::number(*limit, 'g', 6))
                                 : QString());
    const TimeMs now = m_workspace.clock();
    const TimeRange shown = answer ? answer->request.shown : m_workspace.time.resolve(now);
    m_graph->setRange(shown, m_workspace.time.zone());
    m_graph->setThresholds(std::move(thresholds));
    m_graph->setAlertSpans(rule ? spansOf(*rule, shown, now) : std::vector<plot::AlertSpan>());
    m_graph->setSeries(std::move(lines));
}

} // namespace wg::ui::shell
