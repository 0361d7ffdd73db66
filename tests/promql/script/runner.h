// Runs a script over an empty head and counts.
#pragma once

#include "tests/promql/script/evaluate.h"
#include "tests/promql/script/script.h"

namespace wg::test::script {

struct Report {
    struct Entry {
        std::size_t line = 0;
        std::string text; ///< "expression: why"
    };
    std::size_t passed = 0;
    std::vector<Entry> failed;
    std::vector<Entry> leftOut;
};

/// Errors (of the script, with its line) mean that nothing, or not all, was run.
[[nodiscard]] Result<Report> runScript(std::string_view text, const promql::EngineOptions& options, const Limits& limits = {});

struct Version {
    std::string name;
    promql::Compat compat;
};
/// "# compat: 2.42 2.55" in a comment line of the script names the versions it holds for; 3 where there is none.
[[nodiscard]] Result<std::vector<Version>> scriptVersions(std::string_view text);

} // namespace wg::test::script
