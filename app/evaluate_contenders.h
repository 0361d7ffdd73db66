// Groups of the logs by name, and what is asked of them beyond their metrics: comparison, slices, drift, windows.
#pragma once

#include "core/evaluation/report.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wg::app {

struct EvaluatedLog {
    std::shared_ptr<const evaluation::OpenedLog> log;
    std::shared_ptr<const evaluation::LogResult> result;
};

/// What --compare, --slices, --reference and --window ask for.
struct Questions {
    std::vector<std::pair<std::string, std::string>> compare;
    std::vector<std::string> slices; ///< "column" or "column:bins"
    std::string reference; ///< path
    std::string window; ///< "1h", "1000rows"
    std::string version; ///< column
    std::string metric; ///< of slices and windows; empty: the main one
    std::uint64_t leastRows = 10;
    evaluation::Options options; ///< how the reference is opened
    evaluation::EvaluateOptions settings; ///< level, draws, seed, formulas
};

/// Every group of every log, with a name that is unique: the model's, or the file's, or both.
[[nodiscard]] std::vector<evaluation::Contender> contendersOf(const std::vector<EvaluatedLog>& logs);
/// Usage error for a bad slice or window, before anything is read. Columns that must be kept are added to `options`.
[[nodiscard]] Result<void> checkQuestions(const Questions& questions, evaluation::Options& options);
/// Fills the report's lists. Usage error for names that are not there; it lists those that are.
[[nodiscard]] Result<void> answer(
    const Questions& questions, const std::vector<EvaluatedLog>& logs, evaluation::Report& report, const CancelToken& cancel);

} // namespace wg::app
