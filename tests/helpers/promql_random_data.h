// Random series for differential tests: the same for our head, as OpenMetrics text and as remote writes. The same seed gives
// the same on every machine. Header only.
#pragma once

#include "core/base/number.h"
#include "core/tsdb/head.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <utility>
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

/// Up to `middle` for a block (text knows no staleness markers), from there for remote writes, with markers.
class RandomData {
public:
    RandomData(TimeMs from, TimeMs middle, TimeMs to) : m_from(from), m_middle(middle), m_to(to)
    {
        addCounters();
        addGauges();
        addBuckets();
        addRare();
        std::ranges::stable_sort(m_block, {}, [](const auto& s) { return s.labels.metricName(); });
    }

    void fill(tsdb::Head& head) const
    {
        for (const auto* part : {&m_block, &m_tail}) {
            for (const auto& s : *part)
                head.append(s.labels, s.t, s.v);
        }
    }

    /// Up to the middle.
    [[nodiscard]] std::string openMetrics() const
    {
        std::string out;
        std::string_view last;
        for (const auto& s : m_block) {
            if (s.labels.metricName() != last)
                out += fmt::format("# TYPE {} unknown\n", s.labels.metricName());
            last = s.labels.metricName();
            std::string name = s.labels.text();
            for (std::size_t at = 0; (at = name.find("\", ", at)) != std::string::npos;)
                name.erase(at + 2, 1); // OpenMetrics has no blank after the comma
            for (std::size_t i = 0; i < s.t.size(); ++i)
                out += fmt::format("{} {} {}.{:03}\n", name, formatPromFloat(s.v[i]), s.t[i] / 1000, s.t[i] % 1000);
        }
        return out + "# EOF\n";
    }

    /// From the middle: a body of the remote write protocol, as blocks of snappy that hold nothing but literals.
    [[nodiscard]] std::string remoteWrite() const
    {
        std::string request;
        for (const auto& s : m_tail) {
            std::string one;
            for (const auto& label : s.labels)
                field(one, 1, textField(1, label.name) + textField(2, label.value));
            for (std::size_t i = 0; i < s.t.size(); ++i) {
                std::string sample(1, '\x09'); // field 1, 64 bits
                const auto bits = std::bit_cast<std::uint64_t>(s.v[i]);
                for (int byte = 0; byte < 8; ++byte)
                    sample += static_cast<char>(bits >> (8 * byte) & 0xff);
                sample += '\x10'; // field 2, varint
                varint(sample, static_cast<std::uint64_t>(s.t[i]));
                field(one, 2, sample);
            }
            field(request, 1, one);
        }
        std::string out;
        varint(out, request.size());
        for (std::size_t at = 0; at < request.size(); at += 65536) {
            const std::string_view piece = std::string_view(request).substr(at, 65536);
            const std::size_t less = piece.size() - 1;
            out += {'\xf4', static_cast<char>(less & 0xff), static_cast<char>(less >> 8 & 0xff)};
            out += piece;
        }
        return out;
    }

private:
    struct Shape {
        DurationMs interval = 15 * kSecond;
        int gap = 3; ///< chance in percent that a scrape is missing
        int down = 2; ///< chance in percent, in the tail, that the series ends with a marker and comes back
        TimeMs begins = 0; ///< after the data's begin
        DurationMs lasts = 24 * kHour;
    };

    static void varint(std::string& out, std::uint64_t value)
    {
        for (; value >= 0x80; value >>= 7)
            out += static_cast<char>((value & 0x7f) | 0x80);
        out += static_cast<char>(value);
    }
    static void field(std::string& out, int number, std::string_view bytes)
    {
        out += static_cast<char>(number << 3 | 2);
        varint(out, bytes.size());
        out += bytes;
    }
    static std::string textField(int number, std::string_view text)
    {
        std::string out;
        field(out, number, text);
        return out;
    }

    template <class Next>
    void add(const series::Labels& labels, const Shape& shape, Next&& next)
    {
        series::Series block{labels, {}, {}};
        series::Series tail{labels, {}, {}};
        int missing = 0; // scrapes
        const TimeMs first = m_from + shape.begins + m_dice.between(0, shape.interval);
        for (TimeMs at = first; at < std::min(m_to, first + shape.lasts); at += shape.interval) {
            double value = next();
            const bool late = at >= m_middle + kMinute;
            const bool inBlock = at < m_middle - kSecond;
            if ((!inBlock && !late) || m_dice.chance(shape.gap) || missing-- > 0)
                continue;
            if (late && m_dice.chance(shape.down)) {
                value = series::staleMarker();
                missing = static_cast<int>(m_dice.between(0, 12));
            }
            series::Series& into = inBlock ? block : tail;
            into.t.push_back(at + (m_dice.chance(20) ? m_dice.between(-20, 20) : 0));
            into.v.push_back(value);
        }
        if (!block.t.empty())
            m_block.push_back(std::move(block));
        if (!tail.t.empty())
            m_tail.push_back(std::move(tail));
    }

