// Whether columns of a window look like those of a reference. Tests: core/mlmetrics/drift.h.
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
    double psi = 0; ///< natural logarithm, bins by the reference's deciles
    double jensenShannon = 0; ///< distance, base 2, over the same bins
    std::optional<double> ks, ksP; ///< numeric
    std::optional<double> wasserstein; ///< numeric, in units of the column
    std::optional<double> chi2, chi2P; ///< categories
    double pHolm = 1; ///< of KS or chi-squared, corrected for all columns
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
    std::optional<TimeRange> time; ///< needs a time column; from inclusive, to exclusive
    std::optional<std::pair<std::uint64_t, std::uint64_t>> rows; ///< [from, to) of the table's rows
};

/// `columns` empty: every score, label, prediction and kept column both have.
[[nodiscard]] Result<DriftReport> drift(const DriftSide& reference, const DriftSide& window,
    const std::vector<std::string>& columns, int bins, const CancelToken& cancel);

} // namespace wg::evaluation
