#include "core/runtime/net/http_transfer.h"

#include "core/base/redact.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QLocale>
#include <QNetworkProxy>
#include <QSslError>

#include <algorithm>

#include <fmt/format.h>

namespace wg::net {
namespace {

constexpr qint64 kReadBuffer = 1 << 20; // what Qt may hold of a body before we take it

int portOf(const QUrl& url)
{
    return url.port(url.scheme() == QLatin1String("https") ? 443 : 80);
}

bool sameOrigin(const QUrl& a, const QUrl& b)
{
    return a.scheme() == b.scheme() && a.host() == b.host() && portOf(a) == portOf(b);
}

std::optional<TimeMs> httpDate(const QByteArray& text)
{
    QDateTime time = QLocale::c().toDateTime(QString::fromLatin1(text), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!time.isValid())
        return std::nullopt;
    time.setTimeSpec(Qt::UTC);
    return time.toMSecsSinceEpoch();
}

std::string seconds(DurationMs duration)
{
    return fmt::format("{:g} s", static_cast<double>(duration) / 1000);
}

std::string display(const QUrl& url)
{
    return url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment).toStdString();
}

std::string describe(const QList<QSslError>& errors)
{
    std::string out;
    for (const QSslError& error : errors) {
        const QString text = error.errorString();
        out += (out.empty() ? "" : "; ") + text.toStdString();
        if (!error.certificate().isNull() && out.find("SHA-256") == std::string::npos)
            out += fmt::format(
                " (certificate SHA-256 {})", error.certificate().digest(QCryptographicHash::Sha256).toHex(':').toStdString());
    }
    return out;
}

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Qt's codes 2xx and 4xx, and 302 for a 400, only repeat the HTTP status; a body comes with them.
bool isTransportError(int error, int status)
{
    if (error == QNetworkReply::ProtocolInvalidOperationError && status == 400)
        return false;
    return error != 0 && (error < 200 || (error >= 300 && error < 400) || status == 0);
}

} // namespace

std::optional<DurationMs> retryAfter(const QByteArray& header)
{
    bool isNumber = false;
    const qlonglong count = header.trimmed().toLongLong(&isNumber);
    constexpr DurationMs kLongest = 5 * kMinute; // more would leave the source dead long after the server is back
    if (isNumber)
        return count < 0 ? std::nullopt : std::optional<DurationMs>(std::min<qlonglong>(count, kLongest / 1000) * 1000);
    const auto date = httpDate(header.trimmed());
    if (!date)
        return std::nullopt;
    return std::clamp<DurationMs>(*date - QDateTime::currentMSecsSinceEpoch(), 0, kLongest);
}

std::string hostPort(const QUrl& url)
{
    const std::string host = url.host().toStdString();
    return fmt::format("{}:{}", host.find(':') == std::string::npos ? host : "[" + host + "]", portOf(url));
}

Result<void> checkRequest(const HttpRequest& request)
{
    const QUrl url(QString::fromStdString(request.url), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return fail(ErrorCode::Usage, "not a server address. Write it as http://host:9090");
    if (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https"))
        return fail(
            ErrorCode::Usage, redact(fmt::format("only http and https are spoken, not {}", url.scheme().toStdString())));
    for (const auto& [name, value] : request.headers) {
        if ((name + value.reveal()).find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
            return fail(ErrorCode::Usage,
                fmt::format(
                    "the value of the header {} holds a line break or a NUL and is not sent. Check the file it comes from",
                    name.substr(0, name.find_first_of(std::string_view("\r\n\0", 3)))));
    }
    return {};
}

Transfer::Transfer(QNetworkAccessManager& manager, HttpRequest request, HttpCallback done, QObject* parent)
    : QObject(parent)
    , m_manager(manager)
    , m_request(std::move(request))
    , m_done(std::move(done))
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        give(fail(ErrorCode::Timeout,
            fmt::format("no complete answer from {} within {}. Try a shorter range, or a longer timeout", hostPort(m_url),
                seconds(m_request.timeout))));
    });
}

Transfer::~Transfer()
{
    letGo();
}

void Transfer::start()
{
    m_elapsed.start();
    m_timer.start(std::chrono::milliseconds(m_request.timeout));
    sendTo(QUrl(QString::fromStdString(m_request.url), QUrl::StrictMode));
}

void Transfer::drop()
{
    if (m_ended)
        return;
    m_ended = true;
    letGo();
    Q_EMIT finished();
}

void Transfer::sendTo(const QUrl& url)
{
    m_url = url;
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setRawHeader("Accept-Encoding", "gzip"); // set by us, Qt leaves the body as it came
    request.setRawHeader("User-Agent", "watchglass/" WG_VERSION);
    for (const auto& [name, value] : m_request.headers)
        request.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value.reveal()));
    if (!m_request.contentType.empty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray::fromStdString(m_request.contentType));
    m_reply = m_request.method == "POST" ? m_manager.post(request, QByteArray::fromStdString(m_request.body))
                                         : m_manager.get(request);
    m_reply->setParent(this);
    m_reply->setReadBufferSize(kReadBuffer);
    connect(m_reply, &QNetworkReply::readyRead, this, &Transfer::readSome);
    connect(m_reply, &QNetworkReply::finished, this, &Transfer::onFinished);
    connect(
        m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError>& errors) { m_tlsErrors = describe(errors); });
}

