// Asks a Prometheus server and our engine the same, on several threads, and collects what differs. Header only.
#pragma once

#include "core/promql/engine.h"
#include "tests/helpers/blocking_http.h"
#include "tests/helpers/promql_answers.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

namespace wg::test {

struct PromqlCase {
    std::string query;
    TimeMs from = 0;
    TimeMs to = 0;
    DurationMs step = 0; ///< 0: an instant query at `from`
};

struct PromqlReport {
    std::vector<std::string> differences;
    int filled = 0; ///< Prometheus answered with at least one sample
    int failed = 0; ///< Prometheus refused
    int known = 0; ///< different, and of the list of known differences
    int unsettled = 0; ///< Prometheus itself answers this way and that
};

class PromqlDifferential {
public:
    PromqlDifferential(const series::Queryable& data, std::uint16_t port) : m_data(data), m_port(port)
    {
        m_options.compat = promql::Compat::V2_42;
        m_options.threads = 1; // the queries run in parallel instead
    }

    /// Says whether a difference is one that is known: of the query, a blank, and what differs.
    std::function<bool(const std::string& text)> isKnown = [](const std::string&) { return false; };

    [[nodiscard]] PromqlReport run(const std::vector<PromqlCase>& cases) const
    {
        PromqlReport report;
        std::mutex mutex;
        std::atomic<std::size_t> next = 0;
        const auto work = [&] {
            for (std::size_t i = next++; i < cases.size(); i = next++)
                compare(cases[i], report, mutex);
        };
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < std::max(2U, std::thread::hardware_concurrency()); ++i)
            threads.emplace_back(work);
        threads.clear(); // joins
        return report;
    }

    /// The query, a blank, and what differs; empty when both answer alike.
    [[nodiscard]] std::string differenceOf(const PromqlCase& one) const
    {
        const std::string why = difference(ourAnswer(ours(one)), theirs(one), false);
        return why.empty() ? why : one.query + " " + why;
    }

private:
    void compare(const PromqlCase& one, PromqlReport& report, std::mutex& mutex) const
    {
        const Answer got = ourAnswer(ours(one));
        const Answer want = theirs(one);
        const bool ordered = one.query.starts_with("sort");
        std::string why = difference(got, want, ordered);
        // Go's maps have no order: of equal values topk takes any, and sums round differently. Where Prometheus contradicts
        // itself there is nothing to compare with.
        bool contradicts = false;
        for (int again = 0; again < 40 && !why.empty() && !contradicts; ++again) {
            const Answer other = theirs(one);
            contradicts = !difference(other, want, ordered).empty();
            why = difference(got, other, ordered);
        }
        if (contradicts)
            why.clear();
        const bool known = !why.empty() && isKnown(one.query + " " + why);
        const std::scoped_lock lock(mutex);
        report.filled += want.series.empty() ? 0 : 1;
        report.failed += want.failed ? 1 : 0;
        report.unsettled += contradicts ? 1 : 0;
        report.known += known ? 1 : 0;
        if (!why.empty() && !known)
            report.differences.push_back(fmt::format("{}\n    at {}{}: {}", one.query, one.from,
                one.step > 0 ? fmt::format(" to {} step {}", one.to, one.step) : "", why));
    }

    [[nodiscard]] Result<promql::QueryOutput> ours(const PromqlCase& one) const
    {
        return one.step > 0 ? promql::queryRange(m_data, one.query, one.from, one.to, one.step, {}, m_options)
                            : promql::queryInstant(m_data, one.query, one.from, {}, m_options);
    }

    [[nodiscard]] Answer theirs(const PromqlCase& one) const
    {
        // Not seconds: Prometheus cuts what a double cannot hold instead of rounding.
        const std::string query = "query=" + percentEncoded(one.query);
        const auto body = one.step > 0
            ? httpExchange(m_port, "/api/v1/query_range",
                  fmt::format("{}&start={}&end={}&step={}ms", query, formatTime(one.from), formatTime(one.to), one.step))
            : httpExchange(m_port, "/api/v1/query", fmt::format("{}&time={}", query, formatTime(one.from)));
        if (!body)
            return {.failed = true, .error = "no answer from the server"};
        return theirAnswer(QJsonDocument::fromJson(QByteArray::fromStdString(*body)).object());
    }

    const series::Queryable& m_data;
    std::uint16_t m_port;
    promql::EngineOptions m_options;
};

} // namespace wg::test
