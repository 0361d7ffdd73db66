#include "core/mlmetrics/bootstrap.h"
#include "core/base/parallel.h"
#include "core/mlmetrics/resample.h"
#include "core/mlmetrics/weights.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wg::mlmetrics {
namespace {

constexpr std::size_t kJackknifeGroups = 1000;
constexpr std::size_t kWholeRows = 131072; // means of more rows are resampled by groups of rows
constexpr std::size_t kRowGroups = 65536;

using Values = std::vector<std::vector<double>>; // [statistic][draw]

/// Runs evaluate(index, scratch, out) for each index in parallel; out has one number per statistic.
template <class Scratch, class Evaluate>
Result<Values> fill(std::size_t count, std::size_t statistics, unsigned threads, const CancelToken& cancel, Scratch makeScratch,
    Evaluate evaluate)
{
    Values out(statistics, std::vector<double>(count));
    WG_CHECK(parallelFor(count, threads, [&](std::size_t begin, std::size_t end) -> Result<void> {
        auto scratch = makeScratch();
        std::vector<double> one(statistics);
        for (std::size_t i = begin; i < end; ++i) {
            if (cancel.cancelled())
                return fail(ErrorCode::Cancelled, "cancelled");
            evaluate(i, scratch, std::span(one));
            for (std::size_t j = 0; j < statistics; ++j)
                out[j][i] = one[j];
        }
        return {};
    }));
    return out;
}

std::size_t drawsOf(const BootstrapOptions& options)
{
    return static_cast<std::size_t>(std::max(options.draws, 0));
}

/// `counts[i]`: how often the i-th jackknife value counts; empty: once each.
std::vector<Bootstrap> finish(
    std::span<const double> estimates, Values draws, const Values& jackknife, double level, std::span<const double> counts = {})
{
    std::vector<Bootstrap> out;
    out.reserve(estimates.size());
    for (std::size_t j = 0; j < estimates.size(); ++j)
        out.push_back(bcaFromDraws(estimates[j], std::move(draws[j]), jackknife[j], level, counts));
    return out;
}

/// Which group of the jackknife a row is left out with: by itself, or by a hash, so that the order of rows does not matter.
std::size_t jackknifeGroups(std::size_t rows)
{
    return std::min(rows, kJackknifeGroups);
}
std::size_t jackknifeGroup(std::size_t row, std::size_t rows)
{
    return rows <= kJackknifeGroups ? row : SplitMix::mixed(row + 1) % kJackknifeGroups;
}

/// Sums of w and w x per column over rows or groups of rows; [unit][0] is the weight.
struct MeanSums {
    std::size_t width = 0; ///< columns + 1
    std::vector<double> cells;
    [[nodiscard]] std::size_t units() const { return cells.size() / width; }
};

MeanSums sumsOf(std::span<const std::span<const double>> columns, std::span<const double> weights)
{
    const std::size_t rows = columns.empty() ? weights.size() : columns.front().size();
    const bool grouped = rows > kWholeRows;
    MeanSums out{columns.size() + 1, std::vector<double>((columns.size() + 1) * (grouped ? kRowGroups : rows))};
    for (std::size_t i = 0; i < rows; ++i) {
        double* unit = &out.cells[(grouped ? SplitMix::mixed(i + 1) % kRowGroups : i) * out.width];
        const double weight = weightOf(weights, i);
        unit[0] += weight;
        for (std::size_t c = 0; c < columns.size(); ++c)
            unit[c + 1] += weight * columns[c][i];
    }
    return out;
}

/// Sums of a resample. Up to three columns are added up in registers.
template <std::size_t Width>
void addUpFixed(std::span<const double> cells, std::span<const std::uint32_t> multiplicity, std::vector<double>& out)
{
    std::array<double, Width> sums{};
    const double* cell = cells.data();
    for (const std::uint32_t times : multiplicity) {
        for (std::size_t c = 0; c < Width; ++c)
            sums[c] += times * cell[c];
        cell += Width;
    }
    std::copy(sums.begin(), sums.end(), out.begin());
}

void addUp(const MeanSums& sums, std::span<const std::uint32_t> multiplicity, std::vector<double>& out)
{
    if (sums.width == 2)
        return addUpFixed<2>(sums.cells, multiplicity, out);
    if (sums.width == 3)
        return addUpFixed<3>(sums.cells, multiplicity, out);
    if (sums.width == 4)
        return addUpFixed<4>(sums.cells, multiplicity, out);
    std::fill(out.begin(), out.end(), 0.0);
    for (std::size_t i = 0; i < multiplicity.size(); ++i) {
        for (std::size_t c = 0; c < sums.width; ++c)
            out[c] += multiplicity[i] * sums.cells[i * sums.width + c];
    }
}

/// Turns sums into means in place and gives them to the caller's function.
void computeFromSums(std::vector<double>& sums, const MeanStatistics& compute, std::span<double> out)
{
    for (std::size_t c = 1; c < sums.size(); ++c)
        sums[c] /= sums[0];
    compute(std::span<const double>(sums).subspan(1), out);
}

} // namespace

