// One request on its way: redirects, total time, inflating, caps. Internal to core/runtime/net; lives on the client's thread.
#pragma once

#include "core/formats/gzip.h"
#include "core/runtime/net/http_client.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>
#include <QUrl>

namespace wg::net {

/// "Retry-After: 5" or a date, in milliseconds from now; at most 5 minutes.
[[nodiscard]] std::optional<DurationMs> retryAfter(const QByteArray& header);
/// "host:port", with the default port of the scheme.
[[nodiscard]] std::string hostPort(const QUrl& url);
/// Refuses other schemes, a missing host and control characters in header values.
[[nodiscard]] Result<void> checkRequest(const HttpRequest& request);

class Transfer : public QObject {
    Q_OBJECT
public:
    Transfer(QNetworkAccessManager& manager, HttpRequest request, HttpCallback done, QObject* parent);
    ~Transfer() override;

    void start();
    [[nodiscard]] bool cancelled() const { return m_request.cancelled && m_request.cancelled(); }
    /// Ends without calling back.
    void drop();

Q_SIGNALS:
    void finished(); ///< once, after the callback (or without it when dropped)
    void toldToWait(DurationMs duration);

private:
    void sendTo(const QUrl& url);
    void readSome();
    void onFinished();
    void redirect(int status, const QByteArray& location);
    [[nodiscard]] Error transportError() const;
    [[nodiscard]] std::optional<Error> cutOff() const;
    void complete();
    void give(Result<HttpReply> result);
    void letGo();

    QNetworkAccessManager& m_manager;
    HttpRequest m_request;
    HttpCallback m_done;
    QUrl m_url;
    QNetworkReply* m_reply = nullptr;
    QTimer m_timer;
    QElapsedTimer m_elapsed;
    std::optional<formats::GzipInflater> m_inflater;
    std::string m_body;
    std::string m_tlsErrors;
    std::uint64_t m_received = 0; ///< bytes of the body as sent
    int m_redirects = 0;
    bool m_ended = false;
};

} // namespace wg::net
