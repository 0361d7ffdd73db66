// Every function over ranges against a loop over each window, on data made to hurt: the engine slides, the loops do not.
#include "core/promql/engine.h"
#include "core/tsdb/head.h"

#include <QtTest>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

using namespace wg;
using namespace wg::promql;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

struct Samples {
    std::vector<TimeMs> t;
    std::vector<double> v;
    std::vector<TimeMs> start;
};
struct Window : Samples {
    TimeMs from = 0;
    TimeMs to = 0;
    TimeMs at = 0;
    Compat compat = Compat::V3;
};
using Naive = std::function<std::optional<double>(const Window&)>;

struct Kahan {
    double sum = 0;
    double lost = 0;
    void add(double v)
    {
        const double next = sum + v;
        lost = std::isinf(next) ? 0 : lost + (std::abs(sum) >= std::abs(v) ? (sum - next) + v : (v - next) + sum);
        sum = next;
    }
    [[nodiscard]] double value() const { return std::isinf(sum) ? sum : sum + lost; }
};

double naiveSum(const Window& w)
{
    Kahan kahan;
    for (const double v : w.v)
        kahan.add(v);
    return kahan.value();
}

/// A mean that goes on where a sum would overflow.
void naiveCarry(Compat compat, Kahan& mean, double v, double n)
{
    if (meanIsWeighted(compat)) {
        mean.sum *= (n - 1) / n;
        mean.lost *= (n - 1) / n;
        mean.add(v / n);
    } else if (!std::isinf(mean.sum) || std::isnan(v) || (std::isinf(v) && v != mean.sum)) {
        mean.add(v / n - (mean.sum + mean.lost) / n);
    }
}

double naiveMean(const Window& w)
{
    Kahan kahan;
    kahan.sum = w.v[0];
    for (std::size_t i = 1; i < w.v.size(); ++i) {
        Kahan next = kahan;
        next.add(w.v[i]);
        if (std::isinf(next.sum)) {
            kahan.sum /= static_cast<double>(i);
            kahan.lost /= static_cast<double>(i);
            for (; i < w.v.size(); ++i)
                naiveCarry(w.compat, kahan, w.v[i], static_cast<double>(i + 1));
            return kahan.sum + kahan.lost;
        }
        kahan = next;
    }
    const auto n = static_cast<double>(w.v.size());
    return kahan.sum / n + kahan.lost / n;
}

double naiveVariance(const Window& w)
{
    Kahan mean;
    Kahan squares;
    double count = 0;
    for (const double v : w.v) {
        ++count;
        const double delta = v - (mean.sum + mean.lost);
        mean.add(delta / count);
        squares.add(delta * (v - (mean.sum + mean.lost)));
    }
    return (squares.sum + squares.lost) / count;
}

double naiveQuantile(double phi, std::vector<double> v)
{
    std::sort(v.begin(), v.end(), [](double a, double b) { return std::isnan(a) ? !std::isnan(b) : a < b; });
    const double rank = phi * static_cast<double>(v.size() - 1);
    const auto lower = static_cast<std::size_t>(rank);
    const std::size_t upper = std::min(v.size() - 1, lower + 1);
    const double weight = rank - std::floor(rank);
    return v[lower] * (1 - weight) + v[upper] * weight;
}

double naiveMad(const Window& w)
{
    if (madOfNanIsNan(w.compat) && std::any_of(w.v.begin(), w.v.end(), [](double v) { return std::isnan(v); }))
        return kNan;
    const double median = naiveQuantile(0.5, w.v);
    std::vector<double> distances;
    for (const double v : w.v)
        distances.push_back(std::abs(v - median));
    return naiveQuantile(0.5, distances);
}

double naiveBest(const Window& w, bool greatest)
{
    double best = w.v[0];
    for (const double v : w.v)
        best = (greatest ? v > best : v < best) || std::isnan(best) ? v : best;
    return best;
}

bool naiveReset(const Window& w, std::size_t i)
{
    const TimeMs start = w.start.empty() ? 0 : w.start[i];
    const TimeMs before = w.start.empty() ? 0 : w.start[i - 1];
    const bool told =
        start != 0 && start < w.t[i] && (start > w.t[i - 1] || (start == w.t[i - 1] && before != 0 && before < w.t[i - 1]));
    return w.v[i] < w.v[i - 1] || told;
}