    void addCounters()
    {
        for (const char* job : {"api", "web"}) {
            for (const char* instance : {"a:1", "b:1", "c:1"}) {
                for (const char* code : {"200", "500"}) {
                    double total = static_cast<double>(m_dice.between(0, 50));
                    add({{"__name__", "requests_total"}, {"job", job}, {"instance", instance}, {"code", code}}, {}, [&] {
                        total = m_dice.chance(1) ? 0 : total + static_cast<double>(m_dice.between(0, 40)) / 4;
                        return total;
                    });
                }
            }
        }
        for (const char* instance : {"a:1", "b:1"}) {
            double total = 0;
            add({{"__name__", "crashes_total"}, {"instance", instance}}, {}, [&] {
                total = m_dice.chance(20) ? 0 : total + static_cast<double>(m_dice.between(0, 3));
                return total;
            });
        }
    }

    void addGauges()
    {
        for (const char* instance : {"a:1", "b:1", "c:1"}) {
            for (const char* room : {"hall", "lab"}) {
                double value = m_dice.real() * 40 - 20;
                add({{"__name__", "temperature"}, {"room", room}, {"instance", instance}}, {.gap = 2}, [&] {
                    value += m_dice.real() - 0.5;
                    return m_dice.chance(1) ? std::nan("") : value;
                });
            }
        }
        using Limits = std::numeric_limits<double>;
        const std::vector<double> odd{0, -0.0, 1, -1, Limits::infinity(), -Limits::infinity(), std::nan(""), 1e300, -1e300,
            Limits::denorm_min(), 1e-300, 0.1, 1e15, 4503599627370497.5};
        for (const char* id : {"x", "y"})
            add({{"__name__", "odd_values"}, {"id", id}}, {.interval = 30 * kSecond}, [&] { return m_dice.pick(odd); });
    }

    void addBuckets()
    {
        const std::vector<std::string> bounds{"0.1", "0.5", "1", "2.5", "+Inf"};
        for (const char* instance : {"a:1", "b:1"}) {
            for (std::size_t i = 0; i < bounds.size(); ++i) {
                Dice same(7); // so that the counts of all buckets are cumulative
                double count = 0;
                add({{"__name__", "latency_bucket"}, {"instance", instance}, {"le", bounds[i]}},
                    {.interval = 30 * kSecond, .gap = 0, .down = 0}, [&] {
                        for (int request = 0; request < 5; ++request)
                            count += same.between(0, 4) <= static_cast<std::int64_t>(i) ? 1 : 0;
                        return count;
                    });
            }
        }
        // Not cumulative, no +Inf, a bound twice, one that is no number, negative bounds, one bucket only.
        const std::vector<std::pair<std::string, std::vector<std::string>>> broken{{"shuffled", {"1", "2", "4", "+Inf"}},
            {"endless", {"1", "2"}}, {"twice", {"1", "1.0", "2", "+Inf"}}, {"text", {"1", "two", "+Inf"}},
            {"negative", {"-5", "-1", "0", "+Inf"}}, {"single", {"+Inf"}}};
        for (const auto& [kind, list] : broken) {
            for (const std::string& le : list)
                add({{"__name__", "broken_bucket"}, {"kind", kind}, {"le", le}}, {.interval = kMinute},
                    [&] { return static_cast<double>(m_dice.between(0, 20)); });
        }
    }

    void addRare()
    {
        for (const char* id : {"1", "2"})
            add({{"__name__", "sparse"}, {"id", id}}, {.interval = 4 * kMinute, .gap = 30},
                [&] { return static_cast<double>(m_dice.between(-9, 9)); });
        for (int run = 0; run < 6; ++run)
            add({{"__name__", "short_lived"}, {"run", std::to_string(run)}},
                {.interval = 10 * kSecond, .begins = run * 20 * kMinute, .lasts = (3 + 4 * run) * kMinute},
                [&] { return m_dice.real(); });
        for (const char* instance : {"a:1", "b:1", "d:1"})
            add({{"__name__", "build_info"}, {"instance", instance}, {"version", instance[0] == 'a' ? "1.0" : "1.1"}},
                {.interval = kMinute, .gap = 0}, [] { return 1.0; });
        for (const char* text : {"Z\u00fcrich", "a \"b\"", "back\\slash", "two\nlines", " blanks ,} "})
            add({{"__name__", "texts"}, {"text", text}}, {.interval = kMinute}, [&] { return m_dice.real(); });
        add({{"__name__", "job:recorded:rate5m"}}, {}, [&] { return m_dice.real(); });
    }

    TimeMs m_from;
    TimeMs m_middle;
    TimeMs m_to;
    Dice m_dice{42};
    std::vector<series::Series> m_block;
    std::vector<series::Series> m_tail;
};

} // namespace wg::test
