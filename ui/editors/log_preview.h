// The beginning of a log as texts, with what its columns could be; what the user is asked about when a log is not clear.
// Reads at most kPreviewBytes. Blocking: call it on a worker.
#pragma once

#include "core/evaluation/evaluate.h"

#include <cstddef>
#include <string>
#include <vector>

namespace wg::ui::editors {

struct LogPreview {
    struct Column {
        std::string name; ///< headerless: its number from 1, which is what options take, too
        std::vector<std::string> cells; ///< of the first rows
        std::vector<std::string> classes; ///< distinct values; empty when there are more than a choice can hold
    };
    std::vector<Column> columns;
    bool header = true;
    std::string shape; ///< core/evaluation/shape.h
    evaluation::Options recognised; ///< label, scores and prediction by name; without names by what the cells hold
};

inline constexpr std::size_t kPreviewBytes = std::size_t{1} << 20;
inline constexpr std::size_t kPreviewRows = 20;
inline constexpr std::size_t kPreviewClasses = 20;

[[nodiscard]] Result<LogPreview> readLogPreview(const std::string& path);

} // namespace wg::ui::editors
