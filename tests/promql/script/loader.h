// Puts what a load command says into a head. The first sample of every series is at time 0.
#pragma once

#include "core/tsdb/head.h"
#include "tests/promql/script/script.h"

namespace wg::test::script {

/// Native histograms, written or converted from classic ones, are only marked in the head. Samples that the head refuses are
/// an error of the script, as in Prometheus.
[[nodiscard]] Result<void> load(const Load& command, tsdb::Head& head);

} // namespace wg::test::script
