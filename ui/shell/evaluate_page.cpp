#include "ui/shell/evaluate_page.h"

#include "core/base/file.h"
#include "ui/export/picture.h"
#include "ui/shell/evaluate_bar.h"
#include "ui/shell/evaluate_charts.h"
#include "ui/shell/evaluate_drift_tab.h"
#include "ui/shell/evaluate_file.h"
#include "ui/shell/evaluate_list.h"
#include "ui/shell/evaluate_overview.h"
#include "ui/shell/evaluate_report.h"
#include "ui/shell/evaluate_slices_tab.h"
#include "ui/shell/evaluate_work.h"
#include "ui/shell/log_columns.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/workspace.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>

#include <algorithm>
#include <array>
#include <cmath>

namespace wg::ui::shell {
namespace {

constexpr double kPictureScale = 2;
constexpr std::array<const char*, 4> kTabNames{"overview", "slices", "drift", "runs"};

/// The hairline between the list and the tabs.
class ListEdge : public QWidget {
public:
    ListEdge() { setFixedWidth(1); }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), theme::colors().border); }
};

} // namespace

EvaluatePage::EvaluatePage(Workspace& workspace, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_selection(new EvaluateSelection(workspace.logs, this))
    , m_work(new EvaluateWork(*m_selection, this))
    , m_overview(new EvaluateOverview(workspace, *m_selection, *m_work))
    , m_slices(new EvaluateSlicesTab(workspace.logs, *m_selection, *m_work))
    , m_drift(new EvaluateDriftTab(workspace, *m_selection, *m_work))
    , m_bar(new EvaluateBar(*m_selection, this))
    , m_file(new EvaluateFile(workspace, *this))
    , m_stack(new QStackedWidget)
    , m_empty(buildEmpty())
{
    auto* list = m_list = new EvaluateList(workspace.logs, *m_selection, *m_work);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(list);
    layout->addWidget(new ListEdge);
    layout->addWidget(m_stack, 1);
    m_stack->addWidget(m_empty);
    addTab(tr("Overview"), m_overview);
    addTab(tr("Slices"), m_slices);
    addTab(tr("Drift"), m_drift);

    connect(list, &EvaluateList::addRequested, this, &Page::openDialogRequested);
    connect(list, &EvaluateList::sliceColumnsRequested, this, [this] { showTab(1); });
    connect(list, &EvaluateList::columnsRequested, this, [this](const std::string& name) {
        if (const LogEntry* entry = m_workspace.logs.find(name))
            askLogColumns(m_workspace, entry->path, entry->options, {}, window(),
                [this](const QString& text, bool isError) { Q_EMIT message(text, isError); });
    });
    connectParts();
    followModels();
}

EvaluatePage::~EvaluatePage() = default;

void EvaluatePage::connectParts()
{
    connect(m_overview, &EvaluateOverview::message, this, &Page::message);
    connect(m_overview, &EvaluateOverview::rowsWanted, this, &EvaluatePage::wantRows);
    connect(m_overview, &EvaluateOverview::slicesRequested, this, [this] { showTab(1); });
    connect(m_overview, &EvaluateOverview::exploreRequested, this,
        [this](const QString& source) { Q_EMIT exploreRequested({}, source); });
    connect(m_slices, &EvaluateSlicesTab::message, this, &Page::message);
    connect(m_slices, &EvaluateSlicesTab::sliceChosen, this, &EvaluatePage::wantSliceRows);
    connect(m_drift, &EvaluateDriftTab::message, this, &Page::message);
    connect(m_bar, &EvaluateBar::tabChosen, this, qOverload<int>(&EvaluatePage::showTab));
    connect(m_bar, &EvaluateBar::addRequested, this, &Page::openDialogRequested);
    connect(m_bar, &EvaluateBar::pinRequested, this, &EvaluatePage::pinRequested);
    connect(m_bar, &EvaluateBar::pictureRequested, this, &EvaluatePage::savePicture);
    connect(m_bar, &EvaluateBar::reportRequested, this, &EvaluatePage::saveReport);
    connect(m_selection, &EvaluateSelection::modelsChanged, this, &EvaluatePage::followModels);
    connect(m_work, &EvaluateWork::comparisonChanged, this, &Page::statusChanged);
    connect(m_work, &EvaluateWork::busyChanged, this, &Page::statusChanged);
    connect(&m_workspace.logs, &LogList::grew, this, &Page::statusChanged);
}

QWidget* EvaluatePage::buildEmpty()
{
    auto* empty = new QWidget;
    auto* open = textButton(tr("Open logs…"), "primary");
    connect(open, &QPushButton::clicked, this, &Page::openDialogRequested);
    auto* layout = new QVBoxLayout(empty);
    layout->setSpacing(theme::space::s);
    layout->addStretch(1);
    layout->addWidget(plainLabel(tr("No evaluation log is open"), "title"), 0, Qt::AlignCenter);
    layout->addWidget(
        plainLabel(
            tr("A CSV or JSONL with labels beside scores or predictions gives its metrics, curves and confusion matrix."),
            nullptr, "secondary"),
        0, Qt::AlignCenter);
    layout->addSpacing(theme::space::s);
    layout->addWidget(open, 0, Qt::AlignCenter);
    layout->addStretch(1);
    return empty;
}

int EvaluatePage::addTab(const QString& title, QWidget* tab, bool withoutLogs)
{
    m_stack->addWidget(tab);
    m_tabs.push_back({title, tab, withoutLogs});
    QStringList titles;
    for (const Tab& one : m_tabs)
        titles << one.title;
    m_bar->setTabs(titles);
    return static_cast<int>(m_tabs.size()) - 1;
}

void EvaluatePage::showTab(int index)
{
    if (index < 0 || index >= static_cast<int>(m_tabs.size()))
        return;
    m_tab = index;
    m_bar->setTab(index);
    const Tab& tab = m_tabs[static_cast<std::size_t>(index)];
    m_list->setVisible(!tab.withoutLogs); // such a tab has a list of its own
    m_stack->setCurrentWidget(m_selection->checkedLogs().empty() && !tab.withoutLogs ? m_empty : tab.widget);
}

std::string EvaluatePage::tabName() const
{
    return kTabNames.at(static_cast<std::size_t>(m_tab));
}

void EvaluatePage::showTab(const std::string& name)
{
    const auto* const found = std::ranges::find(kTabNames, name);
    if (found != kTabNames.end())
        showTab(static_cast<int>(found - kTabNames.begin()));
}

bool EvaluatePage::save()
{
    return m_file->save();
}

bool EvaluatePage::back()
{
    if (m_selection->slice()) {
        m_selection->setSlice(std::nullopt);
        return true;
    }
    if (m_tab != 0) {
        showTab(0);
        return true;
    }
    return false;
}

QStringList EvaluatePage::breadcrumb() const
{
    const auto logs = m_selection->checkedLogs();
    if (logs.empty())
        return {tr("Evaluate")};
    QString name = theme::shown(QString::fromStdString(logs.front()->file).section('/', -1), 60);
    if (logs.size() > 1)
        name += tr(" and %1 more").arg(logs.size() - 1);
    if (const auto& slice = m_selection->slice())
        return {tr("Evaluate"), name, theme::shown(slice->column + " " + slice->value, 60)};
    return {tr("Evaluate"), name};
}

QList<QWidget*> EvaluatePage::topBarWidgets()
{
    return m_bar->widgets();
}

PageStatus EvaluatePage::status() const
{
    PageStatus out;
    std::uint64_t rows = 0, skipped = 0;
    double elapsed = 0;
    int logs = 0;
    for (const LogEntry& entry : m_workspace.logs.all()) {
        if (!entry.result || !m_selection->logChecked(entry.name))
            continue;
        ++logs;
        rows += entry.result->rows + entry.grown;
        skipped += entry.result->skipped;
        elapsed += entry.evaluateMs;
    }
    if (logs == 0)
        return out;
    out.what = logs == 1 ? tr("1 log, %1 rows").arg(countText(rows))
                         : tr("%1 logs, %2 rows").arg(QString::number(logs), countText(rows));
    if (skipped > 0)
        out.what += tr(", %1 rows skipped").arg(countText(skipped));
    if (elapsed > 0)
        out.cost = tr("All metrics and curves in %1 ms").arg(std::max(1.0, std::round(elapsed)));
    QStringList notes;
    if (m_work->busy())
        notes << tr("Computing intervals and tests…");
    if (const auto comparison = m_work->comparison())
        notes << tr("p-values corrected by Holm, %1 tests").arg(comparison->metrics.size());
    notes << tr("Bootstrap %1 draws, seed %2").arg(countText(EvaluateWork::kDraws)).arg(EvaluateWork::kSeed);
    out.notes = notes.join(QStringLiteral("    "));
    return out;
}

void EvaluatePage::followModels()
{
    showTab(m_tab);
    Q_EMIT breadcrumbChanged();
    Q_EMIT statusChanged();
}

void EvaluatePage::wantRows(const std::string& modelKey, const evaluation::RowChoice& choice, const QString& what)
{
    const auto& models = m_selection->models();
    const auto model = std::ranges::find(models, modelKey, &EvaluatedModel::key);
    if (model == models.end() || !model->log)
        return;
    evaluation::RowChoice whole = choice;
    whole.threshold = m_selection->threshold();
    if (!whole.slice)
        whole.slice = m_selection->slice();
    RowsRequest request{model->log, {}, what};
    m_rowsJob.start(
        this,
        [contender = model->contender(), whole](
            const CancelToken& cancel) { return evaluation::chooseRows(contender, whole, cancel); },
        [this, request](const Result<std::vector<std::uint32_t>>& rows) {
            if (!rows)
                return Q_EMIT message(errorText(rows.error()), true);
            if (rows->empty())
                return Q_EMIT message(tr("There are no such rows: %1").arg(request.title), false);
            RowsRequest found = request;
            found.rows = *rows;
            Q_EMIT rowsRequested(found);
        });
}

void EvaluatePage::wantSliceRows(const evaluation::Slice& slice)
{
    const EvaluatedModel* candidate = m_selection->candidate();
    if (!candidate)
        return;
    evaluation::RowChoice choice;
    choice.slice = slice;
    wantRows(candidate->key, choice, theme::shown(slice.column + " " + slice.value, 80));
}

void EvaluatePage::savePicture()
{
    const QString path = QFileDialog::getSaveFileName(
        window(), tr("Save the page"), QStringLiteral("evaluation.png"), tr("Pictures (*.png *.svg *.pdf)"));
    if (path.isEmpty())
        return;
    QWidget* shown = m_stack->currentWidget() == m_overview ? m_overview->widget() : m_stack->currentWidget();
    const exporting::Picture picture{shown->size(), kPictureScale, breadcrumb().join(QStringLiteral(" / ")),
        theme::colors().canvas, [shown](QPainter& painter) { shown->render(&painter, {}, {}, QWidget::DrawChildren); }};
    const auto saved = exporting::writePicture(path.toStdString(), picture);
    Q_EMIT message(saved ? tr("Saved %1").arg(path) : errorText(saved.error()), !saved);
}

void EvaluatePage::saveReport()
{
    const QString path = QFileDialog::getSaveFileName(
        window(), tr("Save the figures"), QStringLiteral("evaluation.md"), tr("Markdown (*.md);;JSON (*.json)"));
    if (path.isEmpty())
        return;
    std::string text;
    if (path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive)) {
        std::vector<evaluation::LogResult> logs;
        for (const auto& log : m_selection->checkedLogs())
            logs.push_back(*log);
        text = evaluation::toJson(logs);
    } else {
        text = reportText(*m_selection, *m_work);
    }
    const auto saved = writeFileAtomically(path.toStdString(), text);
    Q_EMIT message(saved ? tr("Saved %1").arg(path) : errorText(saved.error()), !saved);
}

const EvaluateCharts& EvaluatePage::charts() const
{
    return m_overview->charts();
}

const EvaluateTables& EvaluatePage::tables() const
{
    return m_overview->tables();
}

ThresholdBar& EvaluatePage::thresholdBar()
{
    return m_overview->thresholdBar();
}

const std::vector<MetricCard*>& EvaluatePage::cards() const
{
    return m_overview->cards();
}

} // namespace wg::ui::shell
