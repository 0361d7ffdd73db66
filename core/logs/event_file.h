// TensorBoard event files: TFRecord framing with both CRC-32C checksums, Event and Summary messages (protobuf wire format).
// Scalars old (simple_value) and new (tensors), histograms, images, text, hparams, PR curves of the plugin.
#pragma once

#include "core/base/result.h"
#include "core/base/warning.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace wg::logs {

/// Columns of one tag, in the order written.
struct EventScalars {
    std::vector<std::int64_t> step;
    std::vector<double> wall; ///< Unix seconds
    std::vector<double> value; ///< the float or double as written
};

struct EventHistogram {
    std::int64_t step = 0;
    double wall = 0;
    std::vector<double> left, right, count; ///< buckets, ascending
};

struct EventImage {
    std::int64_t step = 0;
    double wall = 0;
    std::uint32_t width = 0, height = 0; ///< as said by the file; 0 where it says nothing
    std::string encoded;
};

struct EventText {
    std::int64_t step = 0;
    double wall = 0;
    std::string text; ///< UTF-8; several cells of one tensor joined by newlines
};

/// One step of the pr_curves plugin: all of one length.
struct EventCurve {
    std::int64_t step = 0;
    double wall = 0;
    std::vector<double> threshold, truePositives, falsePositives, trueNegatives, falseNegatives, precision, recall;
};

} // namespace wg::logs
