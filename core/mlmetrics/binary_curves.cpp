#include "core/mlmetrics/binary_curves.h"

#include "core/base/parallel.h"
#include "core/mlmetrics/binary.h"

#include <array>
#include <utility>

namespace wg::mlmetrics {
namespace {

/// Counts at one point of the walk.
struct At {
    BinaryCounts counts;
    double threshold;
    const PassOptions* options;

    At(const ScorePoint& point, const PassOptions& all)
        : counts{.truePositives = point.tp,
              .falsePositives = point.fp,
              .trueNegatives = all.negatives.weight - point.fp,
              .falseNegatives = all.positives.weight - point.tp}
        , threshold(point.score)
        , options(&all)
    {
    }
};

double thresholdOf(const At& at)
{
    return at.threshold;
}
double shareFound(const At& at)
{
    return (at.counts.truePositives + at.counts.falsePositives) / at.counts.total();
}
double costOf(const At& at)
{
    return cost(at.counts, at.options->costFalsePositive, at.options->costFalseNegative).value;
}
template <Metric (*metric)(const BinaryCounts&)>
double value(const At& at)
{
    return metric(at.counts).value; // NaN where undefined
}

struct Definition {
    std::string_view name;
    double (*x)(const At&);
    double (*y)(const At&);
    bool fromNothing; ///< begins at +Inf, where nothing is decided positive
};

constexpr std::array kCurves{
    Definition{"roc", value<falsePositiveRate>, value<recall>, true},
    Definition{"pr", value<recall>, value<precision>, false},
    Definition{"det", value<falsePositiveRate>, value<falseNegativeRate>, true},
    Definition{"gain", shareFound, value<recall>, true},
    Definition{"lift", shareFound, value<lift>, false},
    Definition{"cost", thresholdOf, costOf, false},
    Definition{"precision", thresholdOf, value<precision>, false},
    Definition{"recall", thresholdOf, value<recall>, false},
    Definition{"specificity", thresholdOf, value<specificity>, false},
    Definition{"f1", thresholdOf, value<f1>, false},
    Definition{"accuracy", thresholdOf, value<accuracy>, false},
    Definition{"balanced_accuracy", thresholdOf, value<balancedAccuracy>, false},
    Definition{"mcc", thresholdOf, value<mcc>, false},
    Definition{"youden_j", thresholdOf, value<youdenJ>, false},
};

CurvePoints curve(const Definition& definition, std::span<const ScorePoint> points, const PassOptions& options, double error)
{
    CurvePoints out;
    for (std::vector<double>* values : {&out.threshold, &out.x, &out.y})
        values->reserve(points.size() + 1);
    const auto add = [&](const ScorePoint& point) {
        const At at(point, options);
        const double x = definition.x(at);
        const double y = definition.y(at);
        if (std::isnan(x) || std::isnan(y))
            return;
        out.threshold.push_back(point.score);
        out.x.push_back(x);
        out.y.push_back(y);
    };
    if (definition.fromNothing)
        add(ScorePoint{});
    for (const ScorePoint& point : points)
        add(point);
    return error > 0 ? simplify(out, error) : out;
}

} // namespace

BinaryCurves binaryCurves(std::span<const ScorePoint> points, const PassOptions& totals, double error, unsigned threads)
{
    std::vector<NamedCurvePoints> all(kCurves.size());
    (void)parallelFor(kCurves.size(), threads, [&](std::size_t begin, std::size_t end) -> Result<void> {
        for (std::size_t i = begin; i < end; ++i)
            all[i] = {kCurves[i].name, curve(kCurves[i], points, totals, error)};
        return {};
    });
    BinaryCurves out{std::move(all[0].points), std::move(all[1].points), {}};
    for (std::size_t i = 2; i < all.size(); ++i) {
        if (!all[i].points.x.empty())
            out.others.push_back(std::move(all[i]));
    }
    return out;
}

} // namespace wg::mlmetrics
