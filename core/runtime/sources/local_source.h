// A Source over samples in this process: a log, a /metrics file, the demo. PromQL runs on the thread pool.
#pragma once

#include "core/promql/engine.h"
#include "core/runtime/sources/delivery.h"
#include "core/runtime/sources/source.h"
#include "core/series/queryable.h"

#include <map>
#include <memory>
#include <string>

namespace wg::sources {

class LocalSource : public Source {
public:
    LocalSource(
        std::string name, std::string location, std::shared_ptr<const series::Queryable> data, QObject* parent = nullptr);
    ~LocalSource() override;

    /// Queries that run keep the old data; emits dataChanged(). The same pointer again means that it grew.
    void setData(std::shared_ptr<const series::Queryable> data);
    [[nodiscard]] std::shared_ptr<const series::Queryable> data() const { return m_data; }
    [[nodiscard]] const std::map<std::string, Metadata>& ownMetadata() const { return m_metadata; }
    void setMetadata(std::map<std::string, Metadata> metadata) { m_metadata = std::move(metadata); }
    void setScrapeInterval(DurationMs interval) { m_interval = interval; }
    /// How long a sample counts; 5 minutes unless samples are known to lie further apart, as windows of a log do.
    void setLookback(DurationMs lookback) { m_options.lookback = lookback; }
    /// Whose semantics queries have from now on; Prometheus 3's unless told otherwise.
    void setCompat(promql::Compat compat) { m_options.compat = compat; }

    [[nodiscard]] std::string name() const override { return m_name; }
    [[nodiscard]] std::string location() const override { return m_location; }
    [[nodiscard]] bool isLocal() const override { return true; }
    [[nodiscard]] std::optional<TimeRange> extent() const override { return m_data->extent(); }
    [[nodiscard]] DurationMs scrapeInterval() const override { return m_interval; }

    Job query(const InstantQuery& query, QObject* context, Callback<QueryResult> done) override;
    Job queryRange(const RangeQuery& query, QObject* context, Callback<QueryResult> done) override;
    Job labelNames(
        std::vector<std::string> matchers, TimeRange range, QObject* context, Callback<std::vector<std::string>> done) override;
    Job labelValues(std::string label, std::vector<std::string> matchers, TimeRange range, QObject* context,
        Callback<std::vector<std::string>> done) override;
    Job seriesLabels(std::vector<std::string> matchers, TimeRange range, QObject* context,
        Callback<std::vector<series::Labels>> done) override;
    Job metadata(QObject* context, Callback<std::map<std::string, Metadata>> done) override;
    Job test(QObject* context, Callback<Health> done) override;

private:
    using Data = std::shared_ptr<const series::Queryable>;
    template <class T>
    Job run(std::function<Result<T>(const series::Queryable&, const CancelToken&)> work, QObject* context, Callback<T> done);

    std::string m_name;
    std::string m_location;
    Data m_data;
    std::map<std::string, Metadata> m_metadata;
    DurationMs m_interval = 15 * kSecond;
    promql::EngineOptions m_options;
    std::shared_ptr<Delivery> m_delivery;
};

} // namespace wg::sources
