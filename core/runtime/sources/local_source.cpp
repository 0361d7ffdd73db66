#include "core/runtime/sources/local_source.h"

#include "core/promql/parser.h"

#include <QElapsedTimer>
#include <QThreadPool>

#include <set>

namespace wg::sources {
namespace {

Result<QueryResult> toResult(Result<promql::QueryOutput> output, DurationMs elapsed)
{
    if (!output)
        return std::unexpected(std::move(output).error());
    QueryResult out;
    out.samples = 0;
    if (const auto* const matrix = std::get_if<series::Matrix>(&output->value)) {
        for (const series::Series& one : matrix->series)
            out.samples += one.t.size();
    } else if (const auto* const vector = std::get_if<series::Vector>(&output->value)) {
        out.samples = vector->samples.size();
    } else {
        out.samples = 1;
    }
    // A constant expression has no selector that could have found nothing.
    out.matchedSeries = output->seriesMatched > 0 || out.samples > 0;
    out.value = std::make_shared<const series::Value>(std::move(output->value));
    out.warnings = std::move(output->warnings);
    out.elapsed = elapsed;
    return out;
}

/// The union over the selectors of what `find` gives for each; no selector: for all series.
template <class T, class Find>
Result<std::vector<T>> overSelectors(const std::vector<std::string>& selectors, Find find)
{
    if (selectors.empty())
        return find(std::vector<series::Matcher>{});
    std::set<T> all;
    for (const std::string& selector : selectors) {
        WG_TRY(const std::vector<series::Matcher> matchers, promql::parseSelector(selector));
        WG_TRY(std::vector<T> found, find(matchers));
        all.insert(std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    }
    return std::vector<T>(all.begin(), all.end());
}

} // namespace

LocalSource::LocalSource(std::string name, std::string location, Data data, QObject* parent)
    : Source(parent)
    , m_name(std::move(name))
    , m_location(std::move(location))
    , m_data(std::move(data))
    , m_delivery(std::make_shared<Delivery>(this))
{
}

LocalSource::~LocalSource()
{
    m_delivery->close();
}

void LocalSource::setData(Data data)
{
    m_data = std::move(data);
    Q_EMIT dataChanged();
}

template <class T>
Job LocalSource::run(
    std::function<Result<T>(const series::Queryable&, const CancelToken&)> work, QObject* context, Callback<T> done)
{
    const CancelToken token;
    auto flight = std::make_shared<Flight<T>>();
    (void)flight->join(token, context, std::move(done));
    QThreadPool::globalInstance()->start([work = std::move(work), data = m_data, token, flight, delivery = m_delivery] {
        if (token.cancelled())
            return;
        delivery->post([flight, result = work(*data, token)] { flight->land(result); });
    });
    return Job(token);
}

Job LocalSource::query(const InstantQuery& query, QObject* context, Callback<QueryResult> done)
{
    return run<QueryResult>(
        [query, options = m_options](const series::Queryable& data, const CancelToken& token) {
            QElapsedTimer timer;
            timer.start();
            auto output = promql::queryInstant(data, query.expression, query.at, token, options);
            return toResult(std::move(output), timer.elapsed());
        },
        context, std::move(done));
}

Job LocalSource::queryRange(const RangeQuery& query, QObject* context, Callback<QueryResult> done)
{
    return run<QueryResult>(
        [query, options = m_options](const series::Queryable& data, const CancelToken& token) {
            QElapsedTimer timer;
            timer.start();
            auto output = promql::queryRange(data, query.expression, query.start, query.end, query.step, token, options);
            return toResult(std::move(output), timer.elapsed());
        },
        context, std::move(done));
}

Job LocalSource::labelNames(
    std::vector<std::string> matchers, TimeRange range, QObject* context, Callback<std::vector<std::string>> done)
{
    return run<std::vector<std::string>>(
        [matchers = std::move(matchers), range](const series::Queryable& data, const CancelToken&) {
            return overSelectors<std::string>(
                matchers, [&](const auto& selector) { return data.labelNames(selector, range.from, range.to); });
        },
        context, std::move(done));
}

Job LocalSource::labelValues(std::string label, std::vector<std::string> matchers, TimeRange range, QObject* context,
    Callback<std::vector<std::string>> done)
{
    return run<std::vector<std::string>>(
        [label = std::move(label), matchers = std::move(matchers), range](const series::Queryable& data, const CancelToken&) {
            return overSelectors<std::string>(
                matchers, [&](const auto& selector) { return data.labelValues(label, selector, range.from, range.to); });
        },
        context, std::move(done));
}

Job LocalSource::seriesLabels(
    std::vector<std::string> matchers, TimeRange range, QObject* context, Callback<std::vector<series::Labels>> done)
{
    return run<std::vector<series::Labels>>(
        [matchers = std::move(matchers), range](const series::Queryable& data, const CancelToken&) {
            return overSelectors<series::Labels>(
                matchers, [&](const auto& selector) { return data.seriesLabels(selector, range.from, range.to); });
        },
        context, std::move(done));
}

Job LocalSource::metadata(QObject* context, Callback<std::map<std::string, Metadata>> done)
{
    return run<std::map<std::string, Metadata>>(
        [metadata = m_metadata](
            const series::Queryable&, const CancelToken&) -> Result<std::map<std::string, Metadata>> { return metadata; },
        context, std::move(done));
}

Job LocalSource::test(QObject* context, Callback<Health> done)
{
    return run<Health>(
        [](const series::Queryable& data, const CancelToken&) -> Result<Health> {
            QElapsedTimer timer;
            timer.start();
            Health out;
            out.product = "local";
            const TimeRange range = data.extent().value_or(TimeRange{});
            WG_TRY(const auto all, data.seriesLabels({}, range.from, range.to));
            out.seriesCount = all.size();
            out.elapsed = timer.elapsed();
            return out;
        },
        context, std::move(done));
}

} // namespace wg::sources
