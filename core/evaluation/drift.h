// Whether columns of a window look like those of a reference. Tests and their definitions: core/mlmetrics/drift.h.
// Numbers are binned by the reference's quantiles; words and classes are categories, of which the reference's 50 commonest are
// kept and the rest is "other". Missing cells are a bin of their own, "missing", which counts for
// PSI, Jensen-Shannon and chi-squared, not for KS and Wasserstein.
// Privacy: in the table of bins a category of fewer than 10 rows on both sides together, or longer than 64 bytes, counts as
// "other", so that no prompt and no identifier is shown; classes of labels and predictions are always named.
#pragma once

#include "core/evaluation/evaluate.h"

namespace wg::evaluation {

struct DriftBin {
    std::string name; ///< "0.1 to 0.2", a category, "other", "missing"
    double reference = 0, window = 0; ///< shares
    double psi = 0; ///< its part of the index
};

struct ColumnDrift {
    std::string column;
    std::string role; ///< "score", "label", "prediction", or empty
    bool numeric = false;
    std::uint64_t referenceRows = 0, windowRows = 0;
    std::string reason; ///< why nothing can be said: no rows on one side; then psi and jensenShannon are NaN
    double psi = 0; ///< natural logarithm, over `bins`
    double jensenShannon = 0; ///< distance, base 2, over the same bins
    std::optional<double> ks, ksP; ///< numeric
    std::optional<double> wasserstein; ///< numeric, in units of the column
    std::optional<double> chi2, chi2P; ///< categories
    double pHolm = 1; ///< of KS or chi-squared, corrected for all columns; NaN where there is no test
    enum class Verdict { Stable, Moderate, Drifted } verdict = Verdict::Stable; ///< PSI under 0.1, under 0.25, above
    std::vector<DriftBin> bins;
};

struct DriftReport {
    std::string reference, window; ///< what was compared, in words
    std::vector<ColumnDrift> columns; ///< greatest PSI first
    Warnings notes; ///< columns left out and why
};

/// Rows of a log: all of them, or a part by time or by position.
struct DriftSide {
    std::shared_ptr<const OpenedLog> log;
    std::optional<TimeRange> time = {}; ///< needs a time column; from inclusive, to exclusive
    std::optional<std::pair<std::uint64_t, std::uint64_t>> rows = {}; ///< [from, to) of the table's rows
    TimeMs end = 0; ///< where a log whose times are seconds since a start ends
};

/// `columns` empty: every score, label, prediction and kept column both have (not the other roles', which time drives). `bins`:
/// of numeric columns, 10 for deciles. Usage error for a side without rows, a column that one side lacks, or a time range of a
/// log without times.
[[nodiscard]] Result<DriftReport> drift(const DriftSide& reference, const DriftSide& window,
    const std::vector<std::string>& columns, int bins, const CancelToken& cancel);

} // namespace wg::evaluation
