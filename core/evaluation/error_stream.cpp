#include "core/evaluation/error_stream.h"

#include "core/evaluation/group_data.h"

#include <algorithm>
#include <cmath>

namespace wg::evaluation {
namespace {

ErrorStream wrongDecisions(const ModelData& data, const Rows& rows)
{
    ErrorStream out{{}, true};
    if (data.log.task == Task::Binary) {
        const BinaryRows binary = binaryRows(data, rows);
        for (std::size_t i = 0; binary.undecided.empty() && i < binary.actual.size(); ++i)
            out.errors.push_back(binary.isDecided(i) == (binary.actual[i] != 0) ? 0 : 1);
        return out;
    }
    const ClassRows classes = classRows(data, rows);
    for (std::size_t i = 0; i < classes.decided.size(); ++i)
        out.errors.push_back(classes.decided[i] == classes.actual[i] ? 0 : 1);
    return out;
}

ErrorStream residuals(const ModelData& data, const Rows& rows)
{
    ErrorStream out;
    if (!data.model.prediction)
        return out;
    const NumberRows numbers = numberRows(data, rows);
    for (std::size_t i = 0; i < numbers.actual.size(); ++i)
        out.errors.push_back(std::abs(numbers.predicted[i] - numbers.actual[i]));
    return out;
}

ErrorStream sampleErrors(const ModelData& data, const Rows& rows)
{
    ErrorStream out;
    if (!data.model.score)
        return out;
    out.errors = gather(data.log.numbers(*data.model.score), rows);
    if (!std::ranges::all_of(out.errors, [](double score) { return score >= 0 && score <= 1; }))
        return {};
    for (double& error : out.errors)
        error = 1 - error;
    out.decisions = std::ranges::all_of(out.errors, [](double error) { return error == 0 || error == 1; });
    return out;
}

} // namespace

ErrorStream errorsOf(const ModelData& data, const Rows& rows)
{
    switch (data.log.task) {
    case Task::Binary:
    case Task::Multiclass:
        return data.log.label ? wrongDecisions(data, rows) : ErrorStream();
    case Task::Regression:
        return data.log.label ? residuals(data, rows) : ErrorStream();
    case Task::LanguageModel:
        return sampleErrors(data, rows);
    default:
        return {};
    }
}

} // namespace wg::evaluation
