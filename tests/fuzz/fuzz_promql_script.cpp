// Any bytes as a test script: within bounds of work, it ends, and a script that parses has a report of all its evaluations.
#include "tests/promql/script/runner.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    wg::promql::EngineOptions options = wg::test::script::testEngine(wg::promql::Compat::V3);
    options.maxSamples = 20'000;
    options.maxPoints = 1'000;
    options.timeout = 500;
    options.threads = 1;
    const auto report = wg::test::script::runScript(text, options, {.samples = 2'000, .evaluations = 4});
    if (report && report->passed + report->failed.size() + report->leftOut.size() > 4)
        std::abort();
    return 0;
}
