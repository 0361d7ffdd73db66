// Whatever parses can be evaluated: over no rows, and over rows with missing values and texts.
#include "core/evaluation/formula.h"

#include <cstdint>
#include <limits>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace wg::evaluation;
    const auto formula = Formula::parse({reinterpret_cast<const char*>(data), size});
    if (!formula)
        return 0;
    const auto columns = [](std::string_view name, bool) -> std::optional<Formula::Values> {
        return name.size() % 2 == 0 ? Formula::Values{{1, std::numeric_limits<double>::quiet_NaN()}, {}}
                                    : Formula::Values{{}, {"a", ""}};
    };
    const auto metrics = [](std::string_view) { return std::optional<double>(0.5); };
    static_cast<void>(formula->evaluate(2, columns, metrics));
    return 0;
}
