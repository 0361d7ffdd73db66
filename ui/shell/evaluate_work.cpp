#include "ui/shell/evaluate_work.h"

#include "core/evaluation/contender_rows.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/page_parts.h"

#include <algorithm>
#include <utility>

namespace wg::ui::shell {
namespace {

using evaluation::Contender;
using evaluation::Group;

constexpr int kRestMs = 250; ///< after which a threshold is no longer being dragged
constexpr int kSliceDraws = 500;

/// A model whose rows are to be counted anew.
struct Wanted {
    std::string key;
    Contender contender;
};

evaluation::Rows intersection(const evaluation::Rows& rows, const std::vector<std::uint32_t>& slice)
{
    std::vector<std::uint32_t> both;
    std::vector<bool> inSlice(slice.empty() ? 0 : std::size_t{*std::ranges::max_element(slice)} + 1);
    for (const std::uint32_t row : slice)
        inSlice[row] = true;
    rows.forEach([&](std::uint32_t row) {
        if (row < inSlice.size() && inSlice[row])
            both.push_back(row);
    });
    return {std::move(both)};
}

Result<std::map<std::string, std::shared_ptr<const Group>>> countAnew(const std::vector<Wanted>& models,
    const std::optional<evaluation::Slice>& slice, const std::optional<double>& threshold,
    const evaluation::EvaluateOptions& options, const CancelToken& cancel)
{
    std::map<std::string, std::shared_ptr<const Group>> out;
    for (const Wanted& model : models) {
        WG_TRY(auto part, evaluation::contenderRows(model.contender, threshold));
        if (slice) {
            auto rows = evaluation::sliceRows(*model.contender.log, *slice);
            if (!rows)
                continue; // this log has no such column: its model keeps what it shows
            part.rows = intersection(part.rows, *rows);
        }
        WG_TRY(Group group, evaluation::evaluateRows(part.data, part.rows, options, cancel));
        group.by = model.contender.result->groups[model.contender.group].by;
        group.rows = part.rows.size();
        out.emplace(model.key, std::make_shared<const Group>(std::move(group)));
    }
    return out;
}

std::vector<Wanted> wantedOf(const EvaluateSelection& selection)
{
    std::vector<Wanted> out;
    for (const EvaluatedModel* model : selection.chosen())
        if (model->log)
            out.push_back({model->key, model->contender()});
    return out;
}

template <class T>
QString problemOf(const Result<T>& result)
{
    return result ? QString() : errorText(result.error());
}

} // namespace

std::string versionColumn(const evaluation::OpenedLog& log)
{
    for (const logs::Column& column : log.table.columns) {
        QString name = QString::fromStdString(column.name).toLower();
        if (column.kept && (name == QLatin1String("version") || name.endsWith(QLatin1String("_version"))))
            return column.name;
    }
    return {};
}

EvaluateWork::EvaluateWork(EvaluateSelection& selection, QObject* parent) : QObject(parent), m_selection(selection)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &EvaluateWork::restartThreshold);
    connect(&selection, &EvaluateSelection::modelsChanged, this, &EvaluateWork::restart);
    connect(&selection, &EvaluateSelection::sliceChanged, this, &EvaluateWork::askSlice);
    connect(&selection, &EvaluateSelection::levelChanged, this, &EvaluateWork::restart);
    connect(&selection, &EvaluateSelection::thresholdChanged, this, [this] {
        m_intervalJob.cancel();
        m_compareJob.cancel();
        m_comparison.reset(); // of another threshold
        m_rest.start();
        Q_EMIT comparisonChanged();
    });
    restart();
}

EvaluateWork::~EvaluateWork() = default;

bool EvaluateWork::busy() const
{
    return m_sliceJob.running() || m_intervalJob.running() || m_compareJob.running() || m_slicesJob.running()
        || m_timeJob.running() || m_driftJob.running();
}

std::vector<Contender> EvaluateWork::pair() const
{
    std::vector<Contender> out;
    for (const EvaluatedModel* model : {m_selection.candidate(), m_selection.reference()})
        if (model && model->log)
            out.push_back(model->contender());
    return out;
}

void EvaluateWork::restart()
{
    restartThreshold();
    askTime();
    askSlices();
}

void EvaluateWork::restartThreshold()
{
    m_rest.stop();
    askComparison();
    askIntervals();
    const auto follows = [this](const std::string& metric) {
        const EvaluatedModel* candidate = m_selection.candidate();
        return candidate && !metric.empty() && m_selection.followsThreshold(*candidate, metric);
    };
    if (follows(m_sliceMetric))
        askSlices();
    if (follows(m_timeMetric))
        askTime();
    Q_EMIT busyChanged();
}

void EvaluateWork::askSlice()
{
    m_intervalJob.cancel();
    if (!m_selection.slice())
        return;
    evaluation::EvaluateOptions options;
    options.level = m_selection.level();
    m_sliceJob.start(
        this,
        [models = wantedOf(m_selection), slice = m_selection.slice(), options](
            const CancelToken& cancel) { return countAnew(models, slice, std::nullopt, options, cancel); },
        [this](const Result<Groups>& groups) {
            if (groups)
                m_selection.setGroups(*groups);
            Q_EMIT busyChanged();
        });
}

