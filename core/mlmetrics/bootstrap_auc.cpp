// Resampled areas under the ROC curve: rows are sorted once, a draw is one walk over them.
#include "core/mlmetrics/bootstrap.h"

#include <algorithm>
#include <limits>

namespace wg::mlmetrics {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Rows in ascending order of the score.
class SortedScores {
public:
    SortedScores(std::span<const std::uint8_t> actual, std::span<const double> score, std::span<const double> weights)
    {
        std::vector<std::pair<double, std::uint32_t>> order;
        order.reserve(score.size());
        for (std::size_t i = 0; i < score.size(); ++i)
            order.emplace_back(score[i], static_cast<std::uint32_t>(i));
        std::sort(order.begin(), order.end());
        m_rows.reserve(order.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            const bool last = i + 1 == order.size() || order[i + 1].first != order[i].first;
            m_rows.push_back({order[i].second, actual[order[i].second] != 0, last});
            if (!weights.empty())
                m_weights.push_back(weights[order[i].second]);
        }
    }

    /// Row i counts multiplicity(position in this order, row) times.
    template <class Multiplicity>
    [[nodiscard]] double area(Multiplicity multiplicity) const
    {
        return m_weights.empty() ? walk<std::uint64_t>([&](std::size_t at, std::uint32_t row) { return multiplicity(at, row); })
                                 : walk<double>([&](std::size_t at, std::uint32_t row) {
                                       return m_weights[at] * static_cast<double>(multiplicity(at, row));
                                   });
    }

private:
    struct Row {
        std::uint32_t row : 30;
        std::uint32_t positive : 1;
        std::uint32_t last : 1; ///< of equal scores
    };

    template <class Number, class CountOf>
    double walk(CountOf countOf) const
    {
        Number below = 0; // negatives with a smaller score
        Number sums[2] = {0, 0}; // of equal scores
        Number positives = 0;
        double wins = 0; // twice
        for (std::size_t at = 0; at < m_rows.size(); ++at) {
            const Row row = m_rows[at];
            sums[row.positive] += static_cast<Number>(countOf(at, row.row));
            if (row.last == 0)
                continue;
            wins += static_cast<double>(sums[1]) * static_cast<double>(2 * below + sums[0]);
            below += sums[0];
            positives += sums[1];
            sums[0] = sums[1] = 0;
        }
        const double pairs = static_cast<double>(positives) * static_cast<double>(below);
        return pairs > 0 ? wins / (2 * pairs) : kNan;
    }

    std::vector<Row> m_rows;
    std::vector<double> m_weights;
};

} // namespace

Result<Bootstrap> bootstrapAuc(std::span<const std::uint8_t> actual, std::span<const double> score,
    std::span<const double> weights, const BootstrapOptions& options, const CancelToken& cancel)
{
    const SortedScores sorted(actual, score, weights);
    // Rows are exchangeable, so a multiplicity may be that of the row at this place of the order: no jumps in memory.
    WG_TRY(std::vector<Bootstrap> out,
        bootstrapRows(
            actual.size(), 1,
            [&](std::span<const std::uint32_t> multiplicity, std::span<double> area) {
                area[0] = sorted.area([&](std::size_t at, std::uint32_t) { return multiplicity[at]; });
            },
            options, cancel));
    return std::move(out.front());
}

Result<Bootstrap> bootstrapAucDifference(std::span<const std::uint8_t> actual, std::span<const double> scoreA,
    std::span<const double> scoreB, std::span<const double> weights, const BootstrapOptions& options, const CancelToken& cancel)
{
    const SortedScores sortedA(actual, scoreA, weights);
    const SortedScores sortedB(actual, scoreB, weights);
    WG_TRY(std::vector<Bootstrap> out,
        bootstrapRows(
            actual.size(), 1,
            [&](std::span<const std::uint32_t> multiplicity, std::span<double> difference) {
                const auto ofRow = [&](std::size_t, std::uint32_t row) { return multiplicity[row]; };
                difference[0] = sortedA.area(ofRow) - sortedB.area(ofRow);
            },
            options, cancel));
    return std::move(out.front());
}

} // namespace wg::mlmetrics
