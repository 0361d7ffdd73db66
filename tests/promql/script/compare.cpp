#include "tests/promql/script/compare.h"

#include "core/base/number.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wg::test::script {
namespace {

using series::Labels;

Mismatch compareVector(const Eval& eval, const series::Vector& got)
{
    const Expectations& expected = eval.expected;
    if (expected.scalar || expected.text || expected.rangeVector)
        return "an instant vector was not expected";
    std::set<Labels> seen;
    const auto& rows = expected.series.rows();
    for (std::size_t i = 0; i < got.samples.size(); ++i) {
        const series::VectorSample& sample = got.samples[i];
        const LoadedSeries* row = expected.series.find(sample.labels);
        if (row == nullptr)
            return fmt::format("{} was not expected", sample.labels.text());
        if (!seen.insert(sample.labels).second)
            return fmt::format("{} is there twice", sample.labels.text());
        if (expected.ordered && (i >= rows.size() || rows[i].labels != sample.labels))
            return fmt::format("{} stands at the wrong place", sample.labels.text());
        const Point& point = row->points.front();
        if (point.kind != Point::Kind::Float || !almostEqual(point.value, sample.v))
            return fmt::format("{} has another value", sample.labels.text());
    }
    for (const LoadedSeries& row : rows) {
        if (!seen.contains(row.labels))
            return fmt::format("{} is missing", row.labels.text());
    }
    return std::nullopt;
}

bool samePoints(const Eval& eval, const LoadedSeries& row, const series::Series& got)
{
    std::size_t at = 0;
    for (std::size_t i = 0; i < row.points.size(); ++i) {
        const TimeMs t = eval.start + static_cast<DurationMs>(i) * eval.step;
        if (t > eval.end)
            return false;
        if (row.points[i].kind == Point::Kind::Absent)
            continue;
        if (at >= got.t.size() || got.t[at] != t || !almostEqual(row.points[i].value, got.v[at]))
            return false;
        ++at;
    }
    return at == got.t.size();
}

Mismatch compareMatrix(const Eval& eval, const series::Matrix& got)
{
    const Expectations& expected = eval.expected;
    if (expected.ordered)
        return "a matrix has no order of its own";
    if (expected.scalar || expected.text || (!eval.isRange && !expected.rangeVector))
        return "a matrix was not expected";
    if (!std::ranges::is_sorted(got.series, {}, &series::Series::labels))
        return "the matrix is not sorted by labels";
    std::set<Labels> seen;
    for (const series::Series& s : got.series) {
        const LoadedSeries* row = expected.series.find(s.labels);
        if (row == nullptr)
            return fmt::format("{} was not expected", s.labels.text());
        if (!seen.insert(s.labels).second)
            return fmt::format("{} is there twice", s.labels.text());
        if (!samePoints(eval, *row, s))
            return fmt::format("{} has other values", s.labels.text());
    }
    for (const LoadedSeries& row : expected.series.rows()) {
        if (!seen.contains(row.labels))
            return fmt::format("{} is missing", row.labels.text());
    }
    return std::nullopt;
}

/// Without the " (1:7)" that people get to see.
std::string withoutPlace(const std::string& message)
{
    const auto open = message.rfind(" (");
    const bool placed = open != std::string::npos && message.ends_with(')')
        && message.find_first_not_of("0123456789:", open + 2) == message.size() - 1;
    return placed ? message.substr(0, open) : message;
}

Mismatch compareMessages(
    std::string_view kind, const std::vector<MessagePattern>& expected, const std::vector<std::string>& got)
{
    if (expected.empty())
        return std::nullopt;
    for (const MessagePattern& pattern : expected) {
        if (std::ranges::none_of(got, [&](const std::string& message) { return pattern.matches(message); }))
            return fmt::format("no {} is {}; got [{}]", kind, pattern.text(), fmt::join(got, "; "));
    }
    for (const std::string& message : got) {
        if (std::ranges::none_of(expected, [&](const MessagePattern& pattern) { return pattern.matches(message); }))
            return fmt::format("the {} \"{}\" was not expected", kind, message);
    }
    return std::nullopt;
}

std::string text(double value)
{
    return series::isStale(value) ? "stale" : formatShortest(value);
}

} // namespace

