// Whatever parses, in any version, prints to something that parses to the same tree.
#include "core/promql/parser.h"
#include "core/promql/printer.h"
#include "tests/core/promql/same_tree.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace wg::promql;
    const std::string text(reinterpret_cast<const char*>(data), size);
    for (const Compat compat : {Compat::V3, Compat::V2_55, Compat::V2_42}) {
        auto expr = parse(text, compat);
        const std::string printed = expr ? print(*expr, compat) : "";
        const auto again = parse(printed, compat);
        if (expr && printed.size() <= kMaxExpressionBytes && (!again || !test::sameTree(*expr, *again)))
            std::abort();
        if (expr)
            static_cast<void>(resolveDurations(*expr, {0, 60'000, 15'000}, text));
    }
    return 0;
}
