// Random series and random PromQL over them. Header only; the same seed gives the same on every machine.
#pragma once

#include "core/base/number.h"
#include "core/tsdb/head.h"

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace wg::test {

class Dice {
public:
    explicit Dice(unsigned seed) : m_engine(seed) { }

    /// Both ends included. Not std::uniform_int_distribution: its numbers depend on the library.
    std::int64_t between(std::int64_t least, std::int64_t most)
    {
        return least + static_cast<std::int64_t>(m_engine() % static_cast<std::uint64_t>(most - least + 1));
    }
    bool chance(int percent) { return between(1, 100) <= percent; }
    double real() { return static_cast<double>(between(0, 1'000'000)) / 1'000'000; }
    template <class T>
    const T& pick(const std::vector<T>& from)
    {
        return from[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(from.size()) - 1))];
    }

private:
    std::mt19937_64 m_engine;
};

/// Fills `head` and returns the same as OpenMetrics text.
inline std::string randomData(tsdb::Head& head, TimeMs from, TimeMs to)
{
    Dice dice(42);
    std::string out;
    std::string lastMetric;
    // `next` gives the next value; `gap` is the chance in percent that a scrape is missing.
    const auto add = [&](const series::Labels& labels, DurationMs interval, int gap, auto&& next) {
        std::vector<TimeMs> t;
        std::vector<double> v;
        for (TimeMs at = from + dice.between(0, interval); at < to; at += interval) {
            const double value = next();
            if (dice.chance(gap))
                continue;
            t.push_back(at + (dice.chance(20) ? dice.between(-20, 20) : 0));
            v.push_back(value);
        }
        head.append(labels, t, v);
        if (labels.metricName() != lastMetric)
            out += fmt::format("# TYPE {} unknown\n", labels.metricName());
        lastMetric = labels.metricName();
        std::string name = labels.text();
        std::erase(name, ' '); // OpenMetrics has no blank after the comma
        for (std::size_t i = 0; i < t.size(); ++i)
            out += fmt::format("{} {} {}.{:03}\n", name, formatPromFloat(v[i]), t[i] / 1000, t[i] % 1000);
    };
    for (const char* job : {"api", "web"}) {
        for (const char* instance : {"a:1", "b:1", "c:1"}) {
            for (const char* code : {"200", "500"}) {
                double total = static_cast<double>(dice.between(0, 50));
                add({{"__name__", "requests_total"}, {"job", job}, {"instance", instance}, {"code", code}}, 15 * kSecond, 3,
                    [&] {
                        total = dice.chance(1) ? 0 : total + static_cast<double>(dice.between(0, 40)) / 4;
                        return total;
                    });
            }
        }
    }
    for (const char* instance : {"a:1", "b:1", "c:1"}) {
        for (const char* room : {"hall", "lab"}) {
            double value = dice.real() * 40 - 20;
            add({{"__name__", "temperature"}, {"room", room}, {"instance", instance}}, 15 * kSecond, 2, [&] {
                value += dice.real() - 0.5;
                return dice.chance(1) ? std::nan("") : value;
            });
        }
    }
    for (const char* instance : {"a:1", "b:1"}) {
        std::vector<double> counts(5, 0);
        const std::vector<std::string> bounds{"0.1", "0.5", "1", "2.5", "+Inf"};
        for (std::size_t i = 0; i < bounds.size(); ++i) {
            Dice same(7); // so that the counts of all buckets are cumulative
            double count = 0;
            add({{"__name__", "latency_bucket"}, {"instance", instance}, {"le", bounds[i]}}, 30 * kSecond, 0, [&] {
                for (int request = 0; request < 5; ++request)
                    count += same.between(0, 4) <= static_cast<std::int64_t>(i) ? 1 : 0;
                return count;
            });
        }
    }
    for (const char* id : {"1", "2"})
        add({{"__name__", "sparse"}, {"id", id}}, 4 * kMinute, 30, [&] { return static_cast<double>(dice.between(-9, 9)); });
    for (const char* instance : {"a:1", "b:1", "d:1"})
        add({{"__name__", "build_info"}, {"instance", instance}, {"version", instance[0] == 'a' ? "1.0" : "1.1"}}, kMinute, 0,
            [] { return 1.0; });
    return out + "# EOF\n";
}

/// Expressions of the supported language; most answer something over randomData().
class QueryGenerator {
public:
    explicit QueryGenerator(unsigned seed) : m_dice(seed) { }

    std::int64_t between(std::int64_t least, std::int64_t most) { return m_dice.between(least, most); }
    std::string query() { return m_dice.chance(5) ? scalar(2) : vector(3); }

private:
    using Texts = std::vector<std::string>;

    std::string pick(const Texts& from) { return m_dice.pick(from); }
    std::string duration() { return pick({"30s", "1m", "2m", "5m", "7m30s", "15m", "1h"}); }
    std::string number() { return pick({"0", "1", "2", "0.5", "-3", "10", "1e3", "NaN", "Inf", "7.25"}); }
    std::string fraction() { return pick({"0", "0.1", "0.5", "0.9", "0.99", "1", "-1", "2"}); }

    std::string selector()
    {
        std::string out = pick({"requests_total", "requests_total{job=\"api\"}", "requests_total{code!=\"200\"}",
            "requests_total{instance=~\"[ab].*\",job!~\"w.+\"}", "temperature", "temperature{room=\"lab\"}",
            "temperature{nolabel=\"\"}", "sparse", "build_info", "latency_bucket{le!=\"+Inf\"}", "{room=~\"hall|lab\"}",
            "{__name__=\"sparse\",id=\"1\"}", "nothing_here"});
        return out;
    }
    std::string shift()
    {
        return m_dice.chance(20) ? " offset " + pick({"1m", "-2m", "13m", "1h"}) : m_dice.chance(4) ? " @ end()" : "";
    }