bool almostEqual(double a, double b)
{
    if (std::isnan(a) && std::isnan(b))
        return true;
    if (a == b)
        return true;
    constexpr double kEpsilon = 0.000001;
    constexpr double kSmallest = std::numeric_limits<double>::min();
    const double sum = std::abs(a) + std::abs(b);
    const double difference = std::abs(a - b);
    if (a == 0 || b == 0 || sum < kSmallest)
        return difference < kEpsilon * kSmallest;
    return difference / std::min(sum, std::numeric_limits<double>::max()) < kEpsilon;
}

Mismatch compareValue(const Eval& eval, const series::Value& got)
{
    const Expectations& expected = eval.expected;
    if (const auto* matrix = std::get_if<series::Matrix>(&got))
        return compareMatrix(eval, *matrix);
    if (const auto* vector = std::get_if<series::Vector>(&got))
        return compareVector(eval, *vector);
    if (const auto* string = std::get_if<series::Text>(&got))
        return expected.text.value_or("") == string->v ? Mismatch() : "a string was not expected, or another one";
    if (!expected.scalar)
        return "a scalar was not expected";
    return almostEqual(*expected.scalar, std::get<series::Scalar>(got).v) ? Mismatch() : "the scalar is another one";
}

Mismatch compareWarnings(const Expectations& expected, const Warnings& got, bool plainIsSilent)
{
    std::vector<std::string> warnings;
    std::vector<std::string> infos;
    for (const Warning& w : got)
        (w.severity == Warning::Severity::Warning ? warnings : infos).push_back(withoutPlace(w.message));
    if (const auto mismatch = compareMessages("warning", expected.warnings, warnings))
        return mismatch;
    if (const auto mismatch = compareMessages("info", expected.infos, infos))
        return mismatch;
    if (expected.someWarning && warnings.empty())
        return "a warning was expected";
    if (expected.someInfo && infos.empty())
        return "an info was expected";
    const bool silent =
        expected.noWarning || (plainIsSilent && !expected.someWarning && expected.warnings.empty() && !expected.ordered);
    if (silent && !warnings.empty())
        return fmt::format("no warning was expected; got [{}]", fmt::join(warnings, "; "));
    if (expected.noInfo && !infos.empty())
        return fmt::format("no info was expected; got [{}]", fmt::join(infos, "; "));
    return std::nullopt;
}

Mismatch compareError(const Expectations& expected, const Error& got)
{
    if (!expected.fails)
        return fmt::format("failed: {}", got.text());
    if (expected.failure && !expected.failure->matches(got.message))
        return fmt::format("the error is not {}: {}", expected.failure->text(), got.message);
    return std::nullopt;
}

std::string describe(const series::Value& value)
{
    if (const auto* scalar = std::get_if<series::Scalar>(&value))
        return formatShortest(scalar->v);
    if (const auto* string = std::get_if<series::Text>(&value))
        return fmt::format("\"{}\"", string->v);
    std::vector<std::string> rows;
    if (const auto* vector = std::get_if<series::Vector>(&value)) {
        for (const series::VectorSample& s : vector->samples)
            rows.push_back(fmt::format("{} {}", s.labels.text(), text(s.v)));
    }
    if (const auto* matrix = std::get_if<series::Matrix>(&value)) {
        for (const series::Series& s : matrix->series) {
            std::string row = s.labels.text();
            for (std::size_t i = 0; i < s.t.size(); ++i)
                row += fmt::format(" {}@{}", text(s.v[i]), formatDuration(s.t[i]));
            rows.push_back(std::move(row));
        }
    }
    return rows.empty() ? "nothing" : fmt::format("{}", fmt::join(rows, "; "));
}

std::string describe(const Expectations& expected)
{
    if (expected.fails)
        return "an error";
    if (expected.scalar)
        return formatShortest(*expected.scalar);
    if (expected.text)
        return fmt::format("\"{}\"", *expected.text);
    std::vector<std::string> rows;
    for (const LoadedSeries& series : expected.series.rows()) {
        std::string row = series.labels.text();
        for (const Point& point : series.points)
            row += point.kind == Point::Kind::Float ? " " + text(point.value) : std::string(" _");
        rows.push_back(std::move(row));
    }
    return rows.empty() ? "nothing" : fmt::format("{}", fmt::join(rows, "; "));
}

} // namespace wg::test::script
