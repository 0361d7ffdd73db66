// The figures of the Evaluate page as text, to be filed or put under a change: Markdown, aggregates only, with the fingerprints
// of the data behind them.
#pragma once

#include <string>

namespace wg::ui::shell {

class EvaluateSelection;
class EvaluateWork;

[[nodiscard]] std::string reportText(const EvaluateSelection& selection, const EvaluateWork& work);

} // namespace wg::ui::shell