std::optional<double> naiveRate(const Window& w, bool isCounter, bool perSecond)
{
    const std::size_t last = w.v.size() - 1;
    const auto seconds = [](TimeMs ms) { return static_cast<double>(ms) / 1000; };
    const bool began = isCounter && !w.start.empty() && w.start[0] != 0 && w.start[0] > w.from && w.start[0] < w.t[0];
    if (last == 0 && !began)
        return std::nullopt;
    double difference = w.v[last] - w.v[0];
    for (std::size_t i = 1; isCounter && i <= last; ++i)
        difference += naiveReset(w, i) ? w.v[i - 1] : 0;
    double sampled = seconds(w.t[last] - w.t[0]);
    const double between = last == 0 ? 0 : sampled / static_cast<double>(last);
    double toStart = seconds(w.t[0] - w.from);
    double toEnd = seconds(w.to - w.t[last]);
    if (began) {
        toStart = 0;
        sampled = seconds(w.t[last] - w.start[0]);
        difference += w.v[0];
    } else {
        if (toStart >= between * 1.1)
            toStart = between / 2;
        if (isCounter && difference > 0 && w.v[0] >= 0)
            toStart = std::min(toStart, sampled * (w.v[0] / difference));
    }
    if (toEnd >= between * 1.1)
        toEnd = between / 2;
    const double factor = (sampled + toStart + toEnd) / sampled;
    return difference * (perSecond ? factor / seconds(w.to - w.from) : factor);
}

std::optional<double> naiveLine(const Window& w, TimeMs origin, double ahead, bool slopeOnly)
{
    if (w.v.size() < 2)
        return std::nullopt;
    if (std::all_of(w.v.begin(), w.v.end(), [&](double v) { return v == w.v[0]; }))
        return std::isinf(w.v[0]) ? kNan : slopeOnly ? 0 : w.v[0];
    Kahan x;
    Kahan y;
    Kahan xy;
    Kahan xx;
    for (std::size_t i = 0; i < w.v.size(); ++i) {
        const double at = static_cast<double>(w.t[i] - origin) / 1000;
        x.add(at);
        y.add(w.v[i]);
        xy.add(at * w.v[i]);
        xx.add(at * at);
    }
    const auto n = static_cast<double>(w.v.size());
    const double slope = (xy.value() - x.value() * y.value() / n) / (xx.value() - x.value() * x.value() / n);
    return slopeOnly ? slope : slope * ahead + (y.value() / n - slope * x.value() / n);
}

double countOf(const Window& w, const std::function<bool(std::size_t)>& happens)
{
    double out = 0;
    for (std::size_t i = 1; i < w.v.size(); ++i)
        out += happens(i) ? 1 : 0;
    return out;
}

double timeOfBest(const Window& w, bool greatest)
{
    std::size_t best = 0;
    for (std::size_t i = 0; i < w.v.size(); ++i) {
        if ((greatest ? w.v[i] >= w.v[best] : w.v[i] <= w.v[best]) || std::isnan(w.v[best]))
            best = i;
    }
    return static_cast<double>(w.t[best]) / 1000;
}

struct Function {
    const char* call; ///< % stands for the range vector
    Naive naive;
    double tolerance; ///< of the result; 0: the same bits (or both NaN)
};

