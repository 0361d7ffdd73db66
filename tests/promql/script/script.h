// A test script of Prometheus (promqltest), read: what is loaded, what is evaluated, and what must come of it.
//
// Every form of the versions from 2.42 to 3.14 is known, whatever version is asked for: an older engine's scripts have no
// newer forms. A blank line or a comment ends a command. What is not understood is an error with its line.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "tests/promql/script/series_line.h"
#include "tests/promql/script/start_line.h"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace re2 {
class RE2;
}

namespace wg::test::script {

/// Bounds of the work one script may ask for.
struct Limits {
    std::size_t samples = 2'000'000; ///< written in the script, after repetition
    std::size_t evaluations = 100'000;
};

struct LoadedSeries {
    series::Labels labels;
    std::vector<Point> points;
    StartOffsets starts; ///< empty: none is known; else one per point
};

/// In the order first written; of equal series the last one counts.
class SeriesTable {
public:
    void put(LoadedSeries series);
    [[nodiscard]] const LoadedSeries* find(const series::Labels& labels) const;
    [[nodiscard]] const std::vector<LoadedSeries>& rows() const { return m_rows; }

private:
    std::vector<LoadedSeries> m_rows;
    std::unordered_map<series::Labels, std::size_t, series::LabelsHash> m_index;
};

struct Load {
    std::size_t line = 0;
    DurationMs step = 0;
    bool withNhcb = false; ///< classic histograms become native ones with custom buckets, too
    SeriesTable series;
};

struct Clear { };

/// What a message must be: a text or a regular expression that is found in it.
class MessagePattern {
public:
    [[nodiscard]] static Result<MessagePattern> regex(const std::string& pattern);
    [[nodiscard]] static MessagePattern exact(std::string text);
    [[nodiscard]] static MessagePattern any();

    [[nodiscard]] bool matches(const std::string& message) const;
    [[nodiscard]] std::string text() const; ///< for people

private:
    std::string m_text;
    bool m_any = false;
    std::shared_ptr<const re2::RE2> m_regex;
};

struct Expectations {
    bool fails = false;
    std::optional<MessagePattern> failure; ///< of the error
    bool someWarning = false; ///< eval_warn
    bool someInfo = false; ///< eval_info
    bool noWarning = false;
    bool noInfo = false;
    bool ordered = false;
    std::vector<MessagePattern> warnings; ///< each must be there, and there must be no other
    std::vector<MessagePattern> infos;
    bool rangeVector = false; ///< an instant query's answer is a matrix, at start, start + step, …
    std::optional<double> scalar;
    std::optional<std::string> text;
    SeriesTable series;
};

struct Eval {
    std::size_t line = 0;
    std::string expression;
    bool isRange = false;
    TimeMs start = 0; ///< == end for an instant query without a range vector
    TimeMs end = 0; ///< the time of an instant query
    DurationMs step = 0;
    Expectations expected;
};

using Command = std::variant<Load, Clear, Eval>;
using Script = std::vector<Command>;

/// Errors have the line; their input is empty.
[[nodiscard]] Result<Script> parseScript(std::string_view text, const Limits& limits = {});

} // namespace wg::test::script
