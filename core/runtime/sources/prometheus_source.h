// A Source over the Prometheus HTTP API: Prometheus, VictoriaMetrics, Thanos, Mimir. Queries go as POST forms, as GET where a
// server or proxy refuses that. Replies are decoded on the thread pool. Identical queries that run at the same time are one
// request. Every error text names host and port and holds no secret. Retries are the caller's: nothing is sent twice here,
// but for the change from POST to GET.
#pragma once

#include "core/promapi/request.h"
#include "core/runtime/net/http_client.h"
#include "core/runtime/sources/delivery.h"
#include "core/runtime/sources/open_source.h"
#include "core/runtime/sources/source.h"

#include <map>
#include <memory>
#include <string>

namespace wg::sources {

class PrometheusServer;

class PrometheusSource : public Source {
public:
    PrometheusSource(std::string name, promapi::BaseUrl url, const Access& access, QObject* parent = nullptr);
    ~PrometheusSource() override;

    [[nodiscard]] std::string name() const override { return m_name; }
    [[nodiscard]] std::string location() const override;
    [[nodiscard]] bool isLocal() const override { return false; }
    [[nodiscard]] std::optional<TimeRange> extent() const override { return std::nullopt; }

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
    template <class T>
    using Decode = std::function<Result<T>(const net::HttpReply&)>;
    template <class T>
    void launch(const promapi::Request& request, const std::shared_ptr<Flight<T>>& flight, Decode<T> decode);
    template <class T>
    Job ask(const promapi::Request& request, Decode<T> decode, QObject* context, Callback<T> done);
    Job runQuery(const promapi::Request& request, QObject* context, Callback<QueryResult> done);

    std::string m_name;
    std::shared_ptr<PrometheusServer> m_server; ///< shared with requests on their way
    std::shared_ptr<Delivery> m_delivery;
    std::map<std::string, std::weak_ptr<Flight<QueryResult>>> m_flights; ///< by path and parameters
};

} // namespace wg::sources
