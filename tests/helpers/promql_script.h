// Prometheus' own test language (promqltest), as far as the engine goes: load, clear, eval instant, eval range, expect,
// and the older eval_fail, eval_ordered, eval_warn, eval_info. Header only: it needs the engine and a head.
#pragma once

#include "core/base/number.h"
#include "core/promql/engine.h"
#include "core/promql/parser.h"
#include "core/tsdb/head.h"

#include <cmath>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace wg::test {

class PromqlScript {
public:
    struct Report {
        int passed = 0;
        int unsupported = 0; ///< native histograms, or refused with "not supported yet"
        std::vector<std::string> failures; ///< "line: expression: why"
    };

    explicit PromqlScript(promql::Compat compat) { m_options.compat = compat; }

    Report run(const std::string& text)
    {
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);)
            m_lines.push_back(trimmed(line));
        for (m_at = 0; m_at < m_lines.size();)
            command();
        return m_report;
    }

private:
    struct Expected {
        series::Labels labels;
        bool isScalar = false;
        std::vector<double> values; ///< stale marker: nothing
    };

    static std::string trimmed(const std::string& text)
    {
        const auto first = text.find_first_not_of(" \t\r");
        return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
    }

    static bool starts(const std::string& text, std::string_view word) { return text.starts_with(word); }

    /// The lines up to a blank one or a comment.
    std::vector<std::string> block()
    {
        std::vector<std::string> out;
        for (; m_at < m_lines.size() && !m_lines[m_at].empty(); ++m_at) {
            if (m_lines[m_at].front() != '#')
                out.push_back(m_lines[m_at]);
        }
        return out;
    }

    void command()
    {
        const std::string line = m_lines[m_at++];
        if (line.empty() || line.front() == '#')
            return;
        if (starts(line, "clear")) {
            m_head = std::make_unique<tsdb::Head>();
            m_incomplete = false;
        } else if (starts(line, "load_with_nhcb")) {
            load(parseDuration(trimmed(line.substr(14))).value(), block());
            m_incomplete = true;
        } else if (starts(line, "load"))
            load(parseDuration(trimmed(line.substr(4))).value(), block());
        else if (starts(line, "eval"))
            eval(line, static_cast<int>(m_at));
        else
            m_report.failures.push_back(fmt::format("{}: what is \"{}\"?", m_at, line));
    }

    /// Splits `metric{labels} values` after the labels.
    static std::pair<series::Labels, std::string> splitSeries(const std::string& line)
    {
        bool quoted = false;
        bool braces = false;
        std::size_t at = 0;
        for (; at < line.size() && (quoted || braces || !std::isspace(static_cast<unsigned char>(line[at]))); ++at) {
            if (line[at] == '"' && line[at - 1] != '\\')
                quoted = !quoted;
            if (!quoted && (line[at] == '{' || line[at] == '}'))
                braces = line[at] == '{';
            if (!quoted && !braces && line[at] == ' ')
                break;
        }
        std::vector<series::Label> labels;
        const std::string name = line.substr(0, at);
        if (const auto matchers = promql::parseSelector(name)) {
            for (const series::Matcher& m : *matchers)
                labels.push_back({m.name(), m.value()});
        }
        return {series::Labels(std::move(labels)), trimmed(line.substr(at))};
    }

    /// "1 2 _ 3+1x4 stale": absent ones are nullopt.
    static std::vector<std::optional<double>> values(const std::string& text)
    {
        std::vector<std::optional<double>> out;
        std::istringstream in(text);
        for (std::string word; in >> word;) {
            std::size_t times = 0;
            if (const auto x = word.find('x'); x != std::string::npos) {
                times = std::stoul(word.substr(x + 1));
                word.resize(x);
            }
            if (word == "_") {
                out.resize(out.size() + std::max<std::size_t>(times, 1));
                continue;
            }
            if (word == "stale") {
                out.emplace_back(series::staleMarker());
                continue;
            }
            const auto sign = word.find_first_of("+-", word.find_first_of("0123456789") == std::string::npos ? word.size() : 1);
            double step = 0;
            const bool exponent = sign != std::string::npos && (word[sign - 1] == 'e' || word[sign - 1] == 'E');
            if (sign != std::string::npos && sign > 0 && !exponent) {
                step = parsePromFloat(word.substr(sign)).value_or(0);
                word.resize(sign);
            }
            const double first = parsePromFloat(word).value_or(std::nan(""));
            for (std::size_t i = 0; i <= times; ++i)
                out.emplace_back(first + step * static_cast<double>(i));
        }
        return out;
    }

    void load(DurationMs step, const std::vector<std::string>& lines)
    {
        std::map<series::Labels, std::string> byLabels; // the last of equal series counts
        for (const std::string& line : lines) {
            const bool native = line.find("{{") != std::string::npos;
            m_incomplete = m_incomplete || native;
            if (!native)
                byLabels.insert_or_assign(splitSeries(line).first, splitSeries(line).second);
        }
        for (const auto& [labels, text] : byLabels) {
            std::vector<TimeMs> t;
            std::vector<double> v;
            const auto samples = values(text.substr(0, text.find('@')));
            for (std::size_t i = 0; i < samples.size(); ++i) {
                if (samples[i]) {
                    t.push_back(static_cast<TimeMs>(i) * step);
                    v.push_back(*samples[i]);
                }
            }
            m_head->append(labels, t, v);
        }
    }

    void eval(const std::string& line, int number)
    {
        std::istringstream in(line);
        std::string kind;
        std::string mode;
        std::string word;
        std::string from;
        std::string to;
        std::string step;
        in >> kind >> mode >> word >> from;
        if (mode == "range")
            in >> word >> to >> word >> step;
        std::string expression;
        std::getline(in, expression);
        bool fails = kind == "eval_fail";
        bool ordered = kind == "eval_ordered";
        bool beyond = false;
        std::vector<Expected> expected;
        for (const std::string& row : block()) {
            fails = fails || starts(row, "expect fail");
            ordered = ordered || starts(row, "expect ordered");
            beyond =
                beyond || row.find("{{") != std::string::npos || starts(row, "expect string") || starts(row, "expect range");
            if (starts(row, "expect"))
                continue;
            Expected want;
            want.isScalar = row.find_first_of("{ \t") == std::string::npos || parsePromFloat(row);
            auto [labels, text] = want.isScalar ? std::pair{series::Labels(), row} : splitSeries(row);
            want.labels = std::move(labels);
            for (const auto& v : values(text))
                want.values.push_back(v.value_or(series::staleMarker()));
            expected.push_back(std::move(want));
        }
        if (beyond)
            ++m_report.unsupported;
        else if (mode == "range")
            check(number, expression, fails, false, rangeAnswer(trimmed(expression), ms(from), ms(to), ms(step)), expected);
        else
            check(number, expression, fails, ordered, instantAnswer(trimmed(expression), ms(from)), expected);
    }

    static DurationMs ms(const std::string& text)
    {
        if (const auto seconds = parsePromFloat(text))
            return std::llround(*seconds * 1000);
        return starts(text, "-") ? -parseDuration(text.substr(1)).value() : parseDuration(text).value();
    }

    Result<std::vector<Expected>> instantAnswer(const std::string& expression, TimeMs at)
    {
        auto answer = promql::queryInstant(*m_head, expression, at, {}, m_options);
        if (!answer)
            return std::unexpected(answer.error());
        std::vector<Expected> out;
        if (const auto* scalar = std::get_if<series::Scalar>(&answer->value))
            out.push_back({{}, true, {scalar->v}});
        if (const auto* vector = std::get_if<series::Vector>(&answer->value)) {
            for (const auto& sample : vector->samples)
                out.push_back({sample.labels, false, {sample.v}});
        }
        return out;
    }

    Result<std::vector<Expected>> rangeAnswer(const std::string& expression, TimeMs from, TimeMs to, DurationMs step)
    {
        auto answer = promql::queryRange(*m_head, expression, from, to, step, {}, m_options);
        if (!answer)
            return std::unexpected(answer.error());
        std::vector<Expected> out;
        for (const auto& s : std::get<series::Matrix>(answer->value).series) {
            Expected row{
                s.labels, false, std::vector<double>(static_cast<std::size_t>((to - from) / step) + 1, series::staleMarker())};
            for (std::size_t i = 0; i < s.t.size(); ++i)
                row.values[static_cast<std::size_t>((s.t[i] - from) / step)] = s.v[i];
            out.push_back(std::move(row));
        }
        return out;
    }

    static bool same(double a, double b)
    {
        if (series::isStale(a) || series::isStale(b))
            return series::isStale(a) == series::isStale(b);
        if (std::isnan(a) || std::isnan(b))
            return std::isnan(a) && std::isnan(b);
        return a == b || std::abs(a - b) <= 1e-6 * std::max({std::abs(a), std::abs(b), 1e-12});
    }

    static bool same(const Expected& got, const Expected& want)
    {
        const std::size_t n = std::max(got.values.size(), want.values.size());
        for (std::size_t i = 0; i < n; ++i) {
            if (!same(i < got.values.size() ? got.values[i] : series::staleMarker(),
                    i < want.values.size() ? want.values[i] : series::staleMarker()))
                return false;
        }
        return got.labels == want.labels;
    }

    static std::string show(const std::vector<Expected>& rows)
    {
        std::string out;
        for (const Expected& row : rows) {
            out += row.labels.text();
            for (const double v : row.values)
                out += " " + (series::isStale(v) ? "_" : formatShortest(v));
            out += "; ";
        }
        return out;
    }

    void check(int number, const std::string& expression, bool fails, bool ordered, const Result<std::vector<Expected>>& got,
        const std::vector<Expected>& want)
    {
        const auto failure = [&](const std::string& why) {
            if (m_incomplete) {
                ++m_report.unsupported;
                return;
            }
            m_report.failures.push_back(fmt::format("{}: {}: {}", number, trimmed(expression), why));
        };
        if (!got && got.error().code == ErrorCode::Unsupported) {
            ++m_report.unsupported;
            return;
        }
        if (!got || fails) {
            if (static_cast<bool>(got) == fails)
                return failure(got ? "did not fail" : got.error().text());
            ++m_report.passed;
            return;
        }
        bool equal = got->size() == want.size();
        for (std::size_t i = 0; equal && i < want.size(); ++i) {
            equal = ordered ? same((*got)[i], want[i])
                            : std::any_of(got->begin(), got->end(), [&](const Expected& e) { return same(e, want[i]); });
        }
        if (!equal)
            return failure(fmt::format("got {} want {}", show(*got), show(want)));
        ++m_report.passed;
    }

    promql::EngineOptions m_options;
    std::unique_ptr<tsdb::Head> m_head = std::make_unique<tsdb::Head>();
    bool m_incomplete = false; ///< native histograms were not loaded: a different answer says nothing
    std::vector<std::string> m_lines;
    std::size_t m_at = 0;
    Report m_report;
};

} // namespace wg::test
