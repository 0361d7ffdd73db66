// One server behind a Prometheus source: its address, its login, its client, and what is learned about it. Internal to
// core/runtime/sources. Shared with requests on their way; callbacks run on the client's thread.
#pragma once

#include "core/promapi/request.h"
#include "core/runtime/net/http_client.h"
#include "core/runtime/sources/open_source.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace wg::sources {

class PrometheusServer : public std::enable_shared_from_this<PrometheusServer> {
public:
    PrometheusServer(promapi::BaseUrl base, const Access& access);

    [[nodiscard]] const promapi::BaseUrl& base() const { return m_base; }
    [[nodiscard]] DurationMs timeout() const { return m_timeout; }

    /// Sends it as a form where it may be one, as GET once the server has refused forms (403, 405, 501).
    /// `done` gets a 2xx reply or an error in words. Thread-safe.
    void send(const promapi::Request& request, std::function<bool()> cancelled, net::HttpCallback done);
    /// Drops what is on its way. Called by the source's destructor, on its thread.
    void close();

private:
    void sendAs(bool form, const promapi::Request& request, std::function<bool()> cancelled, net::HttpCallback done);

    promapi::BaseUrl m_base;
    std::vector<std::pair<std::string, Secret>> m_headers;
    DurationMs m_timeout;
    std::mutex m_mutex; ///< guards m_client against close()
    std::unique_ptr<net::HttpClient> m_client;
    std::atomic<bool> m_formsRefused = false;
    std::atomic<bool> m_formsTaken = false;
};

/// The steps of Test: the API answers, product and version, number of series, clock. Only the first can fail the whole.
void probeServer(const std::shared_ptr<PrometheusServer>& server, std::function<bool()> cancelled, Callback<Health> done);

} // namespace wg::sources
