// Comparisons, slices, drift and windows of a report as tables.
#pragma once

#include "app/text_table.h"
#include "core/evaluation/report.h"

#include <string>
#include <vector>

namespace wg::app {

struct Section {
    std::string title;
    TextTable table;
    std::vector<std::string> remarks;
};
/// In the order: comparisons, slices, windows, drift. Texts hold no control characters.
[[nodiscard]] std::vector<Section> sectionsOf(const evaluation::Report& report);

} // namespace wg::app
