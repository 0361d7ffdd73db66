#include "app/merge_answers.h"

#include <algorithm>

namespace wg::app {
namespace {

series::Labels labelled(const series::Labels& labels, const std::string& source)
{
    const std::string own(labels.get(kSourceLabel));
    std::string name = "exported_" + std::string(kSourceLabel);
    while (!labels.get(name).empty())
        name.insert(0, "exported_");
    return labels.with(name, own).with(kSourceLabel, source);
}

void addSamples(const Answer& answer, series::Vector& out)
{
    if (const auto* const scalar = std::get_if<series::Scalar>(answer.value.get()))
        out.samples.push_back({labelled({}, answer.source), scalar->t, scalar->v});
    if (const auto* const vector = std::get_if<series::Vector>(answer.value.get())) {
        for (const series::VectorSample& sample : vector->samples)
            out.samples.push_back({labelled(sample.labels, answer.source), sample.t, sample.v, sample.histogram});
    }
}

void addSeries(const Answer& answer, series::Matrix& out)
{
    const auto* const matrix = std::get_if<series::Matrix>(answer.value.get());
    if (matrix == nullptr)
        return;
    for (series::Series one : matrix->series) {
        one.labels = labelled(one.labels, answer.source);
        out.series.push_back(std::move(one));
    }
}

} // namespace

Answer mergeAnswers(std::vector<Answer> answers)
{
    Answer out = std::move(answers.front());
    if (answers.size() == 1)
        return out;
    const bool isText = std::holds_alternative<series::Text>(*out.value);
    answers.front() = {out.source, out.value, std::move(out.warnings)};
    out.warnings.clear();
    series::Vector vector;
    series::Matrix matrix;
    bool isMatrix = false;
    for (const Answer& answer : answers) {
        isMatrix = isMatrix || std::holds_alternative<series::Matrix>(*answer.value);
        addSamples(answer, vector);
        addSeries(answer, matrix);
        for (Warning warning : answer.warnings) {
            warning.message.insert(0, answer.source + ": ");
            out.warnings.push_back(std::move(warning));
        }
    }
    std::ranges::stable_sort(matrix.series, {}, &series::Series::labels);
    if (isMatrix)
        out.value = std::make_shared<const series::Value>(std::move(matrix));
    else if (!isText)
        out.value = std::make_shared<const series::Value>(std::move(vector));
    return out;
}

} // namespace wg::app
