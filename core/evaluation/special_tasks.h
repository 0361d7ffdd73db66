// Tasks whose rows are no classes and no amounts: samples of language models, sets of labels, ranked lists, detections.
#pragma once

#include "core/evaluation/opened_log.h"

namespace wg::evaluation {

// The roles have been named, log.task is the task; these fill the rest.

/// lm: every score column is a per-sample value of the one model there is.
void takeLanguage(OpenedLog& log);
/// multilabel: label and prediction hold lists (labelsOfCell); classes are all labels in them. Usage error without both.
[[nodiscard]] Result<void> takeMultilabel(OpenedLog& log);
/// ranking, only as chosen: query_id, qid, …; relevance or the label; the score, or rank. Usage error that names what is
/// missing.
[[nodiscard]] Result<void> takeRanking(OpenedLog& log);

} // namespace wg::evaluation
