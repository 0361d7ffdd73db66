#include "core/evaluation/slice_split.h"

#include "core/base/number.h"
#include "core/logs/cell.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

constexpr std::size_t kMostSlices = 1000;
constexpr std::size_t kMostPlainValues = 20; ///< of a numeric column: above it is cut into bins
constexpr int kUsualBins = 4;
constexpr std::size_t kCancelEvery = 1 << 16; // rows
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Result<void> checkCancel(std::size_t row, const CancelToken& cancel)
{
    if (row % kCancelEvery == 0 && cancel.cancelled())
        return fail(ErrorCode::Cancelled, "slicing was cancelled");
    return {};
}

std::unexpected<Error> tooMany(const std::string& column)
{
    return fail(ErrorCode::Usage,
        fmt::format("column {} has more than {} values; slice by one with fewer, or by bins of a number", column, kMostSlices));
}

Result<std::vector<RowPart>> splitTexts(const logs::Column& column, const Rows& rows, const CancelToken& cancel)
{
    constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> partOf(column.dictionary.size(), kNone);
    std::vector<RowPart> out;
    RowPart missing{
        {.column = column.name, .value = std::string(kMissingSlice), .metric = {}, .reason = {}, .interval = {}}, {}};
    std::size_t seen = 0;
    for (const std::uint32_t row : rows) {
        WG_CHECK(checkCancel(seen++, cancel));
        const std::uint32_t code = column.codes[row];
        if (partOf[code] == kNone) {
            const std::string_view text = column.dictionary.text(code);
            partOf[code] = kNone - 1;
            if (!logs::isMissingText(text)) {
                partOf[code] = static_cast<std::uint32_t>(out.size());
                RowPart& part = out.emplace_back();
                part.slice.column = column.name;
                part.slice.value = text;
                if (out.size() > kMostSlices)
                    return tooMany(column.name);
            }
        }
        (partOf[code] == kNone - 1 ? missing : out[partOf[code]]).rows.push_back(row);
    }
    if (!missing.rows.empty())
        out.push_back(std::move(missing));
    return out;
}

/// The cells of these rows, NaN where missing.
std::vector<double> valuesOf(const logs::Column& column, const Rows& rows)
{
    std::vector<double> out(rows.size());
    rows.forEachRun([&](std::uint32_t first, std::size_t count, std::size_t at) {
        if (count == 1)
            out[at] = column.numbers[first];
        else
            column.numbers.copy(first, count, out.data() + at);
    });
    return out;
}

/// Distinct finite or infinite values, ascending; at most `limit` + 1 of them.
std::vector<double> distinctValues(const std::vector<double>& values, std::size_t limit)
{
    std::map<double, bool> seen;
    for (const double value : values) {
        if (!std::isnan(value) && seen.emplace(value, true).second && seen.size() > limit)
            break;
    }
    std::vector<double> out;
    out.reserve(seen.size());
    for (const auto& [value, yes] : seen)
        out.push_back(value);
    return out;
}

std::string binName(double low, double high)
{
    if (low == -kInfinity && high == kInfinity)
        return "all";
    if (low == -kInfinity)
        return "under " + edgeText(high);
    if (high == kInfinity)
        return edgeText(low) + " and more";
    return fmt::format("{} to {}", edgeText(low), edgeText(high));
}

/// Names of neighbours stay apart: where short forms of edges meet they are written out.
void nameBins(std::vector<RowPart>& parts, const std::vector<double>& edges)
{
    bool clash = false;
    for (std::size_t i = 1; i < edges.size(); ++i)
        clash = clash || edgeText(edges[i - 1]) == edgeText(edges[i]);
    for (RowPart& part : parts) {
        Slice& slice = part.slice;
        if (!clash)
            slice.value = binName(slice.low, slice.high);
        else if (slice.low == -kInfinity)
            slice.value = "under " + formatShortest(slice.high);
        else
            slice.value = slice.high == kInfinity ? formatShortest(slice.low) + " and more"
                                                  : formatShortest(slice.low) + " to " + formatShortest(slice.high);
    }
}

std::vector<RowPart> emptyParts(
    const std::string& column, const std::vector<double>& plain, const std::vector<double>& edges, bool byBins)
{
    std::vector<RowPart> out(byBins ? edges.size() + 1 : plain.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        Slice& slice = out[i].slice;
        slice.column = column;
        slice.low = byBins ? (i == 0 ? -kInfinity : edges[i - 1]) : plain[i];
        slice.high = byBins ? (i == edges.size() ? kInfinity : edges[i]) : plain[i];
        if (!byBins)
            slice.value = formatShortest(plain[i]);
    }
    if (byBins)
        nameBins(out, edges);
    return out;
}

