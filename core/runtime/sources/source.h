// Source: whatever is queried answers PromQL. Panels, alerts and commands know only this.
#pragma once

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/warning.h"
#include "core/series/value.h"

#include <QObject>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wg::sources {

struct InstantQuery {
    std::string expression;
    TimeMs at = 0;
};

struct RangeQuery {
    std::string expression;
    TimeMs start = 0; ///< sent as given; whoever draws floors to the step
    TimeMs end = 0;
    DurationMs step = 0;
};

struct QueryResult {
    std::shared_ptr<const series::Value> value;
    Warnings warnings;
    bool partial = false; ///< the server said that part of its data is missing
    std::optional<bool> matchedSeries; ///< false: no selector matched anything ("no data"); unset: the source cannot tell
    DurationMs elapsed = 0;
    std::uint64_t samples = 0; ///< samples in `value`
};

struct Metadata {
    std::string type; ///< counter, gauge, histogram, summary, unknown
    std::string help;
    std::string unit;
};

/// What Test shows: each step that was done, or which one failed.
struct Health {
    std::string product; ///< "Prometheus", "VictoriaMetrics", "local"
    std::string version; ///< may be empty
    std::optional<std::uint64_t> seriesCount;
    std::optional<DurationMs> clockSkew; ///< server minus us
    DurationMs elapsed = 0;
};

/// Handle of one request. cancel() is safe at any time; the callback is then never called.
class Job {
public:
    Job() = default;
    explicit Job(CancelToken token) : m_token(std::move(token)) { }
    void cancel() const { m_token.cancel(); }

private:
    CancelToken m_token;
};

template <class T>
using Callback = std::function<void(Result<T>)>;

/// Lives on the GUI (or main) thread. Every call returns at once; `done` is called exactly once, later, on the thread of
/// `context`, from its event loop, unless the job is cancelled or `context` or the source dies first. Values are immutable.
class Source : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual std::string name() const = 0; ///< as the user calls it; unique in a workspace
    [[nodiscard]] virtual std::string location() const = 0; ///< URL (redacted) or path
    [[nodiscard]] virtual bool isLocal() const = 0;
    /// Newest sample of a local source; nullopt for servers (their "now" is the clock).
    [[nodiscard]] virtual std::optional<TimeRange> extent() const = 0;
    /// Scrape interval where known, else 15 s: the least step that makes sense.
    [[nodiscard]] virtual DurationMs scrapeInterval() const { return 15 * kSecond; }

    virtual Job query(const InstantQuery& query, QObject* context, Callback<QueryResult> done) = 0;
    virtual Job queryRange(const RangeQuery& query, QObject* context, Callback<QueryResult> done) = 0;
    /// `matchers` are selectors such as `up{job="x"}`; empty means all.
    virtual Job labelNames(
        std::vector<std::string> matchers, TimeRange range, QObject* context, Callback<std::vector<std::string>> done) = 0;
    virtual Job labelValues(std::string label, std::vector<std::string> matchers, TimeRange range, QObject* context,
        Callback<std::vector<std::string>> done) = 0;
    virtual Job seriesLabels(
        std::vector<std::string> matchers, TimeRange range, QObject* context, Callback<std::vector<series::Labels>> done) = 0;
    virtual Job metadata(QObject* context, Callback<std::map<std::string, Metadata>> done) = 0;
    /// The connect dialog's Test. An error names the step that failed: name, connect, TLS, auth, not an API.
    virtual Job test(QObject* context, Callback<Health> done) = 0;

Q_SIGNALS:
    /// New samples arrived in a local source (a log grew, the demo played on).
    void dataChanged();
};

} // namespace wg::sources