void Transfer::readSome()
{
    if (m_ended || m_reply == nullptr)
        return;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QByteArray chunk = m_reply->readAll();
    if (isRedirect(status) || chunk.isEmpty())
        return;
    const std::string_view bytes(chunk.constData(), static_cast<std::size_t>(chunk.size()));
    const auto tooBig = [this] {
        give(fail(ErrorCode::Limit,
            fmt::format("the reply of {} is larger than the limit of {} MiB. Ask for less: a shorter range, a larger step, "
                        "fewer series",
                hostPort(m_url), m_request.maxBytes >> 20U)));
    };
    const bool first = m_received == 0;
    m_received += bytes.size();
    if (first && m_reply->rawHeader("Content-Encoding").toLower().contains("gzip"))
        m_inflater.emplace(m_request.maxBytes);
    if (!m_inflater) {
        if (m_body.size() + bytes.size() > m_request.maxBytes)
            return tooBig();
        m_body += bytes;
        return;
    }
    if (const auto fed = m_inflater->feed(bytes, m_body); !fed) {
        if (fed.error().code == ErrorCode::Limit)
            return tooBig();
        give(fail(ErrorCode::Network, fmt::format("the reply of {} is damaged: {}", hostPort(m_url), fed.error().message)));
    }
}

void Transfer::onFinished()
{
    if (m_ended)
        return;
    readSome();
    if (m_ended)
        return;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (isTransportError(static_cast<int>(m_reply->error()), status))
        return give(std::unexpected(transportError()));
    if (const QByteArray location = m_reply->rawHeader("Location"); isRedirect(status) && !location.isEmpty())
        return redirect(status, location);
    complete();
}

void Transfer::redirect(int status, const QByteArray& location)
{
    const QUrl target = m_url.resolved(QUrl(QString::fromUtf8(location)));
    if (!target.isValid() || !sameOrigin(target, m_url))
        return give(fail(ErrorCode::Network,
            redact(fmt::format("{} redirects ({}) to another place, {}, which is not followed: a login must not leak. "
                               "If that is right, use that address for the source",
                hostPort(m_url), status, display(target)))));
    if (++m_redirects > kMaxRedirects)
        return give(
            fail(ErrorCode::Network, fmt::format("{} redirects more than {} times in a row", hostPort(m_url), kMaxRedirects)));
    letGo();
    m_body.clear();
    m_inflater.reset();
    m_received = 0;
    sendTo(target);
}

Error Transfer::transportError() const
{
    const std::string where = hostPort(m_url);
    const std::string text = redact(m_reply->errorString().toStdString());
    switch (m_reply->error()) {
    case QNetworkReply::ConnectionRefusedError:
        return {ErrorCode::Network, fmt::format("connection refused by {}. Is the server running there?", where)};
    case QNetworkReply::HostNotFoundError:
        return {ErrorCode::Network,
            fmt::format(
                "name lookup failed: there is no host \"{}\" ({}). Check the address", m_url.host().toStdString(), where)};
    case QNetworkReply::SslHandshakeFailedError:
        return {ErrorCode::Network, fmt::format("TLS failed with {}: {}", where, m_tlsErrors.empty() ? text : m_tlsErrors)};
    case QNetworkReply::RemoteHostClosedError:
        if (!m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid())
            return {ErrorCode::Network, fmt::format("{} closed the connection without an answer", where)};
        return {ErrorCode::Network, fmt::format("the reply of {} was cut off after {} bytes", where, m_received)};
    default:
        return {ErrorCode::Network, fmt::format("no answer from {}: {}", where, text)};
    }
}

std::optional<Error> Transfer::cutOff() const
{
    bool hasLength = false;
    const auto announced = m_reply->rawHeader("Content-Length").toULongLong(&hasLength);
    if (hasLength && announced != m_received)
        return Error{ErrorCode::Network,
            fmt::format("the reply of {} was cut off: {} of {} bytes came", hostPort(m_url), m_received, announced)};
    if (m_inflater && !m_inflater->finish())
        return Error{ErrorCode::Network,
            fmt::format("the reply of {} was cut off: its gzip stream stops after {} bytes", hostPort(m_url), m_received)};
    return std::nullopt;
}

void Transfer::complete()
{
    if (auto cut = cutOff())
        return give(std::unexpected(std::move(*cut)));
    HttpReply out;
    out.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    out.contentType = m_reply->rawHeader("Content-Type").split(';').value(0).trimmed().toLower().toStdString();
    out.endKnown = m_reply->hasRawHeader("Content-Length") || m_inflater.has_value();
    out.date = httpDate(m_reply->rawHeader("Date"));
    out.body = std::move(m_body);
    if (out.status == 429 || out.status == 503) {
        if (const auto wait = retryAfter(m_reply->rawHeader("Retry-After")))
            Q_EMIT toldToWait(*wait);
    }
    give(std::move(out));
}

void Transfer::give(Result<HttpReply> result)
{
    if (m_ended)
        return;
    m_ended = true;
    letGo();
    if (result)
        result->elapsed = m_elapsed.elapsed();
    if (!cancelled())
        m_done(std::move(result));
    Q_EMIT finished();
}

void Transfer::letGo()
{
    if (m_ended)
        m_timer.stop();
    if (m_reply == nullptr)
        return;
    QNetworkReply* const reply = std::exchange(m_reply, nullptr);
    reply->disconnect(this);
    reply->abort();
    reply->deleteLater();
}

} // namespace wg::net