Result<std::vector<RowPart>> splitNumbers(const logs::Column& column, int bins, const Rows& rows, const CancelToken& cancel)
{
    const std::vector<double> values = valuesOf(column, rows);
    const std::vector<double> plain = distinctValues(values, kMostPlainValues);
    const bool byBins = bins > 0 || plain.size() > kMostPlainValues;
    std::vector<double> edges;
    if (byBins) {
        std::vector<double> sorted;
        sorted.reserve(values.size());
        std::copy_if(values.begin(), values.end(), std::back_inserter(sorted), [](double v) { return !std::isnan(v); });
        std::sort(sorted.begin(), sorted.end());
        edges = roundEdges(sorted, bins > 0 ? bins : kUsualBins);
    }
    std::vector<RowPart> out = emptyParts(column.name, plain, edges, byBins);
    RowPart missing;
    missing.slice.column = column.name;
    missing.slice.value = kMissingSlice;
    const std::vector<double>& starts = byBins ? edges : plain;
    std::size_t at = 0;
    for (const std::uint32_t row : rows) {
        WG_CHECK(checkCancel(at, cancel));
        const double value = values[at++];
        if (std::isnan(value)) {
            missing.rows.push_back(row);
            continue;
        }
        const auto above = static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), value) - starts.begin());
        out[byBins ? above : above - 1].rows.push_back(row);
    }
    std::erase_if(out, [](const RowPart& part) { return part.rows.empty(); });
    if (!missing.rows.empty())
        out.push_back(std::move(missing));
    return out;
}

/// The number with the fewest significant digits in [low, high]; of equally short ones that nearest to `wanted`.
double roundest(double low, double wanted, double high)
{
    if (!(low < high) || !std::isfinite(low) || !std::isfinite(high))
        return wanted;
    if (low <= 0 && high >= 0)
        return 0;
    for (int exponent = static_cast<int>(std::floor(std::log10(high - low))) + 1;; --exponent) {
        // Steps of 1, then 0.5 times a power of ten; division keeps decimals what they look like.
        for (const double part : {1.0, 2.0}) {
            const double power = std::pow(10.0, std::abs(exponent));
            const auto at = [&](double steps) { return exponent >= 0 ? steps * power / part : steps / (power * part); };
            const double steps = exponent >= 0 ? wanted / power * part : wanted * power * part;
            const double down = at(std::floor(steps));
            const double up = at(std::ceil(steps));
            const bool downFits = down >= low && down <= high;
            const bool upFits = up >= low && up <= high;
            if (downFits || upFits)
                return downFits && (!upFits || wanted - down <= up - wanted) ? down : up;
        }
        if (exponent < -300)
            return wanted;
    }
}

} // namespace

std::string edgeText(double edge)
{
    struct Unit {
        double size;
        const char* name;
    };
    for (const Unit unit : {Unit{1e9, " G"}, Unit{1e6, " M"}, Unit{1e3, " k"}}) {
        const double scaled = edge / unit.size;
        if (std::abs(scaled) >= 1 && std::abs(scaled) < 1000 && scaled * 100 == std::round(scaled * 100))
            return formatShortest(scaled) + unit.name;
    }
    return std::isfinite(edge) ? fmt::format("{:.6g}", edge) : formatShortest(edge);
}

std::vector<double> roundEdges(const std::vector<double>& sorted, int bins)
{
    std::vector<double> out;
    if (sorted.empty())
        return out;
    const auto quantile = [&](double share) {
        const double at = std::clamp(share, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
        return sorted[static_cast<std::size_t>(std::llround(at))];
    };
    for (int i = 1; i < bins; ++i) {
        const double share = static_cast<double>(i) / bins;
        double edge = roundest(quantile(share - 0.25 / bins), quantile(share), quantile(share + 0.25 / bins));
        // Much of one least value, such as 0: what is above it is the next part.
        if (edge <= sorted.front())
            edge = *std::min(std::upper_bound(sorted.begin(), sorted.end(), sorted.front()), sorted.end() - 1);
        if (edge > sorted.front() && (out.empty() || edge > out.back()))
            out.push_back(edge);
    }
    return out;
}

Result<std::vector<RowPart>> splitRows(
    const OpenedLog& log, const SliceColumn& wanted, const Rows& rows, const CancelToken& cancel)
{
    const auto column = std::find_if(
        log.table.columns.begin(), log.table.columns.end(), [&](const logs::Column& one) { return one.name == wanted.column; });
    if (column == log.table.columns.end())
        return fail(ErrorCode::Usage, fmt::format("{} has no column {}", log.file, wanted.column));
    if (!column->kept)
        return fail(ErrorCode::Usage,
            fmt::format("the cells of column {} are not in memory; open {} with it in use", wanted.column, log.file));
    if (column->numeric)
        return splitNumbers(*column, wanted.bins, rows, cancel);
    if (wanted.bins > 0)
        return fail(ErrorCode::Usage, fmt::format("column {} holds words; only numbers have bins", wanted.column));
    return splitTexts(*column, rows, cancel);
}

} // namespace wg::evaluation
