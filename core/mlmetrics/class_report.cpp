#include "core/mlmetrics/class_report.h"
#include "core/mlmetrics/averages.h"

#include <algorithm>

namespace wg::mlmetrics {
namespace {

struct ClassCounts {
    double hit = 0, predicted = 0, actual = 0;
};

std::vector<ClassCounts> countClasses(const ConfusionMatrix& matrix)
{
    std::vector<ClassCounts> out(matrix.classes());
    for (std::size_t a = 0; a < matrix.classes(); ++a) {
        for (std::size_t p = 0; p < matrix.classes(); ++p) {
            out[a].actual += matrix.at(a, p);
            out[p].predicted += matrix.at(a, p);
        }
        out[a].hit = matrix.at(a, a);
    }
    return out;
}

ClassificationReport::Row rowOf(const Averages& averages, double support)
{
    return {0, averages.precision, averages.recall, averages.f1, support};
}

} // namespace

ClassificationReport classificationReport(const ConfusionMatrix& matrix, std::span<const std::size_t> labels)
{
    const std::vector<ClassCounts> counts = countClasses(matrix);
    std::vector<std::size_t> occurring;
    for (std::size_t k = 0; k < counts.size(); ++k) {
        if (counts[k].actual > 0 || counts[k].predicted > 0)
            occurring.push_back(k);
    }
    std::vector<std::size_t> listed(labels.begin(), labels.end());
    if (listed.empty())
        listed = occurring;

    ClassificationReport out;
    AverageSums macro;
    AverageSums weighted;
    ClassCounts all;
    for (const std::size_t k : listed) {
        const ClassScores scores = scoresOf(counts[k].hit, counts[k].predicted, counts[k].actual, 1);
        out.classes.push_back({k, scores.precision, scores.recall, scores.f1, scores.support});
        macro.add(scores, 1);
        weighted.add(scores, scores.support);
        all.hit += counts[k].hit;
        all.predicted += counts[k].predicted;
        all.actual += counts[k].actual;
    }
    const ClassScores micro = scoresOf(all.hit, all.predicted, all.actual, 1);
    out.micro = {0, micro.precision, micro.recall, micro.f1, all.actual};
    out.macro = rowOf(macro.averages("no classes"), all.actual);
    out.weighted = rowOf(weighted.averages("none of the classes is among the labels"), all.actual);
    std::sort(listed.begin(), listed.end());
    out.accuracyIsMicro = listed == occurring;
    return out;
}

} // namespace wg::mlmetrics