std::vector<Function> functions()
{
    const auto lastTwo = [](bool rate) {
        return [rate](const Window& w) -> std::optional<double> {
            const std::size_t last = w.v.size() - 1;
            if (last == 0)
                return std::nullopt;
            const double difference = w.v[last] - w.v[last - 1];
            const double grown = rate && naiveReset(w, last) ? w.v[last] : difference;
            return rate ? grown / (static_cast<double>(w.t[last] - w.t[last - 1]) / 1000) : difference;
        };
    };
    return {
        {"sum_over_time(%)", naiveSum, 1e-9},
        {"avg_over_time(%)", naiveMean, 1e-9},
        {"stdvar_over_time(%)", naiveVariance, 1e-9},
        {"stddev_over_time(%)", [](const Window& w) { return std::sqrt(naiveVariance(w)); }, 1e-9},
        {"count_over_time(%)", [](const Window& w) { return static_cast<double>(w.v.size()); }, 0},
        {"present_over_time(%)", [](const Window&) { return 1.0; }, 0},
        {"first_over_time(%)", [](const Window& w) { return w.v.front(); }, 0},
        {"last_over_time(%)", [](const Window& w) { return w.v.back(); }, 0},
        {"max_over_time(%)", [](const Window& w) { return naiveBest(w, true); }, 0},
        {"min_over_time(%)", [](const Window& w) { return naiveBest(w, false); }, 0},
        {"quantile_over_time(0.9, %)", [](const Window& w) { return naiveQuantile(0.9, w.v); }, 0},
        {"quantile_over_time(0, %)", [](const Window& w) { return naiveQuantile(0, w.v); }, 0},
        {"quantile_over_time(1, %)", [](const Window& w) { return naiveQuantile(1, w.v); }, 0},
        {"mad_over_time(%)", naiveMad, 0},
        {"ts_of_first_over_time(%)", [](const Window& w) { return static_cast<double>(w.t.front()) / 1000; }, 0},
        {"ts_of_last_over_time(%)", [](const Window& w) { return static_cast<double>(w.t.back()) / 1000; }, 0},
        {"ts_of_max_over_time(%)", [](const Window& w) { return timeOfBest(w, true); }, 0},
        {"ts_of_min_over_time(%)", [](const Window& w) { return timeOfBest(w, false); }, 0},
        {"rate(%)", [](const Window& w) { return naiveRate(w, true, true); }, 0},
        {"increase(%)", [](const Window& w) { return naiveRate(w, true, false); }, 0},
        {"delta(%)", [](const Window& w) { return naiveRate(w, false, false); }, 0},
        {"irate(%)", lastTwo(true), 0},
        {"idelta(%)", lastTwo(false), 0},
        {"changes(%)",
            [](const Window& w) {
                return countOf(
                    w, [&](std::size_t i) { return w.v[i] != w.v[i - 1] && !(std::isnan(w.v[i]) && std::isnan(w.v[i - 1])); });
            },
            0},
        {"resets(%)", [](const Window& w) { return countOf(w, [&](std::size_t i) { return naiveReset(w, i); }); }, 0},
        {"deriv(%)", [](const Window& w) { return naiveLine(w, w.t[0], 0, true); }, 0},
        {"predict_linear(%, 600)", [](const Window& w) { return naiveLine(w, w.at, 600, false); }, 0},
    };
}

using Make = std::function<double(std::mt19937_64&, std::size_t)>;

double uniform(std::mt19937_64& random)
{
    return static_cast<double>(random() >> 11) * 0x1p-53;
}

/// Values that hurt, by name.
std::map<std::string, Make> makers()
{
    const auto oneOf = [](std::vector<double> of) {
        return [of](std::mt19937_64& random, std::size_t) { return of[random() % of.size()]; };
    };
    return {
        {"gauge", [](std::mt19937_64& r, std::size_t) { return 20 + 5 * uniform(r); }},
        {"far", [](std::mt19937_64& r, std::size_t) { return 1e9 + uniform(r); }},
        {"tenths", [](std::mt19937_64& r, std::size_t) { return static_cast<double>(r() % 10) / 10; }},
        {"constant", [](std::mt19937_64&, std::size_t) { return 1.5990505637277868; }},
        {"stairs", [](std::mt19937_64&, std::size_t i) { return static_cast<double>(i / 40 % 3); }},
        {"counter", [](std::mt19937_64& r, std::size_t i) { return static_cast<double>(i % 97) * 3.3 + uniform(r); }},
        {"integers", [](std::mt19937_64& r, std::size_t) { return static_cast<double>(r() % 2000) - 1000; }},
        {"zeros", [](std::mt19937_64& r, std::size_t) { return r() % 30 == 0 ? 1e5 * uniform(r) : 0; }},
        {"opposite", oneOf({1e16, -1e16, 1, -1, 0.1, -0.1, 0, -0.0})},
        {"hugeThenSmall", [](std::mt19937_64& r, std::size_t i) { return i < 50 ? 1e300 * uniform(r) : uniform(r); }},
        {"smallAfterLarge", [](std::mt19937_64& r, std::size_t i) { return i < 50 ? 1e12 * uniform(r) : uniform(r) - 0.5; }},
        {"overflow", oneOf({1e308, 1.7e308, -1e308, 3, -1.7e308, 1e300})},
        {"denormal", oneOf({5e-324, -5e-324, 1e-310, 0, 2.2250738585072014e-308})},
        {"nan", [](std::mt19937_64& r, std::size_t) { return r() % 5 == 0 ? kNan : uniform(r); }},
        {"mostlyNan", [](std::mt19937_64& r, std::size_t) { return r() % 5 != 0 ? kNan : uniform(r); }},
        {"infinite", oneOf({kInf, -kInf, kNan, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})},
        {"rareInfinity", [](std::mt19937_64& r, std::size_t) { return r() % 40 == 0 ? kInf : uniform(r); }},
        {"allMinusInfinity", oneOf({-kInf, -kInf, -kInf, kNan})},
    };
}

