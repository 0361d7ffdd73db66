#include "core/runtime/sources/prometheus_server.h"

#include "core/runtime/sources/reply_errors.h"

#include <QByteArray>

namespace wg::sources {
namespace {

Secret basicLogin(const std::string& user, const Secret& password)
{
    return Secret("Basic " + QByteArray::fromStdString(user + ":" + password.reveal()).toBase64().toStdString());
}

bool refusesForms(int status)
{
    return status == 403 || status == 405 || status == 501;
}

} // namespace

PrometheusServer::PrometheusServer(promapi::BaseUrl base, const Access& access)
    : m_base(std::move(base))
    , m_timeout(access.timeout)
    , m_client(std::make_unique<net::HttpClient>())
{
    if (!access.bearerToken.empty())
        m_headers.emplace_back("Authorization", Secret("Bearer " + access.bearerToken.reveal()));
    else if (!access.user.empty() || !access.password.empty())
        m_headers.emplace_back("Authorization", basicLogin(access.user, access.password));
    else if (!m_base.user.empty())
        m_headers.emplace_back("Authorization", basicLogin(m_base.user, m_base.password));
}

void PrometheusServer::close()
{
    std::unique_ptr<net::HttpClient> client;
    {
        const std::lock_guard lock(m_mutex);
        client.swap(m_client);
    }
    client.reset(); // outside the lock: its thread may be in send() now
}

void PrometheusServer::send(const promapi::Request& request, std::function<bool()> cancelled, net::HttpCallback done)
{
    // Everything that is not a 2xx becomes words here.
    done = [hostPort = m_base.hostPort(), hasLogin = !m_headers.empty(), done = std::move(done)](Result<net::HttpReply> reply) {
        if (reply) {
            if (auto good = checkStatus(*reply, hostPort, hasLogin); !good)
                return done(std::unexpected(std::move(good).error()));
        }
        done(std::move(reply));
    };
    const bool form = request.form && !m_formsRefused;
    if (!form)
        return sendAs(false, request, std::move(cancelled), std::move(done));
    sendAs(true, request, cancelled,
        [self = weak_from_this(), request, cancelled, done = std::move(done)](Result<net::HttpReply> reply) {
            const auto server = self.lock();
            if (!server)
                return;
            // A 403 after forms have worked is about the login, not about the form.
            if (reply && refusesForms(reply->status) && !server->m_formsTaken) {
                server->m_formsRefused = true;
                return server->sendAs(false, request, cancelled, done);
            }
            server->m_formsTaken = server->m_formsTaken || (reply && reply->status < 300);
            done(std::move(reply));
        });
}

void PrometheusServer::sendAs(
    bool form, const promapi::Request& request, std::function<bool()> cancelled, net::HttpCallback done)
{
    net::HttpRequest http;
    http.method = form ? "POST" : "GET";
    http.url = promapi::requestUrl(m_base, request, form);
    http.headers = m_headers;
    http.timeout = m_timeout;
    http.cancelled = std::move(cancelled);
    if (form) {
        http.body = promapi::encodeParameters(request.parameters);
        http.contentType = "application/x-www-form-urlencoded";
    }
    const std::lock_guard lock(m_mutex);
    if (m_client)
        m_client->send(std::move(http), std::move(done));
}

} // namespace wg::sources
