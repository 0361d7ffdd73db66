// The connect dialog's Test: one question after another, on the client's thread.
#include "core/formats/json.h"
#include "core/promapi/reply.h"
#include "core/runtime/sources/prometheus_server.h"
#include "core/runtime/sources/reply_errors.h"

#include <QDateTime>

namespace wg::sources {
namespace {

/// The value of a label of the first sample of `metric` on a /metrics page.
std::string labelOf(std::string_view page, std::string_view metric, std::string_view label)
{
    const auto line = page.find(std::string(metric) + "{");
    if (line == std::string_view::npos)
        return {};
    page = page.substr(line, page.find('\n', line) - line);
    const std::string mark = std::string(label) + "=\"";
    auto at = page.find("{" + mark);
    at = at == std::string_view::npos ? page.find("," + mark) : at;
    at = at == std::string_view::npos ? page.find(", " + mark) + 1 : at;
    if (at == std::string_view::npos || at == 0)
        return {};
    at += 1 + mark.size();
    return std::string(page.substr(at, page.find('"', at) - at));
}

/// Nothing when it cannot be a number of series: a server may say NaN, -1 or 1e300.
std::optional<std::uint64_t> asCount(double value)
{
    return value >= 0 && value < 0x1p63 ? std::optional(static_cast<std::uint64_t>(value)) : std::nullopt;
}

struct Probe : std::enable_shared_from_this<Probe> {
    std::shared_ptr<PrometheusServer> server;
    std::function<bool()> cancelled;
    Callback<Health> done;
    Health health;

    using Step = void (Probe::*)(const Result<net::HttpReply>&);
    void ask(const promapi::Request& request, Step step)
    {
        server->send(request, cancelled,
            [self = shared_from_this(), step](const Result<net::HttpReply>& reply) { ((*self).*step)(reply); });
    }

    void start() { ask(promapi::instantQuery("1", QDateTime::currentMSecsSinceEpoch(), server->timeout()), &Probe::onAnswer); }

    void onAnswer(const Result<net::HttpReply>& reply)
    {
        if (!reply)
            return done(std::unexpected(reply.error()));
        if (const auto decoded = promapi::decodeQuery(reply->body); !decoded)
            return done(std::unexpected(explainBody(*reply, server->base().hostPort(), decoded.error())));
        health.elapsed = reply->elapsed;
        // The header counts whole seconds: its middle against the middle of our wait.
        if (reply->date)
            health.clockSkew = *reply->date + kSecond / 2 - (QDateTime::currentMSecsSinceEpoch() - reply->elapsed / 2);
        ask(promapi::buildInfo(), &Probe::onBuildInfo);
    }

    void onBuildInfo(const Result<net::HttpReply>& reply)
    {
        if (reply)
            health.version = promapi::decodeBuildInfo(reply->body).value_or("");
        ask({"/metrics", {}, false}, &Probe::onMetrics);
    }

    /// VictoriaMetrics answers buildinfo with nothing, or with a Prometheus' version; its own metrics tell.
    void onMetrics(const Result<net::HttpReply>& reply)
    {
        const bool isVictoria = reply && reply->body.find("vm_app_version{") != std::string::npos;
        health.product = isVictoria ? "VictoriaMetrics" : health.version.empty() ? "Prometheus API" : "Prometheus";
        if (isVictoria) {
            health.version = labelOf(reply->body, "vm_app_version", "short_version");
            if (health.version.empty())
                health.version = labelOf(reply->body, "vm_app_version", "version");
        }
        ask({"/api/v1/status/tsdb", {}, false}, &Probe::onTsdb);
    }

    void onTsdb(const Result<net::HttpReply>& reply)
    {
        if (reply) {
            const auto parsed = formats::parseJson(reply->body, "reply");
            const auto data = parsed && parsed->is_object() ? parsed->value("data", nlohmann::ordered_json()) : nullptr;
            const auto head = data.is_object() ? data.value("headStats", nlohmann::ordered_json()) : nullptr;
            if (head.is_object() && head.contains("numSeries") && head["numSeries"].is_number())
                health.seriesCount = asCount(head["numSeries"].get<double>());
            else if (data.is_object() && data.contains("totalSeries") && data["totalSeries"].is_number())
                health.seriesCount = asCount(data["totalSeries"].get<double>());
        }
        if (health.seriesCount)
            return done(health);
        ask(promapi::instantQuery(R"(count({__name__!=""}))", QDateTime::currentMSecsSinceEpoch(), server->timeout()),
            &Probe::onCount);
    }

    void onCount(const Result<net::HttpReply>& reply)
    {
        if (reply) {
            const auto decoded = promapi::decodeQuery(reply->body);
            const auto* const vector = decoded ? std::get_if<series::Vector>(&decoded->value) : nullptr;
            if (vector != nullptr && vector->samples.size() == 1)
                health.seriesCount = asCount(vector->samples.front().v);
        }
        done(health);
    }
};

} // namespace

void probeServer(const std::shared_ptr<PrometheusServer>& server, std::function<bool()> cancelled, Callback<Health> done)
{
    const auto probe = std::make_shared<Probe>();
    probe->server = server;
    probe->cancelled = std::move(cancelled);
    probe->done = std::move(done);
    probe->start();
}

} // namespace wg::sources