/// Even, jittery or with gaps; some samples fall on the edges of windows.
std::vector<TimeMs> timesOf(std::mt19937_64& random, std::size_t count)
{
    std::vector<TimeMs> out;
    const auto kind = random() % 3;
    TimeMs at = static_cast<TimeMs>(random() % 3) * 5 * kSecond;
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back(at);
        at += 15 * kSecond;
        if (kind == 1)
            at += static_cast<TimeMs>(random() % 2) * static_cast<TimeMs>(random() % 5000);
        if (kind == 2 && random() % 20 == 0)
            at += static_cast<TimeMs>(random() % 20) * kMinute;
    }
    return out;
}

struct Shape {
    DurationMs range;
    DurationMs step;
    DurationMs offset;
    Compat compat;
};

std::map<TimeMs, double> naiveAnswer(const Samples& data, const Shape& shape, const Naive& naive, TimeMs from, TimeMs to)
{
    std::map<TimeMs, double> out;
    for (TimeMs at = from; at <= to; at += shape.step) {
        Window w;
        w.at = at;
        w.compat = shape.compat;
        w.to = at - shape.offset;
        w.from = w.to - shape.range;
        for (std::size_t i = 0; i < data.t.size(); ++i) {
            const bool afterStart = rangesAreLeftOpen(shape.compat) ? data.t[i] > w.from : data.t[i] >= w.from;
            if (!afterStart || data.t[i] > w.to || series::isStale(data.v[i]))
                continue;
            w.t.push_back(data.t[i]);
            w.v.push_back(data.v[i]);
            if (!data.start.empty() && startTimesCount(shape.compat))
                w.start.push_back(data.start[i]);
        }
        if (w.v.empty())
            continue;
        if (const auto value = naive(w))
            out[at] = *value;
    }
    return out;
}

bool close(double a, double b, double tolerance)
{
    if (std::isnan(a) || std::isnan(b))
        return std::isnan(a) && std::isnan(b);
    return a == b || std::abs(a - b) <= tolerance * std::max(std::abs(a), std::abs(b));
}

std::string difference(const Result<QueryOutput>& got, const std::map<TimeMs, double>& want, double tolerance)
{
    if (!got)
        return got.error().text();
    const auto& all = std::get<series::Matrix>(got->value).series;
    const series::Series none;
    const series::Series& series = all.empty() ? none : all.front();
    if (series.t.size() != want.size())
        return fmt::format("{} points instead of {}", series.t.size(), want.size());
    std::size_t i = 0;
    for (const auto& [t, v] : want) {
        if (series.t[i] != t || !close(series.v[i], v, tolerance))
            return fmt::format("at {} ms: {} instead of {} (at {} ms)", series.t[i], series.v[i], v, t);
        ++i;
    }
    return {};
}

} // namespace