Result<std::vector<Bootstrap>> bootstrapRows(std::size_t rows, std::size_t statistics, const RowStatistics& compute,
    const BootstrapOptions& options, const CancelToken& cancel)
{
    std::vector<double> estimates(statistics);
    compute(std::vector<std::uint32_t>(rows, 1), estimates);
    const auto scratch = [&] { return std::vector<std::uint32_t>(rows); };
    WG_TRY(Values draws,
        fill(drawsOf(options), statistics, options.threads, cancel, scratch,
            [&](std::size_t draw, std::vector<std::uint32_t>& multiplicity, std::span<double> out) {
                SplitMix random(options.seed, draw);
                drawMultiplicities(random, multiplicity);
                compute(multiplicity, out);
            }));
    std::vector<std::uint16_t> group(rows);
    for (std::size_t i = 0; i < rows; ++i)
        group[i] = static_cast<std::uint16_t>(jackknifeGroup(i, rows));
    WG_TRY(const Values jackknife,
        fill(jackknifeGroups(rows), statistics, options.threads, cancel, scratch,
            [&](std::size_t without, std::vector<std::uint32_t>& multiplicity, std::span<double> out) {
                for (std::size_t i = 0; i < rows; ++i)
                    multiplicity[i] = group[i] == without ? 0 : 1;
                compute(multiplicity, out);
            }));
    return finish(estimates, std::move(draws), jackknife, options.level);
}

Result<std::vector<Bootstrap>> bootstrapCells(std::span<const double> cells, std::size_t statistics,
    const CellStatistics& compute, const BootstrapOptions& options, const CancelToken& cancel)
{
    std::vector<double> estimates(statistics);
    compute(cells, estimates);
    const auto scratch = [&] { return std::vector<double>(cells.begin(), cells.end()); };
    WG_TRY(Values draws,
        fill(drawsOf(options), statistics, options.threads, cancel, scratch,
            [&](std::size_t draw, std::vector<double>& drawn, std::span<double> out) {
                SplitMix random(options.seed, draw);
                drawMultinomial(random, cells, drawn);
                compute(drawn, out);
            }));
    std::vector<std::size_t> used;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i] > 0)
            used.push_back(i);
    }
    WG_TRY(const Values jackknife,
        fill(used.size(), statistics, options.threads, cancel, scratch,
            [&](std::size_t at, std::vector<double>& without, std::span<double> out) {
                --without[used[at]];
                compute(without, out);
                ++without[used[at]];
            }));
    std::vector<double> counts;
    counts.reserve(used.size());
    for (const std::size_t i : used)
        counts.push_back(cells[i]);
    return finish(estimates, std::move(draws), jackknife, options.level, counts);
}

Result<std::vector<Bootstrap>> bootstrapMeans(std::span<const std::span<const double>> columns, std::span<const double> weights,
    std::size_t statistics, const MeanStatistics& compute, const BootstrapOptions& options, const CancelToken& cancel)
{
    if (const std::string_view problem = weightProblem(weights); !problem.empty())
        return std::vector<Bootstrap>(statistics, undefinedBootstrap(problem, options.level));
    const MeanSums sums = sumsOf(columns, weights);
    const std::size_t units = sums.units();
    std::vector<double> all(sums.width);
    for (std::size_t i = 0; i < sums.cells.size(); ++i)
        all[i % sums.width] += sums.cells[i];
    std::vector<double> estimates(statistics);
    std::vector<double> means = all;
    computeFromSums(means, compute, estimates);
    const auto scratch = [&] { return std::pair(std::vector<std::uint32_t>(units), std::vector<double>(sums.width)); };
    using Scratch = std::pair<std::vector<std::uint32_t>, std::vector<double>>;
    WG_TRY(Values draws,
        fill(drawsOf(options), statistics, options.threads, cancel, scratch,
            [&](std::size_t draw, Scratch& room, std::span<double> out) {
                auto& [multiplicity, drawn] = room;
                SplitMix random(options.seed, draw);
                drawMultiplicities(random, multiplicity);
                addUp(sums, multiplicity, drawn);
                computeFromSums(drawn, compute, out);
            }));
    WG_TRY(const Values jackknife,
        fill(units, statistics, options.threads, cancel, scratch,
            [&](std::size_t without, Scratch& room, std::span<double> out) {
                for (std::size_t c = 0; c < sums.width; ++c)
                    room.second[c] = all[c] - sums.cells[without * sums.width + c];
                computeFromSums(room.second, compute, out);
            }));
    return finish(estimates, std::move(draws), jackknife, options.level);
}

} // namespace wg::mlmetrics
