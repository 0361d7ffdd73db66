#include "core/promql/functions.h"

namespace wg::promql {

const FunctionRow* findImplementation(std::string_view name)
{
    const std::span<const FunctionRow> families[] = {mathFunctions(), timeFunctions(), counterFunctions(),
        regressionFunctions(), overTimeFunctions(), vectorFunctions(), labelFunctions(), sortFunctions(), infoFunctions(),
        histogramFunctions()};
    for (const auto family : families) {
        for (const FunctionRow& row : family) {
            if (row.name == name)
                return &row;
        }
    }
    return nullptr;
}

} // namespace wg::promql
