// Which row of one contender belongs to which of the other.
#pragma once

#include "core/evaluation/contender_rows.h"

#include <string>

namespace wg::evaluation {

struct PairedRows {
    std::string pairing; ///< as Comparison::pairing; empty: the rows cannot be matched, and both hold all of their rows
    Rows candidate, reference; ///< paired: of one length, position by position
    Warnings notes;
};

/// By identity, else by id (ids that occur once on either side), else row by row when as many rows carry the same labels in
/// the same order. Rows whose labels contradict each other are left out and said.
[[nodiscard]] PairedRows pairRows(const ContenderRows& candidate, const ContenderRows& reference);

} // namespace wg::evaluation