class TestPromqlEngineWindows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void slidingEqualsLoops_data()
    {
        QTest::addColumn<QString>("kind");
        for (const auto& [name, make] : makers())
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
    void slidingEqualsLoops()
    {
        QFETCH(QString, kind);
        const Make make = makers().at(kind.toStdString());
        std::mt19937_64 random(qHash(kind, 1));
        const Shape shapes[] = {
            {5 * kMinute, kMinute, 0, Compat::V3},
            {kMinute, 15 * kSecond, 0, Compat::V3},
            {kHour, kMinute, 7 * kSecond, Compat::V3},
            {30 * kSecond, 10 * kMinute, 0, Compat::V3},
            {5 * kMinute, kMinute, -kMinute, Compat::V2_55},
            {2 * kHour, 5 * kMinute, 0, Compat::V2_55},
        };
        for (const Shape& shape : shapes) {
            Samples data;
            data.t = timesOf(random, 900);
            for (std::size_t i = 0; i < data.t.size(); ++i)
                data.v.push_back(random() % 50 == 0 ? series::staleMarker() : make(random, i));
            tsdb::Head head;
            head.append({{"__name__", "m_total"}}, data.t, data.v);
            check(head, data, shape);
        }
    }

    /// 2.42 carries a mean along, which rounds at the size of the values: where they cancel out a sum does not tell it.
    void meanOf2_42WhereMuchCancelsOut()
    {
        std::mt19937_64 random(1);
        std::vector<TimeMs> t;
        std::vector<double> v;
        for (int i = 0; i < 400; ++i) {
            t.push_back((i + 1) * kSecond);
            v.push_back((i % 2 == 0 ? 1e8 : -1e8) * (1 + 1e-9 * uniform(random)));
        }
        tsdb::Head head;
        head.append({{"__name__", "m"}}, t, v);
        EngineOptions options;
        options.compat = Compat::V2_42;
        for (std::size_t end = 40; end < t.size(); ++end) {
            double mean = 0;
            double lost = 0;
            for (std::size_t k = 0; k < 40; ++k) { // KahanSum of what changes the mean
                const double change = v[end - 39 + k] / static_cast<double>(k + 1) - mean / static_cast<double>(k + 1);
                const double total = mean + change;
                lost += std::abs(mean) >= std::abs(change) ? (mean - total) + change : (change - total) + mean;
                mean = total;
            }
            const auto got = queryInstant(head, "avg_over_time(m[39s])", t[end], {}, options);
            QVERIFY(got.has_value());
            QVERIFY(close(std::get<series::Vector>(got->value).samples.at(0).v, mean + lost, 1e-12));
        }
    }

    void startTimesAreResets()
    {
        std::mt19937_64 random(5);
        const Make counter = makers().at("counter");
        for (int round = 0; round < 4; ++round) {
            Samples data;
            data.t = timesOf(random, 600);
            TimeMs began = 1;
            for (std::size_t i = 0; i < data.t.size(); ++i) {
                const auto kind = random() % 12;
                if (kind == 0)
                    began = data.t[i] - static_cast<TimeMs>(random() % 20'000);
                if (kind == 1)
                    began = i > 0 ? data.t[i - 1] : 0;
                if (kind == 2)
                    began = data.t[i] + static_cast<TimeMs>(random() % 3) - 1;
                data.v.push_back(counter(random, i));
                data.start.push_back(kind == 3 ? 0 : began);
            }
            tsdb::Head head;
            head.append({{"__name__", "m_total"}}, data.t, data.v, data.start);
            check(head, data, {5 * kMinute, kMinute, 0, Compat::V3});
            check(head, data, {20 * kSecond, 10 * kSecond, 0, Compat::V3});
            check(head, data, {5 * kMinute, kMinute, 0, Compat::V2_55});
        }
    }

    void answersDoNotDependOnThreads()
    {
        tsdb::Head head;
        std::mt19937_64 random(9);
        for (int i = 0; i < 120; ++i) {
            Samples data;
            data.t = timesOf(random, 3000);
            for (std::size_t k = 0; k < data.t.size(); ++k)
                data.v.push_back(random() % 50 == 0 ? series::staleMarker() : 100 * uniform(random));
            head.append({{"__name__", "m"}, {"i", std::to_string(i)}, {"g", std::to_string(i % 7)}}, data.t, data.v);
        }
        for (const char* query : {"rate(m[5m])", "m", "sum by (g) (rate(m[5m]))", "quantile_over_time(2, m[10m])",
                 "max_over_time(avg_over_time(m[5m])[1h:1m])", "topk(3, m)", "m @ 3600", "rate(m[5m] smoothed)"}) {
            EngineOptions options;
            options.threads = 1;
            const auto one = queryRange(head, query, kHour, 12 * kHour, 30 * kSecond, {}, options);
            options.threads = 4;
            const auto four = queryRange(head, query, kHour, 12 * kHour, 30 * kSecond, {}, options);
            QVERIFY2(one && four, query);
            QVERIFY2(std::get<series::Matrix>(one->value) == std::get<series::Matrix>(four->value), query);
            QVERIFY2(one->warnings == four->warnings, query);
            QVERIFY2(!std::get<series::Matrix>(one->value).series.empty(), query);
        }
    }

private:
    static void check(const tsdb::Head& head, const Samples& data, const Shape& shape)
    {
        const TimeMs from = data.t.front() - 30 * kSecond;
        const TimeMs to = std::min(data.t.back() + 10 * kMinute, from + 10'000 * shape.step);
        EngineOptions options;
        options.compat = shape.compat;
        const std::string offset = shape.offset == 0
            ? ""
            : fmt::format(" offset {}{}s", shape.offset < 0 ? "-" : "", std::abs(shape.offset) / kSecond);
        const std::string range = fmt::format("m_total[{}s]{}", shape.range / kSecond, offset);
        for (const Function& function : functions()) {
            std::string query = function.call;
            query.replace(query.find('%'), 1, range);
            const auto got = queryRange(head, query, from, to, shape.step, {}, options);
            if (!got && got.error().message.find("unknown function") != std::string::npos)
                continue; // not of this version
            const std::string text = difference(got, naiveAnswer(data, shape, function.naive, from, to), function.tolerance);
            QVERIFY2(text.empty(), (query + ": " + text).c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestPromqlEngineWindows)
#include "tst_promql_engine_windows.moc"
