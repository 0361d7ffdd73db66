// Whatever parses prints to something that parses to the same, and evaluates without harm over nothing.
#include "core/promql/engine.h"
#include "core/promql/parser.h"
#include "core/promql/printer.h"
#include "core/tsdb/head.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto expr = wg::promql::parse(text);
    if (!expr)
        return 0;
    const std::string printed = wg::promql::print(*expr);
    const auto again = wg::promql::parse(printed);
    if (printed.size() <= wg::promql::kMaxExpressionBytes && (!again || wg::promql::print(*again) != printed))
        std::abort();
    static_cast<void>(wg::promql::queryInstant(wg::tsdb::Head(), text, 1'000'000, {}, {.maxSamples = 100'000}));
    return 0;
}
