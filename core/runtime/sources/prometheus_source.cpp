#include "core/runtime/sources/prometheus_source.h"

#include "core/promapi/reply.h"
#include "core/runtime/sources/prometheus_server.h"
#include "core/runtime/sources/reply_errors.h"

#include <QThreadPool>

namespace wg::sources {
namespace {

/// The decoded value, or why not, in words.
template <class T>
Result<T> explained(Result<T> decoded, const net::HttpReply& reply, const std::string& hostPort)
{
    if (decoded)
        return decoded;
    return std::unexpected(explainBody(reply, hostPort, std::move(decoded).error()));
}

Result<QueryResult> toResult(const net::HttpReply& reply, const std::string& hostPort)
{
    WG_TRY(promapi::QueryReply decoded, explained(promapi::decodeQuery(reply.body), reply, hostPort));
    QueryResult out;
    out.value = std::make_shared<const series::Value>(std::move(decoded.value));
    out.warnings = std::move(decoded.warnings);
    out.partial = decoded.partial;
    out.samples = decoded.samples;
    out.elapsed = reply.elapsed;
    if (out.samples > 0)
        out.matchedSeries = true; // an empty answer tells nothing: a filter may have emptied it
    return out;
}

} // namespace

PrometheusSource::PrometheusSource(std::string name, promapi::BaseUrl url, const Access& access, QObject* parent)
    : Source(parent)
    , m_name(std::move(name))
    , m_server(std::make_shared<PrometheusServer>(std::move(url), access))
    , m_delivery(std::make_shared<Delivery>(this))
{
}

PrometheusSource::~PrometheusSource()
{
    m_delivery->close();
    m_server->close();
}

std::string PrometheusSource::location() const
{
    return m_server->base().display();
}

template <class T>
void PrometheusSource::launch(const promapi::Request& request, const std::shared_ptr<Flight<T>>& flight, Decode<T> decode)
{
    m_server->send(
        request, [flight] { return flight->abandoned(); },
        [flight, decode = std::move(decode), delivery = m_delivery](Result<net::HttpReply> reply) {
            QThreadPool::globalInstance()->start([flight, decode, delivery, reply = std::move(reply)] {
                auto result = reply ? decode(*reply) : Result<T>(std::unexpected(reply.error()));
                delivery->post([flight, result = std::move(result)] { flight->land(result); });
            });
        });
}

template <class T>
Job PrometheusSource::ask(const promapi::Request& request, Decode<T> decode, QObject* context, Callback<T> done)
{
    const CancelToken token;
    auto flight = std::make_shared<Flight<T>>();
    (void)flight->join(token, context, std::move(done));
    launch<T>(request, flight, std::move(decode));
    return Job(token);
}

Job PrometheusSource::runQuery(const promapi::Request& request, QObject* context, Callback<QueryResult> done)
{
    const CancelToken token;
    const std::string key = request.path + "?" + promapi::encodeParameters(request.parameters);
    if (const auto running = m_flights[key].lock(); running && running->join(token, context, done))
        return Job(token);
    auto flight = std::make_shared<Flight<QueryResult>>();
    (void)flight->join(token, context, std::move(done));
    std::erase_if(m_flights, [](const auto& one) { return one.second.expired(); });
    m_flights[key] = flight;
    launch<QueryResult>(request, flight,
        [hostPort = m_server->base().hostPort()](const net::HttpReply& reply) { return toResult(reply, hostPort); });
    return Job(token);
}

Job PrometheusSource::query(const InstantQuery& query, QObject* context, Callback<QueryResult> done)
{
    return runQuery(promapi::instantQuery(query.expression, query.at, m_server->timeout()), context, std::move(done));
}

Job PrometheusSource::queryRange(const RangeQuery& query, QObject* context, Callback<QueryResult> done)
{
    return runQuery(promapi::rangeQuery(query.expression, query.start, query.end, query.step, m_server->timeout()), context,
        std::move(done));
}

Job PrometheusSource::labelNames(
    std::vector<std::string> matchers, TimeRange range, QObject* context, Callback<std::vector<std::string>> done)
{
    return ask<std::vector<std::string>>(
        promapi::labelNames(matchers, range),
        [hostPort = m_server->base().hostPort()](const net::HttpReply& reply) -> Result<std::vector<std::string>> {
            WG_TRY(promapi::ListReply list, explained(promapi::decodeStrings(reply.body), reply, hostPort));
            return std::move(list.values);
        },
        context, std::move(done));
}

Job PrometheusSource::labelValues(std::string label, std::vector<std::string> matchers, TimeRange range, QObject* context,
    Callback<std::vector<std::string>> done)
{
    return ask<std::vector<std::string>>(
        promapi::labelValues(label, matchers, range),
        [hostPort = m_server->base().hostPort()](const net::HttpReply& reply) -> Result<std::vector<std::string>> {
            WG_TRY(promapi::ListReply list, explained(promapi::decodeStrings(reply.body), reply, hostPort));
            return std::move(list.values);
        },
        context, std::move(done));
}

Job PrometheusSource::seriesLabels(
    std::vector<std::string> matchers, TimeRange range, QObject* context, Callback<std::vector<series::Labels>> done)
{
    return ask<std::vector<series::Labels>>(
        promapi::seriesList(matchers, range),
        [hostPort = m_server->base().hostPort()](
            const net::HttpReply& reply) { return explained(promapi::decodeSeries(reply.body), reply, hostPort); },
        context, std::move(done));
}

Job PrometheusSource::metadata(QObject* context, Callback<std::map<std::string, Metadata>> done)
{
    return ask<std::map<std::string, Metadata>>(
        promapi::metadata(),
        [hostPort = m_server->base().hostPort()](const net::HttpReply& reply) -> Result<std::map<std::string, Metadata>> {
            WG_TRY(auto decoded, explained(promapi::decodeMetadata(reply.body), reply, hostPort));
            std::map<std::string, Metadata> out;
            for (auto& [name, one] : decoded)
                out.emplace(name, Metadata{std::move(one.type), std::move(one.help), std::move(one.unit)});
            return out;
        },
        context, std::move(done));
}

Job PrometheusSource::test(QObject* context, Callback<Health> done)
{
    const CancelToken token;
    auto flight = std::make_shared<Flight<Health>>();
    (void)flight->join(token, context, std::move(done));
    probeServer(
        m_server, [flight] { return flight->abandoned(); },
        [flight, delivery = m_delivery](
            Result<Health> result) { delivery->post([flight, result = std::move(result)] { flight->land(result); }); });
    return Job(token);
}

} // namespace wg::sources
