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

/// One step of the pr_curves plugin: all of one length. Thresholds are i / (n - 1), as the plugin's writer bins its scores.
struct EventCurve {
    std::int64_t step = 0;
    double wall = 0;
    std::vector<double> threshold, truePositives, falsePositives, trueNegatives, falseNegatives, precision, recall;
};

/// A SessionLog START that was not the first: training went back to `step`.
struct EventRestart {
    std::int64_t step = 0;
    double wall = 0;
    bool first = false; ///< the first START of its file: a restart only when an earlier file of the run had one
};

/// What one event file holds, by tag.
struct EventData {
    std::string version; ///< "brain.Event:2"; empty when no record says
    std::uint64_t events = 0; ///< sound records that are events
    std::uint64_t badEvents = 0; ///< sound records that are no protobuf
    std::map<std::string, EventScalars> scalars;
    std::map<std::string, std::vector<EventHistogram>> histograms;
    std::map<std::string, std::vector<EventImage>> images; ///< the second of a step's images is under tag/1, and so on
    std::map<std::string, std::vector<EventText>> texts;
    std::map<std::string, std::vector<EventCurve>> curves;
    std::map<std::string, std::string> hparams; ///< numbers in their shortest form, words as they are
    std::vector<EventRestart> starts;
};

/// Drops what has this step or a later one; how many values that were.
std::size_t dropFrom(EventScalars& scalars, std::int64_t step);

} // namespace wg::logs
