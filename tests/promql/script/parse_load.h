// load STEP and load_with_nhcb STEP, with the series below.
#pragma once

#include "tests/promql/script/lines.h"
#include "tests/promql/script/script.h"

namespace wg::test::script {

/// `first` is the command's own line, the one last given. `room` shrinks by what was read.
[[nodiscard]] Result<Load> parseLoad(std::string_view first, Lines& lines, std::size_t& room);

} // namespace wg::test::script