    std::string range(int depth)
    {
        if (depth > 0 && m_dice.chance(12))
            return "(" + vector(depth - 1) + ")[" + duration() + ":" + pick({"", "30s", "1m", "77s"}) + "]" + shift();
        return selector() + "[" + duration() + "]" + shift();
    }

    std::string scalar(int depth)
    {
        if (depth == 0 || m_dice.chance(60))
            return number();
        switch (m_dice.between(0, 3)) {
        case 0:
            return "time()";
        case 1:
            return "scalar(" + vector(depth - 1) + ")";
        case 2:
            return "(" + scalar(depth - 1) + " " + pick({"+", "-", "*", "/", "%", "^"}) + " " + scalar(depth - 1) + ")";
        default:
            return "(" + scalar(depth - 1) + " " + comparison() + " bool " + scalar(depth - 1) + ")";
        }
    }

    std::string comparison() { return pick({"==", "!=", ">", "<", ">=", "<="}); }
    std::string grouping()
    {
        return pick({"", " by (instance)", " by (job, code)", " without (instance)", " by ()", " by (le)", " by (none)"});
    }

    std::string vector(int depth)
    {
        if (depth == 0)
            return selector() + shift();
        switch (m_dice.between(0, 11)) {
        case 0:
            return selector() + shift();
        case 1:
        case 2:
            return pick({"rate", "increase", "irate", "delta", "idelta", "changes", "resets", "deriv"}) + "(" + range(depth)
                + ")";
        case 3:
        case 4:
            return overTime(depth);
        case 5:
        case 6:
            return aggregate(depth);
        case 7:
            return function(depth);
        case 8:
            return "(" + vector(depth - 1) + " " + scalarOperator() + " " + scalar(1) + ")";
        case 9:
            return "(" + scalar(1) + " " + scalarOperator() + " " + vector(depth - 1) + ")";
        case 10:
            return m_dice.chance(30) ? "-" + vector(depth - 1) : matched(depth);
        default:
            return "histogram_quantile(" + fraction() + ", sum by (le, instance) (rate(latency_bucket[" + duration() + "])))";
        }
    }

    std::string scalarOperator()
    {
        return m_dice.chance(50) ? pick({"+", "-", "*", "/", "%", "^"}) : comparison() + (m_dice.chance(50) ? " bool" : "");
    }

    std::string overTime(int depth)
    {
        if (m_dice.chance(15))
            return "quantile_over_time(" + fraction() + ", " + range(depth) + ")";
        return pick({"avg", "max", "min", "sum", "count", "last", "stddev", "stdvar", "present", "absent"}) + "_over_time("
            + range(depth) + ")";
    }

    std::string aggregate(int depth)
    {
        if (m_dice.chance(20))
            return pick({"topk", "bottomk"}) + grouping() + " (" + pick({"1", "2", "3", "0", "100"}) + ", temperature)";
        if (m_dice.chance(15))
            return "quantile" + grouping() + " (" + fraction() + ", " + vector(depth - 1) + ")";
        if (m_dice.chance(8))
            return "count_values" + grouping() + " (\"value\", round(" + vector(depth - 1) + "))";
        return pick({"sum", "avg", "min", "max", "count", "stddev", "stdvar", "group"}) + grouping() + " (" + vector(depth - 1)
            + ")";
    }

    std::string function(int depth)
    {
        const std::string inner = vector(depth - 1);
        switch (m_dice.between(0, 9)) {
        case 0:
            return "clamp(" + inner + ", " + number() + ", " + number() + ")";
        case 1:
            return pick({"clamp_min", "clamp_max"}) + "(" + inner + ", " + number() + ")";
        case 2:
            return "round(" + inner + pick({"", ", 5", ", 0.1"}) + ")";
        case 3:
            return "absent(" + inner + ")";
        case 4:
            return pick({"timestamp", "sort", "sort_desc"}) + "(" + inner + ")";
        case 5:
            return "vector(" + scalar(1) + ")";
        case 6:
            return pick({"hour", "minute", "day_of_week", "day_of_year", "days_in_month", "month", "year"}) + "(timestamp("
                + inner + "))"; // of NaN Prometheus says what the processor makes of it
        case 7:
            return "label_replace(" + inner + ", \"host\", \"$1-x\", \"instance\", \"(.*):.*\")";
        default:
            return pick({"abs", "ceil", "floor", "sqrt", "exp", "ln", "log2", "log10", "sgn", "sin", "atan", "deg"}) + "("
                + inner + ")";
        }
    }

    /// Both sides have one series per matching group, mostly.
    std::string matched(int depth)
    {
        const std::string inner = vector(depth - 1);
        switch (m_dice.between(0, 5)) {
        case 0:
            return "(" + inner + " " + pick({"and", "or", "unless"}) + pick({"", " on (instance)", " ignoring (code, room)"})
                + " " + vector(depth - 1) + ")";
        case 1:
            return "(sum by (instance) (" + inner + ") " + scalarOperator() + " on (instance) avg by (instance) ("
                + vector(depth - 1) + "))";
        case 2:
            return "(requests_total{code=\"500\"} " + scalarOperator() + " ignoring (code) requests_total{code=\"200\"})";
        case 3:
            return "(temperature " + scalarOperator() + " on (instance) group_left (version) build_info)";
        case 4:
            return "(" + inner + " " + scalarOperator() + " " + inner + ")";
        default:
            return "(build_info * on (instance) group_right " + inner + ")";
        }
    }

    Dice m_dice;
};

} // namespace wg::test
