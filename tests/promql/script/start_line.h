// A line of start times: metric{…}@st -1m _ -30s-1mx2 0s, before the line of the metric's samples; without a metric, for all
// that follow in the block. Each is relative to the time of its sample. _ is none, * is the last one again, dxN are N + 1,
// d+exN and d-exN walk.
#pragma once

#include "core/base/time.h"
#include "core/series/labels.h"

#include <optional>
#include <string_view>
#include <vector>

namespace wg::test::script {

using StartOffsets = std::vector<std::optional<DurationMs>>;

struct StartLine {
    std::optional<series::Labels> labels; ///< none: the default of the block
    StartOffsets offsets;
};

/// nullopt: it is a line of samples (or nothing).
[[nodiscard]] Result<std::optional<StartLine>> parseStartLine(std::string_view line, std::size_t room);

} // namespace wg::test::script
