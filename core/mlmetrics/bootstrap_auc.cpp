// Resampled areas under the ROC curve: rows are sorted once, a draw is one walk over them.
#include "core/mlmetrics/bootstrap.h"
#include "core/mlmetrics/weights.h"

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
        return m_weights.empty() ? countedArea(multiplicity) : weightedArea(multiplicity);
    }

private:
    struct Row {
        std::uint32_t row : 30;
        std::uint32_t positive : 1;
        std::uint32_t last : 1; ///< of equal scores
    };

    /// Both counts of equal scores stand in one word, so that a row costs no branch on its class.
    template <class Multiplicity>
    double countedArea(Multiplicity multiplicity) const
    {
        std::uint64_t below = 0; // negatives with a smaller score
        std::uint64_t positives = 0;
        std::uint64_t wins = 0; // twice
        std::uint64_t tied = 0; // negatives in the low half, positives in the high one
        for (std::size_t at = 0; at < m_rows.size(); ++at) {
            const Row row = m_rows[at];
            tied += std::uint64_t{multiplicity(at, row.row)} << (32 * row.positive);
            if (row.last == 0)
                continue;
            const std::uint64_t negative = tied & 0xffffffffU;
            wins += (tied >> 32) * (2 * below + negative);
            positives += tied >> 32;
            below += negative;
            tied = 0;
        }
        const double pairs = static_cast<double>(positives) * static_cast<double>(below);
        return pairs > 0 ? static_cast<double>(wins) / (2 * pairs) : kNan;
    }

    template <class Multiplicity>
    double weightedArea(Multiplicity multiplicity) const
    {
        double below = 0;
        double positives = 0;
        double wins = 0;
        double tied = 0; // negatives
        double tiedPositives = 0;
        for (std::size_t at = 0; at < m_rows.size(); ++at) {
            const Row row = m_rows[at];
            const double weight = m_weights[at] * multiplicity(at, row.row);
            const double positive = weight * row.positive;
            tiedPositives += positive;
            tied += weight - positive;
            if (row.last == 0)
                continue;
            wins += tiedPositives * (below + tied / 2);
            positives += tiedPositives;
            below += tied;
            tied = tiedPositives = 0;
        }
        return positives > 0 && below > 0 ? wins / (positives * below) : kNan;
    }

    std::vector<Row> m_rows;
    std::vector<double> m_weights;
};

} // namespace

Result<Bootstrap> bootstrapAuc(std::span<const std::uint8_t> actual, std::span<const double> score,
    std::span<const double> weights, const BootstrapOptions& options, const CancelToken& cancel)
{
    if (const std::string_view problem = weightProblem(weights); !problem.empty())
        return undefinedBootstrap(problem, options.level);
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
    if (const std::string_view problem = weightProblem(weights); !problem.empty())
        return undefinedBootstrap(problem, options.level);
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
