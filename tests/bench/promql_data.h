// The data of bench_promql: 1000 series x 1 day at 15 s, like those of a small fleet. The same on every machine.
#pragma once

#include "core/base/number.h"
#include "core/series/value.h"
#include "core/tsdb/head.h"

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace wg::bench {

inline constexpr TimeMs kStart = 1'700'006'400'000; // a multiple of a day, so that one block holds everything
inline constexpr DurationMs kInterval = 15 * kSecond;
inline constexpr int kScrapes = 5760;

/// Of every 100 scrapes one is some milliseconds late; the timestamps of one instance are those of one scrape loop.
class FleetData {
public:
    FleetData()
    {
        for (int instance = 0; instance < 20; ++instance)
            addInstance(instance);
        std::ranges::sort(m_series, {}, &series::Series::labels); // OpenMetrics wants the series of a metric together
    }

    [[nodiscard]] const std::vector<series::Series>& series() const { return m_series; }

    void fill(tsdb::Head& head) const
    {
        for (const auto& s : m_series)
            head.append(s.labels, s.t, s.v);
    }

    /// OpenMetrics; VictoriaMetrics reads it too.
    [[nodiscard]] bool write(const std::string& path) const
    {
        std::FILE* file = std::fopen(path.c_str(), "w");
        if (!file)
            return false;
        std::string_view last;
        std::string text;
        for (const auto& s : m_series) {
            text.clear();
            if (s.labels.metricName() != last)
                text += fmt::format("# TYPE {} unknown\n", s.labels.metricName());
            last = s.labels.metricName();
            std::string name = s.labels.text();
            std::erase(name, ' '); // OpenMetrics has no blank after the comma
            for (std::size_t i = 0; i < s.t.size(); ++i)
                text += fmt::format("{} {} {}.{:03}\n", name, formatPromFloat(s.v[i]), s.t[i] / 1000, s.t[i] % 1000);
            std::fwrite(text.data(), 1, text.size(), file);
        }
        std::fputs("# EOF\n", file);
        return std::fclose(file) == 0;
    }

private:
    template <class Next>
    void add(std::string name, std::vector<series::Label> labels, Next&& next)
    {
        series::Series out;
        labels.push_back({"__name__", std::move(name)});
        labels.push_back({"instance", m_instance});
        labels.push_back({"job", "api"});
        out.labels = series::Labels(std::move(labels));
        out.t = m_times;
        out.v.reserve(m_times.size());
        for (std::size_t i = 0; i < m_times.size(); ++i)
            out.v.push_back(next(i));
        m_series.push_back(std::move(out));
    }

    void addInstance(int index)
    {
        m_instance = fmt::format("10.0.{}.{}:9100", index / 10, 10 + index);
        m_times.clear();
        const TimeMs first = kStart + below(kInterval - 100);
        for (int i = 0; i < kScrapes; ++i)
            m_times.push_back(first + i * kInterval + (below(100) == 0 ? 1 + below(40) : 0));
        addCounters();
        addHistogram();
        addGauges();
        const std::vector<std::string> regions{"eu-north", "eu-south", "us-west"};
        add("instance_info", {{"region", regions[static_cast<std::size_t>(index) % 3]}}, [](std::size_t) { return 1.0; });
        add("build_info", {{"version", index < 15 ? "2.4.1" : "2.5.0"}}, [](std::size_t) { return 1.0; });
        add("start_time_seconds", {}, [](std::size_t) { return 1.69998e9; });
    }

    void addCounters()
    {
        for (const char* handler : {"/", "/api/v1/query", "/api/v1/series", "/login", "/metrics"}) {
            for (const char* code : {"200", "304", "404", "500"}) {
                const std::int64_t pace = code[0] == '2' ? 400 : code[0] == '5' ? 3 : 30;
                double total = static_cast<double>(below(100'000));
                add("http_requests_total", {{"handler", handler}, {"code", code}}, [&](std::size_t) {
                    total = below(4000) == 0 ? 0 : total + static_cast<double>(below(pace)); // a restart now and then
                    return total;
                });
            }
        }
    }

    void addHistogram()
    {
        const std::vector<std::string> bounds{
            "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf"};
        std::vector<std::vector<double>> counts(bounds.size());
        std::vector<double> total(bounds.size(), 0);
        for (int i = 0; i < kScrapes; ++i) {
            double more = 0;
            for (std::size_t b = 0; b < bounds.size(); ++b) { // cumulative: each bucket holds those below it
                more += static_cast<double>(below(b < 7 ? 12 : 3));
                counts[b].push_back(total[b] += more);
            }
        }
        for (std::size_t b = 0; b < bounds.size(); ++b)
            add("request_seconds_bucket", {{"le", bounds[b]}}, [&](std::size_t i) { return counts[b][i]; });
    }

    void addGauges()
    {
        for (int sensor = 0; sensor < 15; ++sensor) {
            double value = 20 + 60 * real();
            add("sensor_celsius", {{"sensor", fmt::format("s{:02}", sensor)}}, [&](std::size_t) {
                value += real() - 0.5;
                return value;
            });
        }
    }

    std::int64_t below(std::int64_t limit) { return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(limit)); }
    double real() { return static_cast<double>(m_random() >> 11) * 0x1p-53; }

    std::mt19937_64 m_random{42}; // NOLINT(cert-msc51-cpp): the same data every run
    std::string m_instance;
    std::vector<TimeMs> m_times;
    std::vector<series::Series> m_series;
};

} // namespace wg::bench
