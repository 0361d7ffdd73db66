// Logs of language models: exact match, pass@k, accuracy by task with its standard error, perplexity.
// pass@k: Chen et al., "Evaluating large language models trained on code" (2021), equation 1. Standard errors and perplexities
// as EleutherAI's lm-evaluation-harness has them: mean_stderr, pooled_sample_stderr, word/byte_perplexity, bits_per_byte.
#pragma once

#include "core/mlmetrics/metric.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace wg::mlmetrics {

struct ExactMatchOptions {
    bool ignoreCase = false; ///< of ASCII letters
    bool ignorePunctuation = false; ///< of ASCII
    bool trim = true; ///< blanks at both ends
};
/// Is the answer the wanted text?
[[nodiscard]] bool exactMatch(std::string_view answer, std::string_view wanted, const ExactMatchOptions& options = {});

/// Chance that one of k samples drawn from the n tried, of which c pass, passes: 1 - C(n-c, k) / C(n, k). Undefined for k > n
/// and k = 0.
[[nodiscard]] Metric passAtK(std::uint64_t n, std::uint64_t c, std::uint64_t k);
/// Mean over tasks; tasks with fewer than k samples are left out. Undefined when none is left.
[[nodiscard]] Metric passAtK(std::span<const std::uint64_t> n, std::span<const std::uint64_t> c, std::uint64_t k);

struct MeanWithError {
    Metric mean;
    Metric standardError; ///< s / sqrt(n), s with n - 1; undefined below two rows. Weighted: of the ratio of sums
    std::size_t rows = 0;
};
/// Values: 0 or 1 for accuracy, any score else. `weights`: empty or all > 0.
[[nodiscard]] MeanWithError meanWithError(std::span<const double> value, std::span<const double> weights = {});
/// One for each task in [0, tasks).
[[nodiscard]] std::vector<MeanWithError> meansByTask(std::size_t tasks, std::span<const std::uint32_t> task,
    std::span<const double> value, std::span<const double> weights = {});
/// Of a group of tasks: the mean by rows, and the pooled standard error.
[[nodiscard]] MeanWithError pooled(std::span<const MeanWithError> tasks);

/// Sums over a text or a log. Counts that are not known are 0.
struct LikelihoodTotals {
    double logLikelihood = 0; ///< natural logarithm
    double tokens = 0, words = 0, bytes = 0;
};
struct Perplexity {
    Metric token, word, byte; ///< exp(-log-likelihood / count); undefined where the count is 0
    Metric bitsPerByte; ///< -log-likelihood / (bytes ln 2)
};
[[nodiscard]] Perplexity perplexity(const LikelihoodTotals& totals);
/// exp of minus the (weighted) mean of token log-likelihoods.
[[nodiscard]] Metric tokenPerplexity(std::span<const double> logLikelihood, std::span<const double> weights = {});

} // namespace wg::mlmetrics
