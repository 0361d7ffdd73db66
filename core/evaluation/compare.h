// Which of two models is better, and is the difference real? Paired wherever the rows can be matched.
#pragma once

#include "core/evaluation/evaluate.h"

namespace wg::evaluation {

/// One group of one log: LogResult::groups[group] of evaluate(log).
struct Contender {
    std::shared_ptr<const OpenedLog> log;
    std::shared_ptr<const LogResult> result;
    std::size_t group = 0;
    std::string name; ///< as shown
};

struct MetricDifference {
    std::string metric;
    double candidate = 0, reference = 0;
    double difference = 0; ///< candidate - reference
    Interval interval; ///< of the difference
    double p = 1; ///< two-sided, of "no difference"
    double pHolm = 1; ///< corrected for all metrics of all comparisons of one call
    std::string_view test; ///< "paired DeLong", "McNemar", "paired bootstrap", "bootstrap", "DeLong"; a literal
    bool significant = false; ///< pHolm < 1 - level
    bool better = false; ///< the difference is in the metric's good direction
};

struct Comparison {
    std::string candidate, reference; ///< names
    /// How rows were matched: "same rows" (one log), "by id", "row by row" (the same labels in the same order); empty: not
    /// at all, the tests are for independent samples.
    std::string pairing;
    std::uint64_t pairs = 0;
    std::uint64_t onlyCandidateRight = 0, onlyReferenceRight = 0; ///< McNemar's b and c
    std::vector<MetricDifference> metrics;
    Warnings notes;
};

struct CompareOptions {
    double level = 0.95;
    int draws = 2000;
    std::uint64_t seed = 1;
    std::optional<double> threshold; ///< binary: both decide by it; unset: as logged
    unsigned threads = 0;
};

/// The first is the candidate, each of the others a reference. Fails with Usage when tasks or classes differ.
[[nodiscard]] Result<std::vector<Comparison>> compare(
    const std::vector<Contender>& contenders, const CompareOptions& options, const CancelToken& cancel);

} // namespace wg::evaluation
