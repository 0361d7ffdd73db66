// One evaluation of a script, with everything that Prometheus' runner asks of it: the query itself; the middle of a range query
// around it; and, with the time of its selectors fixed by @, both again from other times.
#pragma once

#include "core/promql/engine.h"
#include "core/series/queryable.h"
#include "tests/promql/script/script.h"

namespace wg::test::script {

struct Outcome {
    enum class Kind { Passed, Failed, LeftOut };

    Kind kind = Kind::Passed;
    std::string text; ///< why it failed or was left out
};

/// Left out where a series that is selected or expected holds a native histogram.
[[nodiscard]] Outcome evaluate(const Eval& eval, const series::Queryable& data, const promql::EngineOptions& options);

/// The engine of upstream's own tests at that version.
[[nodiscard]] promql::EngineOptions testEngine(promql::Compat compat);

} // namespace wg::test::script