void EvaluateWork::askIntervals()
{
    evaluation::EvaluateOptions options;
    options.curves = evaluation::EvaluateOptions::Curves::None;
    options.bootstrap = true;
    options.level = m_selection.level();
    options.draws = kDraws;
    options.seed = kSeed;
    m_intervalJob.start(
        this,
        [models = wantedOf(m_selection), slice = m_selection.slice(), threshold = m_selection.threshold(), options](
            const CancelToken& cancel) { return countAnew(models, slice, threshold, options, cancel); },
        [this, threshold = m_selection.threshold()](const Result<Groups>& groups) {
            std::map<std::string, std::map<std::string, evaluation::Interval>> intervals;
            if (groups)
                for (const auto& [key, group] : *groups)
                    intervals[key] = group->intervals;
            m_selection.addIntervals(intervals, threshold);
            Q_EMIT busyChanged();
        });
}

void EvaluateWork::askComparison()
{
    m_comparison.reset();
    m_comparisonProblem.clear();
    m_compareJob.cancel();
    Q_EMIT comparisonChanged();
    const std::vector<Contender> both = pair();
    if (both.size() < 2 || m_selection.slice())
        return;
    evaluation::CompareOptions options;
    options.level = m_selection.level();
    options.draws = kDraws;
    options.seed = kSeed;
    options.threshold = m_selection.threshold();
    m_compareJob.start(
        this, [both, options](const CancelToken& cancel) { return evaluation::compare(both, options, cancel); },
        [this](const Result<std::vector<evaluation::Comparison>>& found) {
            m_comparisonProblem = problemOf(found);
            if (found && !found->empty())
                m_comparison = std::make_shared<const evaluation::Comparison>(found->front());
            Q_EMIT comparisonChanged();
            Q_EMIT busyChanged();
        });
}

void EvaluateWork::setSliceBy(std::vector<evaluation::SliceColumn> columns, const std::string& metric)
{
    m_sliceBy = std::move(columns);
    m_sliceMetric = metric;
    askSlices();
    Q_EMIT busyChanged();
}

void EvaluateWork::askSlices()
{
    m_slicesJob.cancel();
    std::vector<evaluation::SliceColumn> columns = m_sliceBy;
    const std::vector<Contender> both = pair();
    if (columns.empty() && !both.empty())
        for (const auto& column : evaluation::sliceableColumns(*both.front().log))
            if (column.values > 0)
                columns.push_back({column.column, 0});
    if (both.empty() || columns.empty()) {
        m_slices.reset();
        m_slicesProblem.clear();
        Q_EMIT slicesChanged();
        return;
    }
    evaluation::SliceOptions options;
    options.metric = m_sliceMetric;
    options.level = m_selection.level();
    options.draws = kSliceDraws;
    options.leastRows = kLeastRows;
    options.seed = kSeed;
    options.threshold = m_selection.threshold();
    m_slicesJob.start(
        this,
        [both, columns, options](const CancelToken& cancel) -> Result<SliceTables> {
            SliceTables out;
            WG_TRY(out.candidate, evaluation::sliceTable(both.front(), columns, options, cancel));
            if (both.size() > 1)
                if (auto other = evaluation::sliceTable(both[1], columns, options, cancel))
                    out.reference = std::move(*other); // another log need not have these columns
            return out;
        },
        [this](const Result<SliceTables>& found) {
            m_slicesProblem = problemOf(found);
            m_slices = found ? std::make_shared<const SliceTables>(*found) : nullptr;
            Q_EMIT slicesChanged();
            Q_EMIT busyChanged();
        });
}

void EvaluateWork::setOverTime(const std::string& metric, const evaluation::Window& window, const std::string& version)
{
    m_timeMetric = metric;
    m_window = window;
    m_version = version;
    askTime();
    Q_EMIT busyChanged();
}

void EvaluateWork::askTime()
{
    m_timeJob.cancel();
    const std::vector<Contender> both = pair();
    if (both.empty()) {
        m_time.clear();
        m_timeProblem.clear();
        Q_EMIT overTimeChanged();
        return;
    }
    evaluation::OverTimeOptions options;
    options.metric = m_timeMetric;
    options.window = m_window;
    options.level = m_selection.level();
    options.threshold = m_selection.threshold();
    m_timeJob.start(
        this,
        [both, options, version = m_version](const CancelToken& cancel) -> Result<Times> {
            Times out;
            for (const Contender& contender : both) {
                evaluation::OverTimeOptions own = options;
                own.version = version.empty() ? versionColumn(*contender.log) : version;
                if (!out.empty())
                    own.window = out.front()->window; // both by the same windows
                WG_TRY(auto line, evaluation::overTime(contender, own, cancel));
                out.push_back(std::make_shared<const evaluation::MetricOverTime>(std::move(line)));
            }
            return out;
        },
        [this](const Result<Times>& found) {
            m_timeProblem = problemOf(found);
            m_time = found ? *found : Times();
            Q_EMIT overTimeChanged();
            Q_EMIT busyChanged();
        });
}

void EvaluateWork::setDrift(DriftRequest request)
{
    m_driftJob.start(
        this,
        [request = std::move(request)](const CancelToken& cancel) {
            return evaluation::drift(request.reference, request.window, request.columns, request.bins, cancel);
        },
        [this](const Result<evaluation::DriftReport>& found) {
            m_driftProblem = problemOf(found);
            m_drift = found ? std::make_shared<const evaluation::DriftReport>(*found) : nullptr;
            Q_EMIT driftChanged();
            Q_EMIT busyChanged();
        });
    Q_EMIT busyChanged();
}

} // namespace wg::ui::shell
